"""Milestones that customers reach, and whom we recognised."""

from collections import defaultdict
from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.models import Account
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows
from csm.foundation.fields import Day, Input, Reference, Text
from csm.foundation.filters import DayFilter, FlagFilter, KeyFilter, WordFilter
from csm.foundation.paging import Sort
from stakeholders.api import references
from stakeholders.models import (
    Audience,
    Milestone,
    Recognition,
    RecognitionKind,
    RecognitionStakeholder,
    RecognitionUser,
)
from stakeholders.models.recognitions import LONGEST_TEXT
from stakeholders.selectors.celebrating import with_celebration
from stakeholders.services.milestones import edit_milestone, record_milestone, remove_milestone
from stakeholders.services.recognitions import edit_recognition, recognise, remove_recognition


class MilestoneShape(serializers.Serializer[Any]):
    """Something a customer wants to reach, planned for a day, reached on a day."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    title = serializers.CharField()
    planned_on = serializers.DateField(allow_null=True)
    reached_on = serializers.DateField(allow_null=True)
    row_version = serializers.IntegerField()


class MilestoneChange(Input):
    """What can be changed of a milestone; it has at least one of the two days."""

    title = Text(max_length=200)
    planned_on = Day(required=False, allow_null=True)
    reached_on = Day(required=False, allow_null=True)


class NewMilestone(MilestoneChange):
    """A milestone of an account."""

    account_id = references.account()


class MilestoneFilters(django_filters.FilterSet):
    """Milestones by account, when they are planned, whether reached, whether celebrated."""

    account_id = KeyFilter("account_id")
    planned_on_or_after = DayFilter("planned_on", lookup_expr="gte")
    planned_before = DayFilter("planned_on", lookup_expr="lt")
    is_reached = FlagFilter(method="by_reached")
    is_celebrated = FlagFilter(method="by_celebrated")

    def by_reached(self, queryset: Any, name: str, is_reached: bool) -> Any:
        return queryset.filter(reached_on__isnull=not is_reached)

    def by_celebrated(self, queryset: Any, name: str, is_celebrated: bool) -> Any:
        return with_celebration(queryset).filter(is_celebrated=is_celebrated)


class Milestones(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """Milestones of the accounts you see."""

    kind = "milestone"
    shape, create_input, change_input, filters = MilestoneShape, NewMilestone, MilestoneChange, MilestoneFilters
    sorts = {"id": Sort("id", is_nullable=False), "planned_on": Sort("planned_on"), "reached_on": Sort("reached_on")}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Milestone.objects.all()

    def make(self, account: Account, **fields: Any) -> Milestone:
        return record_milestone(self.viewer, account, **fields)

    def change(self, row: Milestone, expected_version: int | None, **fields: Any) -> Milestone:
        return edit_milestone(self.viewer, row, expected_version, **fields)

    def retract(self, row: Milestone) -> None:
        remove_milestone(self.viewer, row)


class RecognitionShape(serializers.Serializer[Any]):
    """Whom we recognised, theirs and ours, before whom, and for which milestone if for one."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=RecognitionKind.choices)
    audience = serializers.ChoiceField(choices=Audience.choices)
    recognised_on = serializers.DateField()
    text = serializers.CharField()
    milestone_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()
    stakeholder_ids = serializers.SerializerMethodField()
    user_ids = serializers.SerializerMethodField()

    def get_stakeholder_ids(self, row: Any) -> list[int]:
        """Attached by `Recognitions.attach`, as are ours; named here for the schema."""
        raise NotImplementedError

    def get_user_ids(self, row: Any) -> list[int]:
        raise NotImplementedError


class RecognitionChange(Input):
    """What can be changed of a recognition; at least one person is named, theirs or ours."""

    kind = serializers.ChoiceField(choices=RecognitionKind.choices, required=False)
    audience = serializers.ChoiceField(choices=Audience.choices, required=False)
    recognised_on = Day(required=False)
    text = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    milestone_id = Reference(
        lambda viewer: Milestone.objects.editable_by(viewer), source="milestone", required=False, allow_null=True
    )
    stakeholder_ids = references.stakeholders(required=False)
    user_ids = references.users(required=False)


class NewRecognition(RecognitionChange):
    """A recognition of people of an account, or of ours there."""

    account_id = references.account()


class RecognitionFilters(django_filters.FilterSet):
    """Recognitions by account, milestone, person, kind, audience and day."""

    account_id = KeyFilter("account_id")
    milestone_id = KeyFilter("milestone_id")
    stakeholder_id = KeyFilter("stakeholder_links__stakeholder_id")
    user_id = KeyFilter("user_links__user_id")
    kind = WordFilter("kind", RecognitionKind.choices)
    audience = WordFilter("audience", Audience.choices)
    on_or_after = DayFilter("recognised_on", lookup_expr="gte")
    before = DayFilter("recognised_on", lookup_expr="lt")


class Recognitions(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """Recognitions at the accounts you see."""

    kind = "recognition"
    shape, create_input, change_input = RecognitionShape, NewRecognition, RecognitionChange
    filters = RecognitionFilters
    sorts = {"id": Sort("id", is_nullable=False), "recognised_on": Sort("recognised_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Recognition.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        ids = [row["id"] for row in rows]
        theirs = _links(RecognitionStakeholder.objects.filter(recognition_id__in=ids), "stakeholder_id")
        ours = _links(RecognitionUser.objects.filter(recognition_id__in=ids), "user_id")
        for row in rows:
            row.update(stakeholder_ids=theirs[row["id"]], user_ids=ours[row["id"]])

    def make(self, account: Account, **fields: Any) -> Recognition:
        return recognise(self.viewer, account, **fields)

    def change(self, row: Recognition, expected_version: int | None, **fields: Any) -> Recognition:
        return edit_recognition(self.viewer, row, expected_version, **fields)

    def retract(self, row: Recognition) -> None:
        remove_recognition(self.viewer, row)


def _links(links: "models.QuerySet[Any]", column: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for recognition_id, other in links.order_by("pk").values_list("recognition_id", column):
        found[recognition_id].append(other)
    return found
