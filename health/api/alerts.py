"""Alerts: read, and what people do with them."""

from collections.abc import Callable
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import Account
from csm.foundation.api import ApiView, Lists, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Input, Reference, References, Text
from csm.foundation.paging import Sort
from health.filtersets.alerts import AlertFilters, in_state
from health.models import Alert
from health.models.alerts import KIND_CHOICES, LONGEST_REASON
from health.selectors.alert_reading import alert_reason, names_in
from health.services.alert_actions import MOST_AT_ONCE, acknowledge, call_ready, resolve, snooze


class AlertShape(serializers.Serializer[Any]):
    """A condition found on an account: one for an account, kind and subject until it closes."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    subject = serializers.CharField(help_text="Whom it is about: empty, stakeholder:12 or user:7.")
    weight = serializers.FloatField(help_text="Revenue at stake x probability x urgency.")
    first_seen_on = serializers.DateField()
    opened_on = serializers.DateField()
    is_quiet = serializers.BooleanField(help_text="Found right after an import: shown, never sent.")
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by_id = serializers.IntegerField(allow_null=True)
    snoozed_until = serializers.DateField(allow_null=True)
    snooze_reason = serializers.CharField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by_id = serializers.IntegerField(allow_null=True)
    resolve_reason = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)
    figures = serializers.JSONField(help_text="What it rests on; which keys there are depends on the kind.")
    reason = serializers.SerializerMethodField()

    def get_reason(self, row: Any) -> str:
        """Why, in one sentence; attached by `Alerts.attach`."""
        raise NotImplementedError


class _Chosen(Input):
    """Open alerts of accounts that you may change."""

    ids = References(
        lambda viewer: Alert.objects.editable_by(viewer).open_at(today()), source="alerts", least=1, most=MOST_AT_ONCE
    )


class AcknowledgeInput(_Chosen):
    """Which alerts somebody has seen."""


class SnoozeInput(_Chosen):
    """Which alerts to send away, until which day, and why."""

    until = Day()
    reason = Text(max_length=LONGEST_REASON)


class ResolveInput(_Chosen):
    """Which alerts to send away until their condition has cleared and comes again, and why."""

    reason = Text(max_length=LONGEST_REASON)


class AlertsShape(serializers.Serializer[Any]):
    """The alerts as they are now."""

    results = AlertShape(many=True)


class Alerts(Lists, Shows, Resource):
    """Alerts of the accounts you see, what weighs most first: those that are open where `state` is left out."""

    shape, filters, default_sort = AlertShape, AlertFilters, "-weight"
    sorts = {
        "id": Sort("id", is_nullable=False),
        "weight": Sort("weight", is_nullable=False),
        "opened_on": Sort("opened_on", is_nullable=False),
    }

    def all_rows(self) -> "models.QuerySet[Any]":
        return Alert.objects.filter(opened_on__isnull=False)

    def filtered(self, queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        found = super().filtered(queryset)
        return found if "state" in self.request.query_params else in_state(found, "open")

    def attach(self, rows: list[dict[str, Any]]) -> None:
        names, on = names_in([row["figures"] for row in rows]), today()
        for row in rows:
            row["reason"] = alert_reason(row["kind"], row["figures"], row["closed_on"] or on, names)

    @action(detail=False, methods=["post"])
    @operation(body=AcknowledgeInput, answer=AlertsShape)
    def acknowledge(self, request: Request) -> Response:
        """Say that somebody has seen them."""
        return self._do(acknowledge)

    @action(detail=False, methods=["post"])
    @operation(body=SnoozeInput, answer=AlertsShape)
    def snooze(self, request: Request) -> Response:
        """Send them away until a day, with a reason."""
        return self._do(snooze)

    @action(detail=False, methods=["post"])
    @operation(body=ResolveInput, answer=AlertsShape)
    def resolve(self, request: Request) -> Response:
        """Send them away until their condition has cleared and comes again, with a reason."""
        return self._do(resolve)

    def _do(self, deed: Callable[..., int]) -> Response:
        given = self.body()
        alerts = given.pop("alerts")
        deed(self.viewer, alerts, **given)
        rows = self.all_rows().filter(pk__in=[alert.pk for alert in alerts]).order_by("pk")
        return Response({"results": self.shaped(rows)})


class MapReadyInput(Input):
    """An account that you may change."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")


class MapReadyShape(serializers.Serializer[Any]):
    """Since when the map of an account carries alerts."""

    account_id = serializers.IntegerField()
    ready_on = serializers.DateField()


class MapReadyView(ApiView):
    """Maps that are ready for alerts."""

    @operation(body=MapReadyInput, answer=MapReadyShape)
    def post(self, request: Request) -> Response:
        """Say that the map of an account is ready, whatever it lacks: its alerts open from now on."""
        watch = call_ready(self.viewer, self.body()["account"])
        return Response({"account_id": watch.pk, "ready_on": watch.ready_on})
