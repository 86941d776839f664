"""Metrics, readings and the pulse."""

from datetime import datetime
from decimal import Decimal
from typing import Any, cast

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue, Resource
from accounts.domain.access import configures
from accounts.models import Account
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Flag, Input, Instant, Reference, Text, WholeNumber
from csm.foundation.filters import DayFilter, KeyFilter, TextFilter
from csm.foundation.paging import Sort
from health.models import Metric, PulseReading, Reading
from health.models.metrics import Direction
from health.models.pulse import MOST_REASONS, PulseReason
from health.services import scorecards
from health.services.pulse import feel_pulse, remove_pulse
from health.services.readings import NewReading, known_readings, record_readings, remove_reading

MOST_BULK = 1000
SOURCE = "api"


class MetricShape(serializers.Serializer[Any]):
    """Something that is measured of accounts; `keeps_days`: an older reading no longer counts.

    `is_usage`: it tells how much our product is used; `is_customers`: it is a figure of a customer's goal.
    """

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.ChoiceField(choices=Direction.choices)
    is_leading = serializers.BooleanField()
    is_usage = serializers.BooleanField()
    is_customers = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    keeps_days = serializers.IntegerField()
    row_version = serializers.IntegerField()


class MetricChange(Input):
    """What can be changed of a metric."""

    name = Text(max_length=80)
    unit = Text(max_length=20, allow_blank=True, required=False)
    direction = serializers.ChoiceField(choices=Direction.choices, required=False)
    is_leading = Flag(required=False)
    is_usage = Flag(required=False)
    is_customers = Flag(required=False)
    source = Text(max_length=100, allow_blank=True, required=False)  # type: ignore[assignment]
    keeps_days = WholeNumber(min_value=1, max_value=730, required=False)


class NewMetric(MetricChange):
    """A metric; its key never changes."""

    key = serializers.SlugField(max_length=40)


class Metrics(Lists, Shows, Creates, Changes, Catalogue):
    """What is measured of accounts; administrators and operations change it."""

    shape, create_input, change_input = MetricShape, NewMetric, MetricChange
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    default_sort = "name"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Metric.objects.all()

    def make(self, **fields: Any) -> Metric:
        return scorecards.create_metric(self.viewer, **fields)

    def change(self, row: Metric, expected_version: int | None, **fields: Any) -> Metric:
        return scorecards.edit_metric(self.viewer, row, expected_version, **fields)


class MetricReadingShape(serializers.Serializer[Any]):
    """What a metric of an account was at an instant, as a source says."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    metric = serializers.CharField(source="metric.key")
    value = serializers.DecimalField(max_digits=20, decimal_places=4)
    read_at = serializers.DateTimeField()
    on = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    recorded_at = serializers.DateTimeField()
    recorded_by_id = serializers.IntegerField(allow_null=True)


class Remembered(Reference):
    """A reference that many items of one body share: each row is looked up once."""

    def find(self, names: list[Any]) -> dict[Any, models.Model]:
        shared = cast("dict[str, Any]", self.context)
        known: dict[Any, models.Model] = shared.setdefault(f"known by {self.field_name}", {})
        unknown = [name for name in names if name not in known]
        known.update(super().find(unknown) if unknown else {})
        return {name: known[name] for name in names if name in known}


def refuse_ahead(read_at: datetime) -> None:
    """Refuse what is said of a day that has not come; clocks of other systems may be minutes ahead."""
    if timezone.localdate(read_at) > today():
        raise serializers.ValidationError(_("This day has not come yet."))


class NewMetricReading(Input):
    """A reading. The same account, metric, instant and source again is no second one: another value corrects it."""

    account_id = Remembered(lambda viewer: Account.objects.editable_by(viewer), source="account")
    metric = Remembered(lambda viewer: Metric.objects.all(), by="key")
    value = serializers.DecimalField(max_digits=20, decimal_places=4)
    read_at = Instant(validators=[refuse_ahead])
    source = serializers.SlugField(max_length=40, required=False)  # type: ignore[assignment]


class ReadingsInput(Input):
    """At most 1000 readings; all are kept, or none."""

    items = serializers.ListField(child=NewMetricReading(), max_length=MOST_BULK, min_length=1)


class ReadingsOutcome(serializers.Serializer[Any]):
    """How many were new, corrected an earlier one, or said what was known."""

    created = serializers.IntegerField()
    corrected = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class ReadingFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    metric = TextFilter("metric__key", lookup_expr="iexact")
    source = TextFilter("source", lookup_expr="iexact")
    on_or_after = DayFilter("on", lookup_expr="gte")
    before = DayFilter("on", lookup_expr="lt")


class Readings(Lists, Shows, Creates, Retracts, Resource):
    """Readings of the accounts you see."""

    shape, create_input, filters = MetricReadingShape, NewMetricReading, ReadingFilters
    sorts = {"id": Sort("id", is_nullable=False), "on": Sort("on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Reading.objects.all()

    def make(self, **given: Any) -> Reading:
        reading = _new(given)
        record_readings(self.viewer, [reading])
        return known_readings([reading])[reading.key]

    @action(detail=False, methods=["post"])
    @operation(body=ReadingsInput, answer=ReadingsOutcome)
    def bulk(self, request: Request) -> Response:
        """Many readings at once; sent again they change nothing."""
        readings = [_new(item) for item in self.body()["items"]]
        return Response(vars(record_readings(self.viewer, readings)))

    def retract(self, row: Reading) -> None:
        remove_reading(self.viewer, row)


def _new(given: dict[str, Any]) -> NewReading:
    value: Decimal = given["value"]
    return NewReading(given["account"].pk, given["metric"], value, given["read_at"], given.get("source") or SOURCE)


class PulseShape(serializers.Serializer[Any]):
    """How one of ours felt an account was doing, from 1 (lost) to 6 (thriving); it counts for 90 days."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    step = serializers.IntegerField(min_value=1, max_value=6)
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=PulseReason.choices))
    note = serializers.CharField()
    on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    recorded_by_id = serializers.IntegerField(allow_null=True)


class NewPulse(Input):
    """A pulse; of today where no day is given."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")
    step = WholeNumber(min_value=1, max_value=6)
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=PulseReason.choices), max_length=MOST_REASONS, required=False
    )
    note = Text(max_length=500, allow_blank=True, required=False)
    on = Day(required=False)


class PulseFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    on_or_after = DayFilter("on", lookup_expr="gte")
    before = DayFilter("on", lookup_expr="lt")


class Pulses(Lists, Shows, Creates, Retracts, Resource):
    """Pulses of the accounts you see; the latest of an account counts."""

    shape, create_input, filters = PulseShape, NewPulse, PulseFilters
    sorts = {"id": Sort("id", is_nullable=False), "on": Sort("on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return PulseReading.objects.all()

    def make(self, account: Account, **fields: Any) -> PulseReading:
        return feel_pulse(self.viewer, account, **fields)

    def retract(self, row: PulseReading) -> None:
        remove_pulse(self.viewer, row)
