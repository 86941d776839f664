"""Accounts, who of ours works on them, and what they bought."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.api.extras import Extended, ExtraValues, TagNames
from accounts.api.lists import MOST_ROWS, ChangesMany, RowChosen
from accounts.domain.access import UserRole
from accounts.filtersets import AccountFilterSet
from accounts.forms.extra_filters import FILTERS_OF_ALL
from accounts.models import Account, AccountTeamMember, Contract, Job, Product, Segment, Subject, User
from accounts.models.accounts import PHASE_LABELS
from accounts.models.contracts import OUTCOME_LABELS
from accounts.services import accounts as account_services
from accounts.services import contracts as contract_services
from accounts.services.many_accounts import given_changes, set_on_accounts
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.facts import Basis
from csm.foundation.fields import Day, Input, Reference, Text, WholeNumber
from csm.foundation.filters import DayFilter, KeyFilter, TextFilter, WordFilter, valid_on
from csm.foundation.paging import Sort
from csm.foundation.registry import account_columns, account_filters

BY_ID = {"id": Sort("id", is_nullable=False)}
GREATEST_COUNT = 2_147_483_647


class AccountBasics(serializers.Serializer[Any]):
    """A customer company, with what is kept of the conclusions about it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    parent_id = serializers.IntegerField(allow_null=True)
    segment_id = serializers.IntegerField(allow_null=True)
    owner_id = serializers.IntegerField(allow_null=True)
    industry = serializers.CharField()
    region = serializers.CharField()
    employees = serializers.IntegerField(allow_null=True)
    domain = serializers.CharField()
    phase = serializers.ChoiceField(choices=list(PHASE_LABELS.items()))
    extra = ExtraValues(Subject.ACCOUNT)
    tags = serializers.ListField(child=serializers.CharField())
    row_version = serializers.IntegerField()


class AccountInput(Input):
    """An account."""

    name = Text(max_length=200)
    parent_id = Reference(
        lambda viewer: Account.objects.visible_to(viewer), source="parent", required=False, allow_null=True
    )
    segment_id = Reference(lambda viewer: Segment.objects.all(), source="segment", required=False, allow_null=True)
    owner_id = Reference(
        lambda viewer: User.objects.filter(is_active=True), source="owner", required=False, allow_null=True
    )
    industry = Text(max_length=100, allow_blank=True, required=False)
    region = Text(max_length=100, allow_blank=True, required=False)
    employees = WholeNumber(min_value=0, max_value=GREATEST_COUNT, allow_null=True, required=False)
    domain = Text(max_length=253, allow_blank=True, required=False)
    phase = serializers.ChoiceField(choices=list(PHASE_LABELS.items()), required=False)
    extra = ExtraValues(Subject.ACCOUNT)
    tags = TagNames()


def creates_accounts(role: UserRole) -> bool:
    """Whether the role adds accounts by hand; operations bring them by imports, executives read."""
    return role in {UserRole.ADMINISTRATOR, UserRole.MANAGER, UserRole.CSM}


class AccountsSet(Input):
    """What is set on many accounts; what is not named stays as it is on each."""

    owner_id = Reference(
        lambda viewer: User.objects.filter(is_active=True), source="owner", required=False, allow_null=True
    )
    segment_id = Reference(lambda viewer: Segment.objects.all(), source="segment", required=False, allow_null=True)
    phase = serializers.ChoiceField(choices=list(PHASE_LABELS.items()), required=False)
    extra = ExtraValues(Subject.ACCOUNT)
    add_tags = TagNames()
    remove_tags = TagNames()


class ManyAccounts(Input):
    """Some accounts and what to set on all of them."""

    items = serializers.ListField(child=RowChosen(), min_length=1, max_length=MOST_ROWS)
    set = AccountsSet()


