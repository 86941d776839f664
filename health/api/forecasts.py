"""Forecasts of renewals and the reasons of outcomes in the API."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.domain.access import UserRole
from accounts.models import Contract
from accounts.models.contracts import OUTCOME_LABELS
from csm.foundation.api import Creates, Lists, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Flag, Input, Reference, Text
from csm.foundation.filters import DayFilter, FlagFilter, KeyFilter, WordFilter, valid_on
from csm.foundation.paging import Sort
from health.models import Closing, Forecast
from health.models.forecasts import CATEGORY_CHOICES, REASON_CHOICES
from health.services.forecasts import close_renewal, forecast_renewal, withdraw_override

OVERRULERS = {UserRole.MANAGER, UserRole.ADMINISTRATOR}


def _contract() -> Reference:
    rows = Contract.objects.select_related("account", "product")
    return Reference(lambda viewer: rows.all().editable_by(viewer), source="contract")


class ForecastShape(serializers.Serializer[Any]):
    """What was said of a renewal from one day until another; while both hold, a manager's prevails over the CSM's."""

    id = serializers.IntegerField()
    contract_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="contract.account_id")
    is_override = serializers.BooleanField()
    category = serializers.ChoiceField(choices=CATEGORY_CHOICES)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    expected_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    recorded_by_id = serializers.IntegerField(allow_null=True)


class NewForecast(Input):
    """What to say of a renewal from today on; what was said before is kept. Managers over-rule with `is_override`."""

    contract_id = _contract()
    category = serializers.ChoiceField(choices=CATEGORY_CHOICES)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True,
        help_text="A year, in the currency of the contract; null: what they pay now, nothing when lost.",
    )  # fmt: skip
    expected_on = Day(required=False, allow_null=True)
    reason = Text(max_length=300, required=False, allow_blank=True)
    is_override = Flag(required=False)


class ForecastFilters(django_filters.FilterSet):
    account_id = KeyFilter("contract__account_id")
    contract_id = KeyFilter("contract_id")
    category = WordFilter("category", CATEGORY_CHOICES)
    is_override = FlagFilter("is_override")
    as_of = DayFilter(method=valid_on)


class Forecasts(Lists, Shows, Creates, Resource):
    """What was forecast of the renewals of the accounts you see, from when to when."""

    shape, create_input, filters = ForecastShape, NewForecast, ForecastFilters
    sorts = {"id": Sort("id", is_nullable=False), "valid_from": Sort("valid_from")}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Forecast.objects.all()

    def make(self, contract: Contract, **fields: Any) -> Forecast:
        if fields.get("is_override"):
            self._require_overruler()
        return forecast_renewal(self.viewer, contract, today(), **fields)

    @action(detail=True, methods=["post"])
    @operation(answer="shape", errors=(404,))
    def withdraw(self, request: Request, pk: str) -> Response:
        """Let the forecast of the CSM hold again over the manager's from today on; managers and administrators."""
        row = self.editable(pk)
        self._require_overruler()
        withdraw_override(self.viewer, row.contract, today())
        return self.answer(pk, rows=Forecast.objects.all())

    def _require_overruler(self) -> None:
        if UserRole(self.viewer.role) not in OVERRULERS:
            raise PermissionDenied(_("Managers and administrators over-rule forecasts."))


class ClosingShape(serializers.Serializer[Any]):
    """Why a contract was renewed, or not."""

    id = serializers.IntegerField()
    contract_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="contract.account_id")
    outcome = serializers.ChoiceField(choices=list(OUTCOME_LABELS.items()), source="contract.outcome")
    reason = serializers.ChoiceField(choices=REASON_CHOICES)
    note = serializers.CharField()
    row_version = serializers.IntegerField()


class NewClosing(Input):
    """What became of a contract and why; a reason given before is replaced."""

    contract_id = _contract()
    outcome = serializers.ChoiceField(choices=list(OUTCOME_LABELS.items()), help_text="Anything but open.")
    reason = serializers.ChoiceField(choices=REASON_CHOICES)
    note = Text(max_length=300, required=False, allow_blank=True)


class ClosingFilters(django_filters.FilterSet):
    account_id = KeyFilter("contract__account_id")
    contract_id = KeyFilter("contract_id")
    reason = WordFilter("reason", REASON_CHOICES)


class Closings(Lists, Shows, Creates, Resource):
    """What became of the contracts of the accounts you see, and why."""

    shape, create_input, filters = ClosingShape, NewClosing, ClosingFilters

    def all_rows(self) -> "models.QuerySet[Any]":
        return Closing.objects.all()

    def make(self, contract: Contract, outcome: str, **fields: Any) -> Closing:
        close_renewal(self.viewer, contract, contract.row_version, outcome, **fields)
        found: Closing = Closing.objects.standing().get(contract=contract)
        return found
