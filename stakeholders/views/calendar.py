"""One's own calendar: bring it in, and see what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.domain.access import UserRole, configures
from accounts.domain.importing.files import Unreadable
from accounts.models import ImportRun
from accounts.selectors.import_texts import file_problem
from accounts.selectors.installation import our_domains
from accounts.services.importing import runs
from accounts.tasks import ask_to_work_on
from accounts.views.settings_frame import SettingsPage
from stakeholders.forms.calendars import CalendarForm
from stakeholders.services.importing.calendar_events import CALENDAR

LATEST = 20


def may_bring_calendars(viewer: Any) -> bool:
    """Whoever works on accounts brings in their own; executives only read."""
    return UserRole(viewer.role) is not UserRole.EXECUTIVE


class CalendarPage(SettingsPage):
    """Bring in a calendar: one's own, or anybody's for those who import. It is checked at once."""

    actions = {"GET": may_bring_calendars, "POST": may_bring_calendars}
    template_name = "stakeholders/calendar.html"
    item = "calendar"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        run = self._receive(form) if form.is_valid() else None
        return self.go(reverse("accounts:import", args=[run.pk])) if run is not None else self._show(form)

    def _form(self, *data: Any) -> CalendarForm:
        is_any = configures(UserRole(self.viewer.role))
        return CalendarForm(*data, owner=None if is_any else self.viewer, initial={"user": self.viewer.pk})

    def _receive(self, form: CalendarForm) -> ImportRun | None:
        file = form.cleaned_data["file"]
        owner = form.cleaned_data["user"] if "user" in form.fields else self.viewer
        try:
            run = runs.receive_file(self.viewer, CALENDAR, file, file.name, belongs_to=owner)
        except Unreadable as error:
            form.add_error("file", file_problem(error.code, error.params))
            return None
        runs.begin_checking(run)
        ask_to_work_on(run)
        return run

    def _show(self, form: CalendarForm) -> HttpResponse:
        latest = ImportRun.objects.visible_to(self.viewer).filter(kind=CALENDAR.key).select_related("belongs_to")
        return self.page(form=form, runs=latest[:LATEST], is_ours_known=bool(our_domains()))