class Accounts(Extended, ChangesMany, Lists, Shows, Creates, Changes, ByExternalId, Resource):
    """The customer accounts you see; you change those of your teams."""

    kind, subject = "account", Subject.ACCOUNT
    create_input = change_input = AccountInput
    many_input, set_on = ManyAccounts, staticmethod(set_on_accounts)
    filters, default_sort = AccountFilterSet, "name"

    @property
    def shape(self) -> type[serializers.Serializer[Any]]:  # type: ignore[override]
        return account_shape()

    @property
    def sorts(self) -> dict[str, Sort]:  # type: ignore[override]
        return account_sorts()

    def all_rows(self) -> "models.QuerySet[Any]":
        annotations = {
            name: by for column in account_columns if column.api_fields for name, by in column.annotations.items()
        }
        return Account.objects.annotate(**annotations)

    def filter_names(self) -> Iterable[str]:
        registered = (each.key for each in account_filters)
        return [*AccountFilterSet.base_filters, *registered, *FILTERS_OF_ALL]

    def require_creator(self) -> None:
        if not creates_accounts(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Your role may read accounts but not add any."))

    def make(self, **fields: Any) -> Account:
        if UserRole(self.viewer.role) is not UserRole.ADMINISTRATOR:
            fields.setdefault("owner", self.viewer)
        return account_services.create_account(self.viewer, **fields)

    def change(self, row: Account, expected_version: int | None, **fields: Any) -> Account:
        return account_services.edit_account(self.viewer, row, expected_version or row.row_version, **fields)

    def checked(self, given: dict[str, Any]) -> dict[str, Any]:
        columns = {f"{name}_id": given.pop(name) for name in ("owner", "segment") if name in given}
        found = {name: row.pk if row else None for name, row in columns.items()}
        if "phase" in given:
            found["phase"] = given.pop("phase")
        return {**found, **given_changes(self.viewer, Subject.ACCOUNT, given)}


def account_sorts() -> dict[str, Sort]:
    """By id, by name, and by every column that upper apps registered as sortable."""
    kept = {column.key: Sort(column.order_by) for column in account_columns if column.order_by and column.api_fields}
    return {**kept, **BY_ID, "name": Sort("name", is_nullable=False)}


@cache
def account_shape() -> type[serializers.Serializer[Any]]:
    """The basics and the fields of registered columns, typed by the model field they come from."""
    fields = {
        name: _field_of(path, column.annotations, name)
        for column in account_columns
        for name, path in column.api_fields.items()
    }
    return type("AccountShape", (AccountBasics,), {**fields, "__doc__": AccountBasics.__doc__})


def _field_of(path: str, annotations: Any, name: str) -> serializers.Field[Any, Any, Any, Any]:
    query = Account.objects.annotate(**annotations).query
    source: Any = F(path).resolve_expression(query).output_field
    mapping = serializers.ModelSerializer.serializer_field_mapping
    kind: Any = next((mapping[base] for base in type(source).__mro__ if base in mapping), serializers.CharField)
    options: dict[str, Any] = {"allow_null": True}
    if kind is serializers.DecimalField:
        options.update(max_digits=source.max_digits, decimal_places=source.decimal_places)
    if path != name:
        options["source"] = path.replace("__", ".")
    return kind(**options)  # type: ignore[no-any-return]


class TeamMemberShape(serializers.Serializer[Any]):
    """A user's job on an account, from when to when."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    user_id = serializers.IntegerField()
    job = serializers.CharField(source="job.key")
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    basis = serializers.ChoiceField(choices=Basis.choices)


class NewTeamMember(Input):
    """Give a user a job on an account."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")
    user_id = Reference(lambda viewer: User.objects.filter(is_active=True), source="user")
    job = Reference(lambda viewer: Job.objects.all(), by="key")
    valid_from = Day(required=False, source="on", help_text="Today where none is said.")


class EndInput(Input):
    """The first day on which it no longer holds."""

    on = Day()


class TeamMemberFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    user_id = KeyFilter("user_id")
    job = TextFilter("job__key")
    as_of = DayFilter(method=valid_on)


class AccountTeam(Lists, Shows, Creates, Retracts, Resource):
    """Who of ours works on the accounts you see."""

    shape, create_input, filters = TeamMemberShape, NewTeamMember, TeamMemberFilters
    sorts = {**BY_ID, "valid_from": Sort("valid_from")}

    def all_rows(self) -> "models.QuerySet[Any]":
        return AccountTeamMember.objects.all()

    def make(self, **fields: Any) -> AccountTeamMember:
        return account_services.assign_team_member(self.viewer, **fields)

    def retract(self, row: AccountTeamMember) -> None:
        account_services.retract_team_member(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=EndInput, answer="shape")
    def end(self, request: Request, pk: str) -> Response:
        """End the job: a change, it held until that day."""
        member = self.editable(pk)
        account_services.end_team_member(self.viewer, member, self.body()["on"])
        return self.answer(pk)


class ContractShape(serializers.Serializer[Any]):
    """An agreement over a product; `ends_on` is the first day no longer covered."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    product_id = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    annual_value = serializers.DecimalField(max_digits=14, decimal_places=2)
    currency = serializers.CharField()
    outcome = serializers.ChoiceField(choices=list(OUTCOME_LABELS.items()))
    row_version = serializers.IntegerField()


class ContractChange(Input):
    """What can be corrected of a contract."""

    product_id = Reference(lambda viewer: Product.objects.all(), source="product")
    starts_on = Day()
    ends_on = Day()
    annual_value = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    currency = serializers.RegexField(r"^[A-Z]{3}\Z", help_text="Three capital letters (ISO 4217).")
    outcome = serializers.ChoiceField(choices=list(OUTCOME_LABELS.items()), required=False)


class NewContract(ContractChange):
    """A contract."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")


class ContractFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    product_id = KeyFilter("product_id")
    outcome = WordFilter("outcome", list(OUTCOME_LABELS.items()))
    ends_from = DayFilter("ends_on", lookup_expr="gte")
    ends_before = DayFilter("ends_on", lookup_expr="lt")


class Contracts(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """What the accounts you see have bought."""

    kind = "contract"
    shape, create_input, change_input, filters = ContractShape, NewContract, ContractChange, ContractFilters
    sorts = {**BY_ID, "ends_on": Sort("ends_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Contract.objects.all()

    def make(self, account: Account, **fields: Any) -> Contract:
        return contract_services.add_contract(self.viewer, account, **fields)

    def change(self, row: Contract, expected_version: int | None, **fields: Any) -> Contract:
        return contract_services.edit_contract(self.viewer, row, expected_version or row.row_version, **fields)

    def retract(self, row: Contract) -> None:
        contract_services.remove_contract(self.viewer, row)
