"""Before a file is checked: what its columns hold, which sheet is read, whether the first row holds names."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.importing.columns import repeated, seems_headless
from accounts.domain.importing.files import Unreadable
from accounts.forms.imports import ColumnsForm
from accounts.models import ImportRun, RunState
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.services.importing import runs, sets
from accounts.services.importing.keeping import KEEP, judgements_of, keep_columns
from accounts.services.importing.shaping import choose_sheet, say_first_row
from accounts.tasks import ask_to_work_on
from accounts.views.access import may_configure
from accounts.views.import_run import ImportDeed, OneRun


class ImportColumnsPage(OneRun):
    """Say which column holds what."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "accounts/import_columns.html"

    def get(self, request: HttpRequest, run_id: int) -> HttpResponse:
        if self.run.state not in (RunState.MAPPING, RunState.CHECKED) or self.kind.receive is not None:
            return self.go(self.here())
        return self._show(ColumnsForm(None, self.run, self.kind))

    def post(self, request: HttpRequest, run_id: int) -> HttpResponse:
        data: QueryDict = request.POST
        refused = None
        try:
            data = self._with_kept(request.POST)
        except ValidationError as error:
            refused = error
        form = ColumnsForm(data, self.run, self.kind)
        if refused is not None:
            form.add_error(None, refused)
        if form.is_valid() and self._begin(form):
            return self.go(self.here())
        return self._show(form)

    def _with_kept(self, data: QueryDict) -> QueryDict:
        """What was typed, with the extra fields that were made of columns in their place. *Raises* ValidationError."""
        said = {index: data.get(f"column_{index}", "") for index in range(len(self.run.header))}
        wanted = {index: one for index, one in said.items() if one.partition(":")[0] == KEEP}
        if data.get("keep_rest"):
            free = [index for index, one in said.items() if not one and self.run.header[index].strip()]
            judged = judgements_of(self.run, free)
            wanted |= {index: KEEP for index in free if judged[index].is_filled}
        if not wanted or self.run.state not in (RunState.MAPPING, RunState.CHECKED):
            return data
        typed = data.copy()
        typed.pop("keep_rest", None)
        for index, field in keep_columns(self.viewer, self.run, self.kind, wanted).items():
            typed[f"column_{index}"] = field
        return typed

    def _begin(self, form: ColumnsForm) -> bool:
        try:
            runs.choose_mapping(self.run, form.mapping, form.answers)
            if self.run.set is not None:
                sets.choose(self.run.set)
                return True
            runs.begin_checking(self.run)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        except runs.WrongStage:
            return True
        ask_to_work_on(self.run)
        return True

    def _show(self, form: ColumnsForm) -> HttpResponse:
        run = self.run
        return self.page(
            form=form,
            run=self.run,
            kind=self.kind,
            written=", ".join(filter(None, [run.get_shape_display(), run.sheet, run.encoding])),
            stop=STOPS.get(self.run.stop_code),
            is_headless=self.run.has_header and seems_headless(self.run.header, self.kind.fields()),
            repeated=repeated(self.run.header),
        )


class _ShapeDeed(ImportDeed):
    """A button that has the file read in another way."""

    starts_work = False

    def after(self) -> str:
        return reverse("accounts:import_columns", args=[self.run.pk])


class ImportSheetView(_ShapeDeed):
    """Read another sheet of the workbook."""

    def do(self, run: ImportRun) -> None:
        try:
            choose_sheet(run, self.kind, self.request.POST.get("sheet", ""))
        except Unreadable as error:
            messages.error(self.request, file_problem(error.code, error.params))


class ImportFirstRowView(_ShapeDeed):
    """Say whether the first row holds the names of the columns, or data."""

    def do(self, run: ImportRun) -> None:
        is_header = self.request.POST.get("holds") == "names"
        say_first_row(run, self.kind, is_header=is_header)
        words = _("The first row names the columns.") if is_header else _("The first row is read as data.")
        messages.success(self.request, words)
