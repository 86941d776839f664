"""People's positions at accounts, with what was known of them on a date."""

from collections import defaultdict
from datetime import date
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from csm.foundation.api import Creates, Lists, Retracts, Shows, operation
from csm.foundation.clock import today
from csm.foundation.facts import Basis, StaleEdit
from csm.foundation.fields import Day, Input, Text
from csm.foundation.filters import DayFilter, FlagFilter, KeyFilter, TextFilter
from csm.foundation.paging import Sort
from stakeholders.api import references
from stakeholders.api.assumed import SettlesAssumed
from stakeholders.models import Assessment, Position, RoleHolding, Stakeholder, Successor
from stakeholders.models.words import LEVEL_CHOICES, SENTIMENT_CHOICES
from stakeholders.selectors.celebrating import ever_recognised
from stakeholders.services import people

LEVELS = [("", ""), *LEVEL_CHOICES]
POSITION = ("title", "department", "level")
AXES = ("influence", "authority", "importance", "sentiment", "assumed", "valid_from")


class PositionShape(serializers.Serializer[Any]):
    """Title, department and level on the date; empty is not known. A basis says whether a rule about titles said so."""

    title = serializers.CharField()
    department = serializers.CharField()
    level = serializers.ChoiceField(choices=LEVELS)
    level_basis = serializers.CharField()
    department_basis = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)


class AxesShape(serializers.Serializer[Any]):
    """The assessment that holds on the date; null is not known."""

    influence = serializers.IntegerField(allow_null=True)
    authority = serializers.IntegerField(allow_null=True)
    importance = serializers.IntegerField(allow_null=True)
    sentiment = serializers.ChoiceField(choices=SENTIMENT_CHOICES, allow_null=True)
    assumed = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField(allow_null=True)


