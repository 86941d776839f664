"""Goals of accounts, their readings, what they depend on, and the value received."""

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.models import Account, User
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Flag, Input, Reference, Text
from csm.foundation.filters import DayFilter, KeyFilter, TextFilter, WordFilter
from csm.foundation.paging import Sort
from csm.foundation.problems import FieldError, Problem
from health.api.readings import MetricReadingShape
from health.models import Goal, GoalState, Metric, TypicalGoal
from health.models.goals import LONGEST_NOTE, LONGEST_WORDS
from health.services.goals import (
    Named,
    NewNeed,
    drop_goal,
    edit_goal,
    reach_goal,
    read_goal,
    record_goal,
    remove_goal,
    reopen_goal,
)
from stakeholders.models import Stakeholder


class GoalShape(serializers.Serializer[Any]):
    """What a customer wants, in their words, measured by a metric from a baseline to a target by a day."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    words = serializers.CharField()
    metric = serializers.CharField(source="metric.key")
    baseline = serializers.DecimalField(max_digits=20, decimal_places=4)
    baseline_on = serializers.DateField()
    target = serializers.DecimalField(max_digits=20, decimal_places=4)
    due_on = serializers.DateField()
    stakeholder_id = serializers.IntegerField(allow_null=True)
    owner_id = serializers.IntegerField(allow_null=True)
    stands_alone = serializers.BooleanField()
    state = serializers.ChoiceField(choices=GoalState.choices)
    set_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    typical_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()


def people_seen(viewer: Any) -> Any:
    return Stakeholder.objects.visible_to(viewer)


def ours(viewer: Any) -> Any:
    return User.objects.filter(is_active=True)


class GoalChange(Input):
    """What can be changed of a goal; `metric_name` instead of `metric` makes one as the customer's own, with `unit`."""

    words = Text(max_length=LONGEST_WORDS)
    metric = Reference(lambda viewer: Metric.objects.all(), by="key", required=False)
    metric_name = Text(max_length=80, required=False)
    unit = Text(max_length=20, required=False, allow_blank=True)
    baseline = serializers.DecimalField(max_digits=20, decimal_places=4)
    baseline_on = Day(required=False)
    target = serializers.DecimalField(max_digits=20, decimal_places=4)
    due_on = Day()
    stakeholder_id = Reference(people_seen, source="stakeholder", required=False, allow_null=True)
    owner_id = Reference(ours, source="owner", required=False, allow_null=True)
    stands_alone = Flag(required=False)
    set_on = Day(required=False)


class NewGoal(GoalChange):
    """A goal of an account; begun from a typical one it takes over what that depends on."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")
    typical_id = Reference(lambda viewer: TypicalGoal.objects.all(), source="typical", required=False, allow_null=True)


class ReachInput(Input):
    """When it was reached; today where no day is given."""

    on = Day(required=False, source="closed_on")


class DropInput(ReachInput):
    """Why, and when."""

    reason = Text(max_length=LONGEST_NOTE)


class GoalReadingInput(Input):
    """What the metric of the goal was on a day; another value of that day corrects it."""

    value = serializers.DecimalField(max_digits=20, decimal_places=4)
    on = Day(required=False)


class GoalFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    state = WordFilter("state", GoalState)
    metric = TextFilter("metric__key", lookup_expr="iexact")
    typical_id = KeyFilter("typical_id")
    owner_id = KeyFilter("owner_id")
    stakeholder_id = KeyFilter("stakeholder_id")
    due_on_or_after = DayFilter("due_on", lookup_expr="gte")
    due_before = DayFilter("due_on", lookup_expr="lt")


class Goals(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """Goals of the accounts you see."""

    kind = "goal"
    shape, create_input, change_input, filters = GoalShape, NewGoal, GoalChange, GoalFilters
    sorts = {"id": Sort("id", is_nullable=False), "due_on": Sort("due_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Goal.objects.all()

    def make(self, account: Account, **fields: Any) -> Goal:
        given = _with_metric(fields)
        if "metric" not in given:
            raise Problem(400, errors=[FieldError(_("Name a metric."), pointer="#/metric")])
        typical = given.get("typical")
        needs = [NewNeed(**one) for one in typical.dependencies] if typical else []
        return record_goal(self.viewer, account, needs=() if given.get("stands_alone") else needs, **given)

    def change(self, row: Goal, expected_version: int | None, **fields: Any) -> Goal:
        return edit_goal(self.viewer, row, expected_version, **_with_metric(fields))

    def retract(self, row: Goal) -> None:
        remove_goal(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=ReachInput, answer="shape", errors=(404,))
    def reach(self, request: Request, pk: str) -> Response:
        """They reached it."""
        return self.answer(reach_goal(self.viewer, self.editable(pk), self.body().get("closed_on")).pk)

    @action(detail=True, methods=["post"])
    @operation(body=DropInput, answer="shape", errors=(404,))
    def drop(self, request: Request, pk: str) -> Response:
        """They no longer want it."""
        goal, given = self.editable(pk), self.body()
        return self.answer(drop_goal(self.viewer, goal, given["reason"], given.get("closed_on")).pk)

    @action(detail=True, methods=["post"])
    @operation(answer="shape", errors=(404,))
    def reopen(self, request: Request, pk: str) -> Response:
        """It is pursued again."""
        return self.answer(reopen_goal(self.viewer, self.editable(pk)).pk)

    @action(detail=True, methods=["post"])
    @operation(body=GoalReadingInput, answer=MetricReadingShape, status=201, errors=(404,))
    def readings(self, request: Request, pk: str) -> Response:
        """Keep what its metric was on a day; the readings themselves are listed under `readings`."""
        goal, given = self.editable(pk), self.body()
        reading = read_goal(self.viewer, goal, given["value"], given.get("on") or today())
        return Response(MetricReadingShape(reading).data, 201)


def _with_metric(fields: dict[str, Any]) -> dict[str, Any]:
    """The metric as services take it: a row, or what it is called. *Raises* Problem for both, or the unit of none."""
    if "metric" in fields and "metric_name" in fields:
        raise Problem(400, errors=[FieldError(_("Name one metric, by key or by name."), pointer="#/metric_name")])
    if "unit" in fields and not {"metric", "metric_name"} & fields.keys():
        raise Problem(400, errors=[FieldError(_("A unit belongs to a `metric_name`."), pointer="#/unit")])
    name, unit = fields.pop("metric_name", ""), fields.pop("unit", "")
    return {**fields, "metric": Named(name, unit)} if name else fields
