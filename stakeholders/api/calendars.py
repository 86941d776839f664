"""Calendars through the API: send an .ics file, one's own or, for those who import, anybody's."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.imports import Imports, ImportShape
from accounts.domain.access import UserRole, configures
from accounts.models import ImportRun, User
from csm.foundation import api
from csm.foundation.api import operation
from csm.foundation.fields import Input
from stakeholders.services.importing.calendar_events import CALENDAR


class CalendarShape(ImportShape):
    """One calendar on its way in."""


class NewCalendar(Input):
    """A calendar to be brought in."""

    file = serializers.FileField(allow_empty_file=True, help_text="An .ics file.")
    user_id = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(is_active=True),
        source="belongs_to",
        required=False,
        help_text="Whose calendar it is: yours if left out; another's only for those who import.",
    )
    as_of = serializers.DateField(required=False, help_text="Events until the end of this day; today if left out.")
    then = serializers.ChoiceField(
        choices=["wait", "check", "apply"],
        default="apply",
        help_text="wait: only read it; check: find what would happen; apply: check, then apply what has no error.",
    )


class Calendars(Imports):
    """Calendars that were brought in, newest first: your own, or everybody's for administrators and operations."""

    shape, create_input = CalendarShape, NewCalendar

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whoever may not import files may bring in a calendar."""
        api.Resource.initial(self, request, *args, **kwargs)

    def all_rows(self) -> "models.QuerySet[Any]":
        return ImportRun.objects.filter(kind=CALENDAR.key)

    def require_creator(self) -> None:
        if UserRole(self.viewer.role) is UserRole.EXECUTIVE:
            raise PermissionDenied(_("Executives read; they bring in no calendars."))

    def body(self) -> dict[str, Any]:
        said = super().body()
        owner = said.setdefault("belongs_to", self.viewer)
        if owner != self.viewer and not configures(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Only administrators and operations bring in other people's calendars."))
        return {**said, "kind": CALENDAR.key}

    @operation(body="create_input", answer="detail_shape", status=201)
    def create(self, request: Request) -> Response:
        """Send a calendar: meetings with people of accounts you may change become touchpoints. Again adds nothing."""
        self.require_creator()
        return super().create(request)
