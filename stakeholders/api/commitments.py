"""What we promised customers, and the share of it kept."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.models import Account
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Input, Text
from csm.foundation.filters import DayFilter, FlagFilter, KeyFilter, WordFilter
from csm.foundation.paging import BadParameter, Sort
from stakeholders.api import references
from stakeholders.domain.commitments import CommitmentState
from stakeholders.models import Commitment
from stakeholders.models.commitments import LONGEST_TEXT, STATE_CHOICES
from stakeholders.selectors.promises import GROUPS, kept_by, which
from stakeholders.services.commitments import commit, edit_commitment, remove_commitment

BY = OpenApiParameter(
    "by", str, enum=list(GROUPS), description="What the figures are of; `user` unless said otherwise."
)


class CommitmentShape(serializers.Serializer[Any]):
    """Something we promised: to whom (null: the account), by when, who of ours, and how it stands."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    stakeholder_id = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()
    promised_on = serializers.DateField()
    due_on = serializers.DateField()
    user_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=STATE_CHOICES)
    settled_on = serializers.DateField(allow_null=True)
    settled_note = serializers.CharField()
    touchpoint_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()


class CommitmentChange(Input):
    """What can be changed; with a `state` other than open and no `settled_on` it was settled today."""

    stakeholder_id = references.stakeholder(required=False, allow_null=True)
    text = Text(max_length=LONGEST_TEXT)
    promised_on = Day(required=False)
    due_on = Day()
    user_id = references.user(required=False, allow_null=True)
    state = serializers.ChoiceField(choices=STATE_CHOICES, required=False)
    settled_on = Day(required=False, allow_null=True)
    settled_note = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    touchpoint_id = references.touchpoint(required=False, allow_null=True)


class NewCommitment(CommitmentChange):
    """A promise to a customer."""

    account_id = references.account()


class CommitmentFilters(django_filters.FilterSet):
    """Commitments by account, person, who of ours, how they stand and when they are due."""

    account_id = KeyFilter("account_id")
    stakeholder_id = KeyFilter("stakeholder_id")
    user_id = KeyFilter("user_id")
    team_id = KeyFilter("user__team_id")
    state = WordFilter("state", STATE_CHOICES)
    is_overdue = FlagFilter(method="by_overdue")
    due_on_or_after = DayFilter("due_on", lookup_expr="gte")
    due_before = DayFilter("due_on", lookup_expr="lt")

    def by_overdue(self, queryset: Any, name: str, is_overdue: bool) -> Any:
        condition = which("overdue", today())
        return queryset.filter(condition if is_overdue else ~condition)


class CommitmentsKeptShape(serializers.Serializer[Any]):
    """How commitments due within a year went; `share` is of those due: kept, broken, and open past their day."""

    id = serializers.IntegerField(source="key", allow_null=True)
    name = serializers.CharField()
    due_count = serializers.IntegerField(source="kept.due_count")
    kept_count = serializers.IntegerField(source="kept.kept_count")
    late_count = serializers.IntegerField(source="kept.late_count")
    broken_count = serializers.IntegerField(source="kept.broken_count")
    overdue_count = serializers.IntegerField(source="kept.overdue_count")
    share = serializers.FloatField(source="kept.share", allow_null=True)


class KeptList(serializers.Serializer[Any]):
    """The figures of each, the most overdue first."""

    results = CommitmentsKeptShape(many=True)


class Commitments(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """Commitments of ours at the accounts you see."""

    kind = "commitment"
    shape, create_input, change_input, filters = CommitmentShape, NewCommitment, CommitmentChange, CommitmentFilters
    sorts = {
        "id": Sort("id", is_nullable=False),
        "due_on": Sort("due_on", is_nullable=False),
        "promised_on": Sort("promised_on", is_nullable=False),
    }

    def all_rows(self) -> "models.QuerySet[Any]":
        return Commitment.objects.all()

    def make(self, account: Account, **fields: Any) -> Commitment:
        return commit(self.viewer, account, **_settled(fields))

    def change(self, row: Commitment, expected_version: int | None, **fields: Any) -> Commitment:
        return edit_commitment(self.viewer, row, expected_version, **_settled(fields, row))

    def retract(self, row: Commitment) -> None:
        remove_commitment(self.viewer, row)

    @action(detail=False, methods=["get"])
    @operation(answer=KeptList, parameters=(BY,))
    def kept(self, request: Request) -> Response:
        """The share of commitments kept by user, team or account, over those that you see."""
        self.refuse_unknown_parameters(frozenset({"by"}))
        by = request.query_params.get("by", "user")
        if by not in GROUPS:
            raise BadParameter("by", ", ".join(GROUPS))
        rows = Commitment.objects.visible_to(self.viewer).filter(account__retracted_at__isnull=True)
        return Response(KeptList({"results": kept_by(rows, by, today())}).data)


def _settled(fields: dict[str, Any], row: Commitment | None = None) -> dict[str, Any]:
    """The day belongs to the state: today where none is said, none once it is open again."""
    state = fields.get("state")
    if state is None or "settled_on" in fields:
        return fields
    if state == CommitmentState.OPEN:
        return {"settled_note": "", **fields, "settled_on": None}
    return {**fields, "settled_on": (row.settled_on if row else None) or today()}
