"""Importing files: upload, say what the columns hold, look at what would happen, do it, take it back."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.importing.files import Unreadable
from accounts.forms.import_sets import SetUploadForm
from accounts.forms.imports import UploadForm
from accounts.models import ImportRun, RunState
from accounts.models.imports import WORKING
from accounts.selectors.import_sets import latest_sets
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.selectors.imports import (
    changes_of,
    failed_rows,
    left_out_of,
    may_edit_all,
    problems_of,
    progress_of,
    remarks_of,
)
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of, kinds
from accounts.tasks import ask_to_work_on
from accounts.views.access import may_configure
from accounts.views.import_run import ImportDeed, OneRun
from csm.foundation.views import PageView, anyone

LATEST = 50
SHOWN_PROBLEMS = 50
TYPES = {"csv": "text/csv", "ics": "text/calendar"}
WORDS = {
    RunState.CHECKING: gettext_lazy("Checking the rows; nothing is written yet."),
    RunState.APPLYING: gettext_lazy("Applying the rows."),
    RunState.UNDOING: gettext_lazy("Taking back what this import wrote."),
}


class ImportListPage(PageView):
    """The latest imports, what can be imported, and an example of each."""

    actions = {"GET": may_configure}
    template_name = "accounts/import_list.html"
    nav = "import"

    def get(self, request: HttpRequest) -> HttpResponse:
        latest = ImportRun.objects.visible_to(self.viewer).filter(set=None).select_related("made_by")[:LATEST]
        return self.page(
            runs=[(run, kind_of(run.kind)) for run in latest],
            sets=latest_sets(self.viewer, LATEST),
            kinds=kinds(),
            form=SetUploadForm(),
        )


class ImportUploadPage(PageView):
    """A file comes in."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "accounts/import_upload.html"
    nav = "import"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(UploadForm(initial={"kind": request.GET.get("kind", "accounts")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        run = self._receive(form) if form.is_valid() else None
        return self.go(reverse("accounts:import", args=[run.pk])) if run is not None else self._show(form)

    def _receive(self, form: UploadForm) -> ImportRun | None:
        said = form.cleaned_data
        kind = kind_of(said["kind"])
        if kind is None:
            raise Http404
        try:
            run = runs.receive_file(
                self.viewer, kind, said["file"], said["file"].name, source=said["source"], as_of=said["as_of"]
            )
        except Unreadable as error:
            form.add_error("file", file_problem(error.code, error.params))
            return None
        if kind.receive is not None:
            runs.begin_checking(run)
            ask_to_work_on(run)
        return run

    def _show(self, form: UploadForm) -> HttpResponse:
        return self.page(form=form, kinds=kinds())


class ImportPage(OneRun):
    """Where an import stands: what its columns hold, what would happen, how far it is, what came of it."""

    actions = {"GET": anyone}
    template_name = "accounts/import_detail.html"

    def get(self, request: HttpRequest, run_id: int) -> HttpResponse:
        run = self.run
        if run.set_id is not None and run.state in (RunState.MAPPING, RunState.CHECKING):
            return self.go(reverse("accounts:import_set", args=[run.set_id]))
        if run.state == RunState.MAPPING and self.kind.receive is None:
            return self.go(reverse("accounts:import_columns", args=[run.pk]))
        is_working = run.state in WORKING
        left_out = left_out_of(run) if not is_working else []
        return self.page(
            run=run,
            kind=self.kind,
            progress=progress_of(run),
            words=WORDS.get(RunState(run.state)),
            is_working=is_working,
            stop=STOPS.get(run.stop_code),
            problems=problems_of(run, SHOWN_PROBLEMS) if run.failed and not is_working else [],
            remarks=remarks_of(run, SHOWN_PROBLEMS) if not is_working else [],
            more=max(0, run.failed - SHOWN_PROBLEMS),
            created=changes_of(run, "created") if run.state == RunState.CHECKED else [],
            updated=changes_of(run, "updated") if run.state == RunState.CHECKED else [],
            left_out=left_out,
            has_details=any(one.details for one in left_out),
        )


class ImportProgressView(OneRun):
    """How far a stage is, for the bar; leads on when it is done."""

    actions = {"GET": anyone}
    template_name = "accounts/_import_progress.html"

    def get(self, request: HttpRequest, run_id: int) -> HttpResponse:
        run = self.run
        if run.state not in WORKING:
            return HttpResponse(headers={"HX-Redirect": self.here()})
        return self.page(run=run, progress=progress_of(run), words=WORDS[RunState(run.state)])


class ImportApplyView(ImportDeed):
    """Apply what was checked."""

    def do(self, run: ImportRun) -> None:
        runs.begin_applying(run)


class ImportResumeView(ImportDeed):
    """Go on where it stopped."""

    def do(self, run: ImportRun) -> None:
        runs.resume_applying(run)


class ImportUndoView(ImportDeed):
    """Take the whole import back."""

    def do(self, run: ImportRun) -> None:
        if may_edit_all(run, self.viewer):
            runs.begin_undoing(run, self.viewer)
        else:
            raise PermissionDenied


class ImportDiscardView(ImportDeed):
    """Forget a file of which nothing was applied."""

    starts_work = False

    def do(self, run: ImportRun) -> None:
        runs.discard(run)
        messages.success(self.request, _("The file was discarded; nothing of it was imported."))

    def after(self) -> str:
        mine = "accounts:imports" if may_configure(self.viewer) else "stakeholders:calendar"
        return reverse(mine)


class FailedRowsView(OneRun):
    """The rows with problems, to be repaired and uploaded again."""

    actions = {"GET": anyone}

    def get(self, request: HttpRequest, run_id: int) -> HttpResponseBase:
        text = (line.encode() for line in ["\ufeff", *failed_rows(self.run)])
        name = f"{self.kind.key}-{self.run.pk}-to-repair.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


class ExampleFileView(PageView):
    """An example file of a kind."""

    actions = {"GET": may_configure}

    def get(self, request: HttpRequest, kind: str, suffix: str) -> HttpResponseBase:
        found = kind_of(kind)
        if found is None or found.suffix != suffix:
            raise Http404
        path = settings.BASE_DIR / "docs" / "examples" / found.example
        return FileResponse(path.open("rb"), as_attachment=True, filename=found.example, content_type=TYPES[suffix])
