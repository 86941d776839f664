"""The catalogue of typical goals, and the level of value of an account with its evidence."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue
from accounts.domain.access import configures
from accounts.models import Account
from accounts.models.segments import TouchLevel
from accounts.visibility import visible_or_404
from csm.foundation.api import ApiView, Changes, Creates, Lists, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Flag, Input, Text, WholeNumber
from csm.foundation.paging import Sort
from csm.foundation.typed import plain, schema_of
from health.domain.first_value import FirstValue, FirstValueState, first_value
from health.domain.goals import GoalFacts, progress_of
from health.domain.value_level import Step
from health.models import Metric, NeedKind, TypicalGoal
from health.models.metrics import Direction
from health.models.typical_goals import LONGEST_MEANING, LONGEST_NEED
from health.selectors.evidence import evidence_of
from health.selectors.first_values import explained
from health.selectors.value_levels import StepLine, level_explained
from health.services.goal_value import create_typical_goal, edit_typical_goal


class DependencyInput(Input):
    """Something a typical goal depends on, and what that means."""

    kind = serializers.ChoiceField(choices=NeedKind.choices)
    what = Text(max_length=LONGEST_NEED)
    meaning = Text(max_length=LONGEST_MEANING, allow_blank=True)


class TypicalGoalShape(serializers.Serializer[Any]):
    """A goal that customers typically have; `touch_level` is empty where it suits every account."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    touch_level = serializers.ChoiceField(choices=TouchLevel.choices, allow_blank=True)
    words = serializers.CharField()
    metric_name = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.ChoiceField(choices=Direction.choices)
    days = serializers.IntegerField()
    dependencies = serializers.ListField(child=serializers.DictField())
    is_offered = serializers.BooleanField()
    row_version = serializers.IntegerField()


class TypicalGoalInput(Input):
    """A typical goal, or what is to be changed of one."""

    name = Text(max_length=80)
    touch_level = serializers.ChoiceField(choices=TouchLevel.choices, allow_blank=True, required=False)
    words = Text(max_length=300)
    metric_name = Text(max_length=80)
    unit = Text(max_length=20, required=False, allow_blank=True)
    direction = serializers.ChoiceField(choices=Direction.choices, required=False)
    days = WholeNumber(min_value=7, max_value=1825, required=False)
    dependencies = serializers.ListField(child=DependencyInput(), required=False, max_length=20)
    is_offered = Flag(required=False)


class TypicalGoals(Lists, Shows, Creates, Changes, Catalogue):
    """Where a goal can start; administrators and operations change it."""

    shape, create_input, change_input = TypicalGoalShape, TypicalGoalInput, TypicalGoalInput
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    default_sort = "name"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return TypicalGoal.objects.all()

    def make(self, **fields: Any) -> TypicalGoal:
        return create_typical_goal(self.viewer, **_plain(fields))

    def change(self, row: TypicalGoal, expected_version: int | None, **fields: Any) -> TypicalGoal:
        return edit_typical_goal(self.viewer, row, expected_version, **_plain(fields))


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    if "dependencies" in fields:
        fields["dependencies"] = [dict(one) for one in fields["dependencies"]]
    return fields


@dataclass(frozen=True)
class LevelFact:
    """A fact in words, and its address."""

    text: str
    url: str


@dataclass(frozen=True)
class StepFound:
    """One step: met with its facts, or what is missing (a key, and in words) and of which goal."""

    level: int
    name: str
    is_met: bool
    facts: tuple[LevelFact, ...]
    goal_ids: tuple[int, ...]
    lack: str
    missing: str
    goal_id: int | None


@dataclass(frozen=True)
class GoalFound:
    """A goal that counts: where it stands, its way and the expected one as shares, its points, the pace."""

    goal_id: int
    standing: str
    way: float | None
    expected: float | None
    points: float | None
    reached_at: date | None
    value_percent: float | None
    value_is_theirs: bool | None


@dataclass(frozen=True)
class FirstValueAnswer:
    """How long the first value took, or is taking; `estimated_on` is by our own account and counts for nothing."""

    state: FirstValueState
    onboarding_began_on: date | None
    first_value_on: date | None
    days: int | None
    due_on: date | None
    days_over: int
    estimated_on: date | None
    explained: tuple[str, ...]


@dataclass(frozen=True)
class LevelAnswer:
    """The level of value of an account from 1 to 5, with the evidence of each step, its goals, its first value."""

    account_id: int
    as_of: date
    level: int
    steps: tuple[StepFound, ...]
    goals: tuple[GoalFound, ...]
    first_value: FirstValueAnswer


class ValueLevelView(ApiView):
    """How far an account you see is from features pitched to value received."""

    @operation(answer=schema_of(LevelAnswer), errors=(404,))
    def get(self, request: Request, account_id: str) -> Response:
        """Judged afresh: each step with its facts, or with what is missing."""
        self.refuse_unknown_parameters(frozenset())
        account, on = visible_or_404(Account.objects.all(), self.viewer, pk=account_id), today()
        evidence = evidence_of([account.pk], on)[account.pk]
        metrics = {key: (name, unit) for key, name, unit in Metric.objects.values_list("key", "name", "unit")}
        found = level_explained(evidence, metrics)
        answer = LevelAnswer(
            account_id=account.pk,
            as_of=on,
            level=int(found.found.level),
            steps=tuple(_step(line, line.step) for line in found.lines),
            goals=tuple(_goal(goal, on) for goal in evidence.goals),
            first_value=_first(first_value(evidence.first, on)),
        )
        return Response(plain(answer))


def _step(line: StepLine, step: Step) -> StepFound:
    facts = tuple(LevelFact(fact.text, fact.url) for fact in line.facts)
    lack = step.lack.value if step.lack else ""
    return StepFound(int(step.level), str(line.name), step.is_met, facts, step.goals, lack, line.missing, step.goal_id)


def _first(found: FirstValue) -> FirstValueAnswer:
    return FirstValueAnswer(
        found.state,
        found.began_on,
        found.on,
        found.days,
        found.due_on,
        found.days_over,
        found.estimated_on,
        tuple(explained(found)),
    )


def _goal(goal: GoalFacts, on: date) -> GoalFound:
    found = progress_of(goal, on)
    return GoalFound(
        goal.id,
        found.standing.value,
        found.way,
        found.expected,
        found.points,
        found.reached_at,
        goal.said.percent if goal.said else None,
        goal.said.is_theirs if goal.said else None,
    )
