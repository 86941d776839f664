"""What goals depend on, and what was said of the value received."""

from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers

from accounts.api.base import Resource
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows
from csm.foundation.fields import Day, Input, Reference, Text, WholeNumber
from csm.foundation.filters import DayFilter, KeyFilter, WordFilter
from csm.foundation.paging import Sort
from health.api.goals import ours, people_seen
from health.models import Goal, GoalNeed, NeedKind, NeedState, ValueConfirmation
from health.models.goals import LONGEST_NOTE
from health.services.goal_value import add_need, confirm_value, edit_need, remove_confirmation, remove_need


class NeedShape(serializers.Serializer[Any]):
    """Something a goal depends on besides our product, and whether it is there."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    goal_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=NeedKind.choices)
    what = serializers.CharField()
    meaning = serializers.CharField()
    state = serializers.ChoiceField(choices=NeedState.choices)
    stakeholder_id = serializers.IntegerField(allow_null=True)
    user_id = serializers.IntegerField(allow_null=True)
    settled_on = serializers.DateField(allow_null=True)
    row_version = serializers.IntegerField()


class NeedChange(Input):
    """What can be changed of a dependency; `state` says whether it is there."""

    kind = serializers.ChoiceField(choices=NeedKind.choices)
    what = Text(max_length=120)
    meaning = Text(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    state = serializers.ChoiceField(choices=NeedState.choices, required=False)
    stakeholder_id = Reference(people_seen, source="stakeholder", required=False, allow_null=True)
    user_id = Reference(ours, source="user", required=False, allow_null=True)


class NewNeedInput(NeedChange):
    """A dependency of a goal."""

    goal_id = Reference(lambda viewer: Goal.objects.editable_by(viewer), source="goal")


class NeedFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    goal_id = KeyFilter("goal_id")
    state = WordFilter("state", NeedState)
    kind = WordFilter("kind", NeedKind)


class GoalNeeds(Lists, Shows, Creates, Changes, Retracts, Resource):
    """What the goals of the accounts you see depend on."""

    shape, create_input, change_input, filters = NeedShape, NewNeedInput, NeedChange, NeedFilters

    def all_rows(self) -> "models.QuerySet[Any]":
        return GoalNeed.objects.all()

    def make(self, goal: Goal, **fields: Any) -> GoalNeed:
        return add_need(self.viewer, goal, **fields)

    def change(self, row: GoalNeed, expected_version: int | None, **fields: Any) -> GoalNeed:
        return edit_need(self.viewer, row, expected_version, **fields)

    def retract(self, row: GoalNeed) -> None:
        remove_need(self.viewer, row)


class ValueConfirmationShape(serializers.Serializer[Any]):
    """The share of a goal's value received, in percent; without `stakeholder_id` it is our own estimate."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    goal_id = serializers.IntegerField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    on = serializers.DateField()
    stakeholder_id = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    recorded_by_id = serializers.IntegerField(allow_null=True)


class NewValueConfirmation(Input):
    """What was said of a day, of today where none is given; part of the value counts."""

    goal_id = Reference(lambda viewer: Goal.objects.editable_by(viewer), source="goal")
    percent = WholeNumber(min_value=0, max_value=100)
    on = Day(required=False)
    stakeholder_id = Reference(people_seen, source="stakeholder", required=False, allow_null=True)
    note = Text(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class ValueConfirmationFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    goal_id = KeyFilter("goal_id")
    on_or_after = DayFilter("on", lookup_expr="gte")
    before = DayFilter("on", lookup_expr="lt")


class ValueConfirmations(Lists, Shows, Creates, Retracts, Resource):
    """What was said of the value received at the accounts you see; the latest of a goal counts."""

    shape, create_input, filters = ValueConfirmationShape, NewValueConfirmation, ValueConfirmationFilters
    sorts = {"id": Sort("id", is_nullable=False), "on": Sort("on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return ValueConfirmation.objects.all()

    def make(self, goal: Goal, **fields: Any) -> ValueConfirmation:
        return confirm_value(self.viewer, goal, **fields)

    def retract(self, row: ValueConfirmation) -> None:
        remove_confirmation(self.viewer, row)
