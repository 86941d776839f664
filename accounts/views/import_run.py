"""What the pages and the buttons of one import stand on."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import ImportRun, RunState
from accounts.services.importing import runs
from accounts.services.importing.kinds import Kind, kind_of
from accounts.tasks import ask_to_work_on
from accounts.visibility import visible_or_404
from csm.foundation.views import PageView, anyone


class OneRun(PageView):
    """A page of one import, for those who see it: those who import, and whoever brought in their own calendar."""

    nav = "import"

    @cached_property
    def run(self) -> ImportRun:
        rows = ImportRun.objects.select_related("made_by", "belongs_to")
        return visible_or_404(rows, self.viewer, pk=self.kwargs["run_id"])

    @cached_property
    def kind(self) -> Kind:
        kind = kind_of(self.run.kind)
        if kind is None:
            raise Http404
        return kind

    def here(self) -> str:
        if self.run.set_id is not None and self.run.state == RunState.MAPPING:
            return reverse("accounts:import_set", args=[self.run.set_id])
        return reverse("accounts:import", args=[self.run.pk])


class ImportDeed(OneRun):
    """A button that moves a run on."""

    actions = {"POST": anyone}
    starts_work = True

    def do(self, run: ImportRun) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, run_id: int) -> HttpResponse:
        try:
            self.do(self.run)
        except runs.WrongStage as error:
            messages.error(request, str(error))
        else:
            if self.starts_work:
                ask_to_work_on(self.run)
        return self.go(self.after())

    def after(self) -> str:
        return self.here()
