"""Risks of accounts and the reviews of red accounts."""

from typing import Any

from django.db import models
from rest_framework import serializers

from accounts.api.base import Resource
from accounts.models import Account, User
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows
from csm.foundation.fields import Day, Input, Reference, Text
from csm.foundation.paging import Sort
from health.filtersets.alerts import RiskFilters
from health.models import Course, Risk, RiskKind, Severity
from health.models.risks import LONGEST_TEXT
from health.services.risks import edit_risk, record_risk, remove_risk


class RiskShape(serializers.Serializer[Any]):
    """Something that may cost the customer, who looks after it and what is done about it."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=RiskKind.choices)
    course = serializers.ChoiceField(choices=Course.choices)
    severity = serializers.ChoiceField(choices=Severity.choices)
    text = serializers.CharField()
    owner_id = serializers.IntegerField(allow_null=True)
    mitigation = serializers.CharField()
    seen_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    row_version = serializers.IntegerField()


class RiskChange(Input):
    """What can be changed of a risk; `closed_on` says that it is over."""

    kind = serializers.ChoiceField(choices=RiskKind.choices)
    course = serializers.ChoiceField(choices=Course.choices, required=False)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False)
    text = Text(max_length=LONGEST_TEXT)
    owner_id = Reference(
        lambda viewer: User.objects.filter(is_active=True), source="owner", required=False, allow_null=True
    )
    mitigation = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    seen_on = Day(required=False)
    due_on = Day(required=False, allow_null=True)
    closed_on = Day(required=False, allow_null=True)


class NewRisk(RiskChange):
    """A risk of an account."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")


class Risks(Lists, Shows, Creates, Changes, Retracts, Resource):
    """Risks of the accounts you see."""

    shape, create_input, change_input, filters = RiskShape, NewRisk, RiskChange, RiskFilters
    sorts = {"id": Sort("id", is_nullable=False), "severity": Sort("severity", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Risk.objects.all()

    def make(self, account: Account, **fields: Any) -> Risk:
        return record_risk(self.viewer, account, **fields)

    def change(self, row: Risk, expected_version: int | None, **fields: Any) -> Risk:
        return edit_risk(self.viewer, row, expected_version, **fields)

    def retract(self, row: Risk) -> None:
        remove_risk(self.viewer, row)
