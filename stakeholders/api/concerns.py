"""Concerns of people at customers, and their steps until they confirm."""

from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.models import Account
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Input, Reference, Text
from csm.foundation.filters import FlagFilter, KeyFilter, WordFilter
from csm.foundation.paging import Sort
from stakeholders.api import references
from stakeholders.models import Concern, ConcernStep
from stakeholders.models.concerns import LONGEST_TEXT, STAGE_CHOICES, STEP_CHOICES
from stakeholders.selectors.promises import open_concerns, waiting_long
from stakeholders.services.concerns import edit_concern, raise_concern, remove_concern, remove_step, take_step


class ConcernShape(serializers.Serializer[Any]):
    """What somebody raised; `stage` and `stage_on` follow from its last step."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    stakeholder_id = serializers.IntegerField()
    text = serializers.CharField()
    raised_on = serializers.DateField()
    user_id = serializers.IntegerField(allow_null=True)
    touchpoint_id = serializers.IntegerField(allow_null=True)
    stage = serializers.ChoiceField(choices=STAGE_CHOICES)
    stage_on = serializers.DateField()
    row_version = serializers.IntegerField()


class ConcernChange(Input):
    """What can be changed of a concern; its steps are taken at `/concern-steps/`."""

    stakeholder_id = references.stakeholder()
    text = Text(max_length=LONGEST_TEXT)
    raised_on = Day(required=False)
    user_id = references.user(required=False, allow_null=True)
    touchpoint_id = references.touchpoint(required=False, allow_null=True)


class NewConcern(ConcernChange):
    """A concern; `heard_on`: when we told them that we heard it."""

    account_id = references.account()
    heard_on = Day(required=False, allow_null=True)


class ConcernFilters(django_filters.FilterSet):
    """Concerns by account, person, who of ours, and how they stand."""

    account_id = KeyFilter("account_id")
    stakeholder_id = KeyFilter("stakeholder_id")
    user_id = KeyFilter("user_id")
    stage = WordFilter("stage", STAGE_CHOICES)
    is_open = FlagFilter(method="by_open")
    is_waiting_long = FlagFilter(method="by_waiting")

    def by_open(self, queryset: Any, name: str, is_open: bool) -> Any:
        still = open_concerns(queryset)
        return still if is_open else queryset.exclude(pk__in=still.order_by().values("pk"))

    def by_waiting(self, queryset: Any, name: str, is_long: bool) -> Any:
        long = waiting_long(Concern.objects.all(), today()).order_by().values("pk")
        return queryset.filter(pk__in=long) if is_long else queryset.exclude(pk__in=long)


class Concerns(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """Concerns raised at the accounts you see."""

    kind = "concern"
    shape, create_input, change_input, filters = ConcernShape, NewConcern, ConcernChange, ConcernFilters
    sorts = {
        "id": Sort("id", is_nullable=False),
        "raised_on": Sort("raised_on", is_nullable=False),
        "stage_on": Sort("stage_on", is_nullable=False),
    }

    def all_rows(self) -> "models.QuerySet[Any]":
        return Concern.objects.all()

    def make(self, account: Account, **fields: Any) -> Concern:
        return raise_concern(self.viewer, account, **fields)

    def change(self, row: Concern, expected_version: int | None, **fields: Any) -> Concern:
        return edit_concern(self.viewer, row, expected_version, **fields)

    def retract(self, row: Concern) -> None:
        remove_concern(self.viewer, row)


class ConcernStepShape(serializers.Serializer[Any]):
    """One step: `user_id` took it, or `stakeholder_id` said so."""

    id = serializers.IntegerField()
    concern_id = serializers.IntegerField()
    stage = serializers.ChoiceField(choices=STEP_CHOICES)
    taken_on = serializers.DateField()
    user_id = serializers.IntegerField(allow_null=True)
    stakeholder_id = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class NewConcernStep(Input):
    """The next step. That it is settled, not settled or withdrawn is said by whoever raised it (the default), or by
    somebody else once they have left; every other step is taken by one of ours (you, unless said otherwise)."""

    concern_id = Reference(
        lambda viewer: Concern.objects.editable_by(viewer).select_related("account", "stakeholder__person"),
        source="concern",
    )
    stage = serializers.ChoiceField(choices=STEP_CHOICES)
    taken_on = Day(required=False)
    user_id = references.user(required=False, allow_null=True)
    stakeholder_id = references.stakeholder(required=False, allow_null=True)
    note = Text(
        max_length=LONGEST_TEXT, required=False, allow_blank=True, help_text="Of `proposed`: what we propose, needed."
    )


class ConcernStepFilters(django_filters.FilterSet):
    """Steps by concern and account."""

    concern_id = KeyFilter("concern_id")
    account_id = KeyFilter("concern__account_id")


class ConcernSteps(Lists, Shows, Creates, Retracts, Resource):
    """The steps of concerns at the accounts you see; only the last of a concern can be taken back.

    `If-Match` with the version of the concern refuses a step once somebody else has changed it: 412.
    """

    shape, create_input, filters = ConcernStepShape, NewConcernStep, ConcernStepFilters
    sorts = {"id": Sort("id", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return ConcernStep.objects.all()

    @operation(body="create_input", answer="shape", status=201, errors=(412,))
    def create(self, request: Request) -> Response:
        """Take the next step of a concern."""
        answer: Response = super().create(request)
        return answer

    def make(self, concern: Concern, **fields: Any) -> ConcernStep:
        return take_step(self.viewer, concern, fields.pop("stage"), expected_version=self.expected_version(), **fields)

    def retract(self, row: ConcernStep) -> None:
        remove_step(self.viewer, row)
