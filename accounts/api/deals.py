"""Deals of accounts: what sales is selling or has sold."""

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.domain.deals import DealStage
from accounts.models import Account, Deal, User
from accounts.models.deals import LONGEST_REASON, STAGE_CHOICES
from accounts.services import deals
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import Day, Flag, Input, Instant, Reference, Text, WholeNumber
from csm.foundation.filters import DayFilter, KeyFilter, WordFilter
from csm.foundation.paging import Sort

CLOSED = [(DealStage.WON.value, _("won")), (DealStage.LOST.value, _("lost"))]


class DealShape(serializers.Serializer[Any]):
    """A deal; `likely_at` is since when its probability has been 80 or more, `live_at` when it went into use."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    name = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    probability = serializers.IntegerField(allow_null=True)
    expected_on = serializers.DateField(allow_null=True)
    stage = serializers.ChoiceField(choices=STAGE_CHOICES)
    closed_at = serializers.DateTimeField(allow_null=True)
    lost_reason = serializers.CharField()
    owner_id = serializers.IntegerField(allow_null=True)
    needs_handoff = serializers.BooleanField()
    live_at = serializers.DateTimeField(allow_null=True)
    likely_at = serializers.DateTimeField(allow_null=True)
    row_version = serializers.IntegerField()


class DealChange(Input):
    """What can be said of a deal. A closed one has `closed_at`; an open one loses it."""

    name = Text(max_length=200)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True)
    currency = serializers.RegexField(
        r"^([A-Z]{3})?\Z", required=False, allow_blank=True, help_text="Three capital letters (ISO 4217)."
    )
    probability = WholeNumber(min_value=0, max_value=100, required=False, allow_null=True)
    expected_on = Day(required=False, allow_null=True)
    stage = serializers.ChoiceField(choices=STAGE_CHOICES, required=False)
    closed_at = Instant(required=False, allow_null=True)
    lost_reason = Text(max_length=LONGEST_REASON, required=False, allow_blank=True)
    owner_id = Reference(
        lambda viewer: User.objects.filter(is_active=True), source="owner", required=False, allow_null=True
    )
    needs_handoff = Flag(required=False)
    live_at = Instant(required=False, allow_null=True)


class NewDeal(DealChange):
    """A deal of an account."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")


class Closing(Input):
    """What became of a deal, and when; now where no instant is said."""

    stage = serializers.ChoiceField(choices=CLOSED)
    closed_at = Instant(required=False)
    lost_reason = Text(max_length=LONGEST_REASON, required=False, allow_blank=True)


class DealFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    owner_id = KeyFilter("owner_id")
    stage = WordFilter("stage", STAGE_CHOICES)
    expected_from = DayFilter("expected_on", lookup_expr="gte")
    expected_before = DayFilter("expected_on", lookup_expr="lt")
    closed_on_or_after = DayFilter("closed_at", lookup_expr="date__gte")
    closed_before = DayFilter("closed_at", lookup_expr="date__lt")


class Deals(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """What is being sold or was sold to the accounts you see. PUT by external id twice is once."""

    kind = "deal"
    shape, create_input, change_input, filters = DealShape, NewDeal, DealChange, DealFilters
    sorts = {
        "id": Sort("id", is_nullable=False),
        "expected_on": Sort("expected_on"),
        "closed_at": Sort("closed_at"),
    }

    def all_rows(self) -> "models.QuerySet[Any]":
        return Deal.objects.all()

    def make(self, account: Account, **fields: Any) -> Deal:
        return deals.record_deal(self.viewer, account, **fields)

    def change(self, row: Deal, expected_version: int | None, **fields: Any) -> Deal:
        return deals.edit_deal(self.viewer, row, expected_version, **fields)

    def retract(self, row: Deal) -> None:
        deals.remove_deal(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=Closing, answer="shape", errors=(404, 412))
    def close(self, request: Request, pk: str) -> Response:
        """Say that it was won or lost: the handoff clocks of a won one start."""
        given = self.body()
        stage = DealStage(given.pop("stage"))
        deals.close_deal(self.viewer, self.editable(pk), stage, self.expected_version(), **given)
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(answer="shape", errors=(404, 412))
    def reopen(self, request: Request, pk: str) -> Response:
        """It is open after all."""
        deals.reopen_deal(self.viewer, self.editable(pk), self.expected_version())
        return self.answer(pk)
