"""Bringing in several files at once: upload, look at what was recognised and what would happen, apply, take back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.import_sets import SetChoicesForm, SetUploadForm
from accounts.models import ImportSet, RunState
from accounts.models.imports import WORKING
from accounts.selectors.first_steps import lacking
from accounts.selectors.import_sets import SetReading, read_set, set_progress
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.services.importing import runs, sets
from accounts.tasks import ask_to_work_on_set
from accounts.views.access import may_configure
from accounts.visibility import visible_or_404
from csm.foundation.importers import follow_ups
from csm.foundation.views import PageView

WORDS = {
    RunState.CHECKING: gettext_lazy("Trying the files one after the other; nothing is written yet."),
    RunState.APPLYING: gettext_lazy("Applying the files one after the other."),
    RunState.UNDOING: gettext_lazy("Taking back what these files wrote."),
}
CAN_CHOOSE = (RunState.MAPPING, RunState.CHECKED)


class SetUploadPage(PageView):
    """Several files come in; what is recognised is tried at once."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "accounts/import_set_upload.html"
    nav = "import"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=SetUploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SetUploadForm(request.POST, request.FILES)
        made = self._receive(form) if form.is_valid() else None
        if made is None:
            return self.page(form=form)
        _try_if_possible(made)
        return self.go(reverse("accounts:import_set", args=[made.pk]))

    def _receive(self, form: SetUploadForm) -> ImportSet | None:
        files = [(one.name, one) for one in form.cleaned_data["chosen_files"]]
        try:
            return sets.receive_set(self.viewer, files, as_of=form.cleaned_data["as_of"])
        except sets.NothingReadable as error:
            for name, code, params in error.unread:
                form.add_error("chosen_files", f"{name}: {file_problem(code, params)}")
            return None


def _try_if_possible(one: ImportSet) -> None:
    """What needs nobody's word is tried at once; else the page asks for it."""
    try:
        sets.begin_checking_set(one)
    except ValidationError:
        return
    ask_to_work_on_set(one)


class _OneSet(PageView):
    nav = "import"

    @cached_property
    def set(self) -> ImportSet:
        return visible_or_404(ImportSet.objects.select_related("made_by"), self.viewer, pk=self.kwargs["set_id"])

    @cached_property
    def reading(self) -> SetReading:
        return read_set(self.set)

    def here(self) -> str:
        return reverse("accounts:import_set", args=[self.set.pk])


class SetPage(_OneSet):
    """Where a set stands; while nothing is applied, what it holds can be said here."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "accounts/import_set.html"

    def get(self, request: HttpRequest, set_id: int) -> HttpResponse:
        return self._show(SetChoicesForm(None, self.set, self.reading))

    def post(self, request: HttpRequest, set_id: int) -> HttpResponse:
        form = SetChoicesForm(request.POST, self.set, self.reading)
        if form.is_valid() and self._begin(form):
            return self.go(self.here())
        return self._show(form)

    def _begin(self, form: SetChoicesForm) -> bool:
        try:
            sets.choose(self.set, **form.said())
            sets.begin_checking_set(self.set)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        except runs.WrongStage as error:
            messages.error(self.request, str(error))
            return True
        ask_to_work_on_set(self.set)
        return True

    def _show(self, form: SetChoicesForm) -> HttpResponse:
        one = self.set
        return self.page(
            set=one,
            reading=self.reading,
            form=form,
            stop=STOPS.get(one.stop_code),
            can_choose=one.state in CAN_CHOOSE,
            is_working=one.state in WORKING,
            follow_ups=self._follow_ups() if one.state == RunState.APPLIED else [],
            lacking=lacking(self.viewer) if one.state == RunState.APPLIED else [],
            **self._progress(),
        )

    def _progress(self) -> dict[str, Any]:
        done, progress = set_progress(self.set, self.reading)
        words = WORDS.get(RunState(self.set.state))
        return {"done": done, "total": self.reading.rows_total, "progress": progress, "words": words}

    def _follow_ups(self) -> list[tuple[str, str]]:
        """What can be done next, in words, and where."""
        found = [(entry, entry.count(self.viewer)) for entry in follow_ups]
        return [(entry.words(count), reverse(entry.url_name)) for entry, count in found if count]


class SetProgressView(SetPage):
    """How far a stage is, for the bar; leads on when it is done."""

    actions = {"GET": may_configure}
    template_name = "accounts/_import_set_progress.html"

    def get(self, request: HttpRequest, set_id: int) -> HttpResponse:
        if self.set.state not in WORKING:
            return HttpResponse(headers={"HX-Redirect": self.here()})
        return self.page(set=self.set, **self._progress())


class _SetDeed(_OneSet):
    """A button that moves a set on."""

    actions = {"POST": may_configure}

    def do(self, one: ImportSet) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, set_id: int) -> HttpResponse:
        try:
            self.do(self.set)
        except runs.WrongStage as error:
            messages.error(request, str(error))
        return self.go(self.after())

    def after(self) -> str:
        return self.here()


class SetApplyView(_SetDeed):
    """Apply what was tried."""

    def do(self, one: ImportSet) -> None:
        sets.begin_applying_set(one)
        ask_to_work_on_set(one)


class SetResumeView(_SetDeed):
    """Go on where it stopped."""

    def do(self, one: ImportSet) -> None:
        sets.resume_applying_set(one)
        ask_to_work_on_set(one)


class SetUndoView(_SetDeed):
    """Take the whole set back."""

    def do(self, one: ImportSet) -> None:
        sets.begin_undoing_set(one, self.viewer)
        ask_to_work_on_set(one)


class SetDiscardView(_SetDeed):
    """Forget files of which nothing was applied."""

    def do(self, one: ImportSet) -> None:
        sets.discard_set(one)
        messages.success(self.request, _("The files were discarded; nothing of them was imported."))

    def after(self) -> str:
        return reverse("accounts:imports")
