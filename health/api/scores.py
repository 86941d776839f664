"""Scores: as judged last, their history, and one explained to the last point."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import ApiView, Lists, Shows, operation
from csm.foundation.clock import today
from csm.foundation.filters import DayFilter, FlagFilter, KeyFilter, WordFilter
from csm.foundation.paging import Sort
from csm.foundation.typed import plain, schema_of
from health.models import DailyScore, Score
from health.models.scores import BAND_CHOICES
from health.selectors.explaining import Explained, change_since, explained


class ScoreShape(serializers.Serializer[Any]):
    """The health of an account as judged last. `score` is null and `band` empty where not enough is known."""

    account_id = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    band = serializers.ChoiceField(choices=[("", ""), *BAND_CHOICES])
    is_settled = serializers.BooleanField()
    leading = serializers.FloatField(allow_null=True)
    ask_first = serializers.CharField()
    parts = serializers.ListField(child=serializers.DictField())
    version_id = serializers.IntegerField(allow_null=True)
    judged_on = serializers.DateField(allow_null=True)
    judged_at = serializers.DateTimeField(allow_null=True)
    facts_version = serializers.IntegerField(source="judged_version")


class ScoreFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    band = WordFilter("band", BAND_CHOICES)
    is_settled = FlagFilter("is_settled")


class Scores(Lists, Shows, Resource):
    """The health of the accounts you see; an id is that of the account."""

    shape, filters = ScoreShape, ScoreFilters
    sorts = {"account_id": Sort("account_id", is_nullable=False), "score": Sort("score")}
    default_sort = "account_id"

    def all_rows(self) -> "models.QuerySet[Any]":
        return Score.objects.all()


class DailyShape(serializers.Serializer[Any]):
    """The health of an account at the end of a day."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    on = serializers.DateField()
    score = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    band = serializers.ChoiceField(choices=[("", ""), *BAND_CHOICES])
    is_settled = serializers.BooleanField()
    leading = serializers.FloatField(allow_null=True)
    version_id = serializers.IntegerField(allow_null=True)


class DailyFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    on_or_after = DayFilter("on", lookup_expr="gte")
    before = DayFilter("on", lookup_expr="lt")


class DailyScores(Lists, Resource):
    """The history of scores of the accounts you see."""

    shape, filters = DailyShape, DailyFilters
    sorts = {"id": Sort("id", is_nullable=False), "on": Sort("on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return DailyScore.objects.all()


@dataclass(frozen=True)
class FactAnswer:
    """A fact in words, and where the pages show it."""

    words: str
    url: str


@dataclass(frozen=True)
class PartAnswer:
    """One measure: `contribution` are its points of the score; `points` is null while it is unknown."""

    measure: str
    name: str
    is_leading: bool
    is_connected: bool
    weight: float
    raw: float | None
    points: float | None
    contribution: float
    facts: tuple[FactAnswer, ...]


@dataclass(frozen=True)
class StepAnswer:
    """Points that one measure added since `since`, for one cause: value, weight or availability."""

    measure: str
    cause: str
    points: float


@dataclass(frozen=True)
class ChangeAnswer:
    """From one score to another; the steps sum to the difference exactly."""

    since: date
    start: float
    end: float
    steps: tuple[StepAnswer, ...]


@dataclass(frozen=True)
class HealthAnswer:
    """The health of an account now, explained; `change` is null where there is no earlier score to compare with."""

    account_id: int
    as_of: date
    score: float | None
    low: float
    high: float
    band: str | None
    is_settled: bool
    ask_first: str
    leading: float | None
    version_id: int | None
    parts: tuple[PartAnswer, ...]
    change: ChangeAnswer | None


class HealthView(ApiView):
    """Why an account you see has its score."""

    @operation(answer=schema_of(HealthAnswer), errors=(404,))
    def get(self, request: Request, account_id: str) -> Response:
        """Judged afresh: every measure with its facts, and what changed since a week before."""
        self.refuse_unknown_parameters(frozenset())
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        return Response(plain(_answer(explained(account.pk, today()))))


def _answer(health: Explained) -> HealthAnswer:
    judged = health.judgement
    return HealthAnswer(
        account_id=judged.account_id,
        as_of=judged.as_of,
        score=judged.score,
        low=judged.low,
        high=judged.high,
        band=judged.band.value if judged.band else None,
        is_settled=judged.is_settled,
        ask_first=judged.ask_first,
        leading=judged.leading,
        version_id=judged.version_id,
        parts=tuple(_part(row) for row in health.rows),
        change=_change(health),
    )


def _part(row: Any) -> PartAnswer:
    part = row.part
    facts = tuple(FactAnswer(fact.text, fact.url) for fact in row.facts)
    return PartAnswer(
        part.key,
        row.name,
        row.is_leading,
        row.is_connected,
        part.weight,
        part.raw,
        part.points,
        part.contribution,
        facts,
    )


def _change(health: Explained) -> ChangeAnswer | None:
    change = change_since(health, health.judgement.as_of)
    if change is None:
        return None
    steps = tuple(StepAnswer(step.key, step.cause.value, step.points) for step in change.fall.steps)
    return ChangeAnswer(change.since, change.fall.start, change.fall.end, steps)