class StakeholderShape(serializers.Serializer[Any]):
    """A person's time at one account, and what held on the date asked for (today where none is)."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    person_id = serializers.IntegerField()
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email", allow_null=True)
    joined_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    row_version = serializers.IntegerField()
    position = PositionShape(allow_null=True)
    assessment = AxesShape(allow_null=True)
    roles = serializers.SerializerMethodField()
    assumed_roles = serializers.SerializerMethodField()
    successor_id = serializers.SerializerMethodField()

    def get_roles(self, row: Any) -> list[str]:
        """Attached by `Stakeholders.attach`, as is the successor; named here for the schema."""
        raise NotImplementedError

    def get_assumed_roles(self, row: Any) -> list[str]:
        """Those of the roles that a rule about titles assumes."""
        raise NotImplementedError

    def get_successor_id(self, row: Any) -> int | None:
        raise NotImplementedError


class NewStakeholder(Input):
    """A person on the map of an account: a known person, or a name; an e-mail that is known finds its person."""

    account_id = references.account()
    person_id = references.person(required=False)
    name = Text(max_length=200, required=False)
    email = serializers.EmailField(max_length=254, required=False, allow_null=True)
    joined_on = Day(required=False, allow_null=True)
    title = Text(max_length=200, allow_blank=True, required=False)
    department = Text(max_length=100, allow_blank=True, required=False)
    level = serializers.ChoiceField(choices=LEVELS, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not self.partial and not attrs.get("name") and "person" not in attrs:
            raise serializers.ValidationError({"name": [_("Give a name, or the id of a person.")]})
        return attrs


class PositionInput(Input):
    """The fields of the position that become different."""

    title = Text(max_length=200, allow_blank=True, required=False)
    department = Text(max_length=100, allow_blank=True, required=False)
    level = serializers.ChoiceField(choices=LEVELS, required=False)


class PositionChange(PositionInput):
    """From when on."""

    on = Day()


class MoveInput(Input):
    """To which account, from when on, as what."""

    account_id = references.account()
    on = Day()
    title = Text(max_length=200, allow_blank=True, required=False)


class SuccessorInput(Input):
    """Who takes over."""

    successor_id = references.stakeholder("successor")


class StakeholderFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    person_id = KeyFilter("person_id")
    q = TextFilter("person__name", lookup_expr="icontains")
    as_of = DayFilter(method="on_the_map")
    is_present = FlagFilter(method="present")
    was_recognised = FlagFilter(method="recognised")

    def on_the_map(self, queryset: "models.QuerySet[Any]", name: str, on: date) -> "models.QuerySet[Any]":
        """Those who had joined by the date, as they stood on it."""
        return queryset.filter(Q(joined_on__isnull=True) | Q(joined_on__lte=on))

    def present(self, queryset: "models.QuerySet[Any]", name: str, is_present: bool) -> "models.QuerySet[Any]":
        """Those who had (not) left by the date."""
        there = Q(left_on__isnull=True) | Q(left_on__gt=self.form.cleaned_data.get("as_of") or today())
        return queryset.filter(there if is_present else ~there)

    def recognised(self, queryset: "models.QuerySet[Any]", name: str, was_recognised: bool) -> "models.QuerySet[Any]":
        """Those who were recognised at least once, or never."""
        return queryset.filter(ever_recognised() if was_recognised else ~ever_recognised())


class Stakeholders(Lists, Shows, Creates, Retracts, SettlesAssumed, ByExternalId, Resource):
    """The people at the accounts you see. What changes in time has its own addresses: position, roles, assessments."""

    kind = "stakeholder"
    shape, filters = StakeholderShape, StakeholderFilters
    create_input, change_input = NewStakeholder, PositionInput
    parameters = frozenset({"as_of"})
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("person__name", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Stakeholder.objects.select_related("person", "account")

    def as_of(self) -> date:
        given = self.request.query_params.get("as_of", "")
        return date.fromisoformat(given) if self.request.method == "GET" and given else today()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        known = what_held([row["id"] for row in rows], self.as_of())
        for row in rows:
            row.update(known[row["id"]])

    def make(self, account: Any, **fields: Any) -> Stakeholder:
        return people.add_stakeholder(self.viewer, account, **fields)

    def change(self, row: Stakeholder, expected_version: int | None, **fields: Any) -> Stakeholder:
        """What a PUT says of the position, from today on where it differs from what holds."""
        if expected_version not in (None, row.row_version):
            raise StaleEdit(row)
        held = people.position_at(row, today())
        changed = {name: new for name, new in fields.items() if held is None or getattr(held, name) != new}
        if changed:
            people.change_position(self.viewer, row, today(), **changed)
        return row

    def retract(self, row: Stakeholder) -> None:
        people.remove_stakeholder(self.viewer, row)

    @action(detail=True, methods=["post"], url_path="change-position")
    @operation(body=PositionChange, answer="shape")
    def change_position(self, request: Request, pk: str) -> Response:
        """A promotion, another department: what was true before stays true of its time."""
        row = self.editable(pk)
        people.change_position(self.viewer, row, **self.body())
        return self.answer(pk)

    @action(detail=True, methods=["post"], url_path="correct-position")
    @operation(body=PositionInput, answer="shape")
    def correct_position(self, request: Request, pk: str) -> Response:
        """What was recorded was wrong."""
        row = self.editable(pk)
        people.correct_position(self.viewer, row, **self.body())
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(body=MoveInput, answer="shape", status=201)
    def move(self, request: Request, pk: str) -> Response:
        """They left for another account of ours: departed here, added there. Answers the new position."""
        row, given = self.editable(pk), self.body()
        moved = people.move_stakeholder(self.viewer, row, given["account"], given["on"], title=given.get("title", ""))
        return self.answer(moved.pk, 201)

    @action(detail=True, methods=["post"])
    @operation(body=SuccessorInput, answer="shape")
    def successor(self, request: Request, pk: str) -> Response:
        """Name who takes over, before or after they leave."""
        row = self.editable(pk)
        people.name_successor(self.viewer, row, self.body()["successor"])
        return self.answer(pk)


def what_held(ids: list[int], on: date) -> dict[int, dict[str, Any]]:
    """Position, assessment, roles and successor of stakeholders on a date, by id; four queries."""
    theirs = {"stakeholder_id__in": ids}
    positions = _single(Position.objects.valid_at(on).filter(**theirs), tuple(PositionShape().fields))
    assessments = _single(Assessment.objects.valid_at(on).filter(**theirs), tuple(AxesShape().fields))
    roles: dict[int, list[str]] = defaultdict(list)
    assumed: dict[int, list[str]] = defaultdict(list)
    held = RoleHolding.objects.valid_at(on).filter(**theirs).order_by("role__position", "pk")
    for stakeholder_id, role, basis in held.values_list("stakeholder_id", "role__key", "basis"):
        roles[stakeholder_id].append(role)
        if basis == Basis.ASSUMED:
            assumed[stakeholder_id].append(role)
    named = Successor.objects.filter(**theirs, retracted_at__isnull=True, named_on__lte=on)
    successors = dict(named.values_list("stakeholder_id", "successor_id"))
    return {
        pk: {
            "position": positions.get(pk),
            "assessment": assessments.get(pk),
            "roles": roles[pk],
            "assumed_roles": assumed[pk],
            "successor_id": successors.get(pk),
        }
        for pk in ids
    }


def _single(rows: "models.QuerySet[Any]", columns: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    found = rows.values_list("stakeholder_id", *columns)
    return {pk: dict(zip(columns, values, strict=True)) for pk, *values in found}
