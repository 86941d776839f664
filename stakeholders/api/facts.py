"""Dated facts about stakeholders: roles held, connections, departures, confirmations."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.accounts import EndInput
from accounts.api.base import Resource
from accounts.models import Role
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.facts import Basis
from csm.foundation.fields import Day, Input, Reference, Text
from csm.foundation.filters import DayFilter, KeyFilter, TextFilter, WordFilter, valid_on
from csm.foundation.paging import Sort
from stakeholders.api import references
from stakeholders.models import Confirmation, Connection, Departure, RoleHolding
from stakeholders.models.words import CONNECTION_CHOICES
from stakeholders.services import connections, people, roles

BY_ID = {"id": Sort("id", is_nullable=False)}
# What was recorded of somebody who was recorded by mistake is gone with them.
OF_STANDING = Q(stakeholder__retracted_at__isnull=True)
BOTH_STANDING = Q(from_stakeholder__retracted_at__isnull=True, to_stakeholder__retracted_at__isnull=True)
STATED = [Basis.STATED.value, Basis.ASSUMED.value]


class FactShape(serializers.Serializer[Any]):
    """When a fact holds, and where it comes from; `valid_to` is the first day it no longer holds."""

    id = serializers.IntegerField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    basis = serializers.ChoiceField(choices=Basis.choices)


class RoleHoldingShape(FactShape):
    """A stakeholder holds a role; still running after they left, it is orphaned."""

    stakeholder_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="stakeholder.account_id")
    role = serializers.CharField(source="role.key")


class NewRoleHolding(Input):
    """Who holds which role, from when on (null: since before our records)."""

    stakeholder_id = references.stakeholder()
    role = Reference(lambda viewer: Role.objects.all(), by="key")
    valid_from = Day(required=False, allow_null=True, source="on")
    basis = serializers.ChoiceField(choices=STATED, required=False)


class FillInput(Input):
    """Who takes over, from when on."""

    stakeholder_id = references.stakeholder()
    on = Day()


class StakeholderFactFilters(django_filters.FilterSet):
    account_id = KeyFilter("stakeholder__account_id")
    stakeholder_id = KeyFilter("stakeholder_id")


class DatedFilters(StakeholderFactFilters):
    as_of = DayFilter(method=valid_on)


class RoleHoldingFilters(DatedFilters):
    role = TextFilter("role__key")


class RoleHoldings(Lists, Shows, Creates, Retracts, Resource):
    """Roles held by the stakeholders you see. DELETE is a correction (they never held it), `end` a change."""

    shape, create_input, filters = RoleHoldingShape, NewRoleHolding, RoleHoldingFilters
    sorts = {**BY_ID, "valid_from": Sort("valid_from")}

    def all_rows(self) -> "models.QuerySet[Any]":
        return RoleHolding.objects.filter(OF_STANDING).select_related("stakeholder__person", "role")

    def make(self, **fields: Any) -> RoleHolding:
        return roles.assign_role(self.viewer, **fields)

    def retract(self, row: RoleHolding) -> None:
        roles.retract_role(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=EndInput, answer="shape")
    def end(self, request: Request, pk: str) -> Response:
        """They no longer hold it from a date on."""
        holding = self.editable(pk)
        roles.end_role(self.viewer, holding, self.body()["on"])
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(body=FillInput, answer="shape")
    def fill(self, request: Request, pk: str) -> Response:
        """Somebody takes over an orphaned role. Answers what they hold from then on."""
        holding = self.editable(pk)
        return self.answer(roles.fill_role(self.viewer, holding, **self.body()).pk)


class ConnectionShape(FactShape):
    """How two people of an account stand to each other; undirected kinds keep the smaller id first."""

    account_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=CONNECTION_CHOICES)
    from_id = serializers.IntegerField(source="from_stakeholder_id")
    to_id = serializers.IntegerField(source="to_stakeholder_id")


class NewConnection(Input):
    """Who, how, to whom, from when on (null: since before our records)."""

    kind = serializers.ChoiceField(choices=CONNECTION_CHOICES)
    from_id = references.stakeholder("from_")
    to_id = references.stakeholder("to")
    valid_from = Day(required=False, allow_null=True, source="on")
    basis = serializers.ChoiceField(choices=STATED, required=False)


class ConnectionFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    stakeholder_id = KeyFilter("from_stakeholder_id", method="touching")
    kind = WordFilter("kind", CONNECTION_CHOICES)
    as_of = DayFilter(method=valid_on)

    def touching(self, queryset: "models.QuerySet[Any]", name: str, pk: int) -> "models.QuerySet[Any]":
        """Those of a stakeholder, at either end."""
        return queryset.filter(Q(from_stakeholder_id=pk) | Q(to_stakeholder_id=pk))


class Connections(Lists, Shows, Creates, Retracts, Resource):
    """Connections at the accounts you see. DELETE is a correction, `end` a change."""

    shape, create_input, filters, sorts = ConnectionShape, NewConnection, ConnectionFilters, BY_ID

    def all_rows(self) -> "models.QuerySet[Any]":
        return Connection.objects.filter(BOTH_STANDING)

    def make(self, **fields: Any) -> Connection:
        return connections.connect(self.viewer, **fields)

    def retract(self, row: Connection) -> None:
        connections.retract_connection(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=EndInput, answer="shape")
    def end(self, request: Request, pk: str) -> Response:
        """It no longer holds from a date on."""
        connection = self.editable(pk)
        connections.end_connection(self.viewer, connection, self.body()["on"])
        return self.answer(pk)


class DepartureShape(serializers.Serializer[Any]):
    """A stakeholder left, or will leave; `left_on` is the first day absent, and may be to come."""

    id = serializers.IntegerField()
    stakeholder_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="stakeholder.account_id")
    left_on = serializers.DateField()
    reason = serializers.CharField()


class NewDeparture(Input):
    """Who left, when, and who takes over where it is known. Their roles are orphaned until filled or ended."""

    stakeholder_id = references.stakeholder()
    left_on = Day()
    reason = Text(max_length=200, allow_blank=True, required=False)
    successor_id = references.stakeholder("successor", required=False, allow_null=True)


class DepartureChange(Input):
    """Another day, another reason, or who takes over."""

    left_on = Day()
    reason = Text(max_length=200, allow_blank=True)
    successor_id = references.stakeholder("successor", allow_null=True)


class Departures(Lists, Shows, Creates, Changes, Retracts, Resource):
    """Departures from the accounts you see, also announced ones, whose `left_on` is to come.

    PATCH takes the old record back and answers the right one under a new `id`. DELETE is a correction: they never
    left, or stay after all.
    """

    shape, create_input, change_input = DepartureShape, NewDeparture, DepartureChange
    filters = StakeholderFactFilters
    sorts = {**BY_ID, "left_on": Sort("left_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Departure.objects.filter(OF_STANDING).select_related("stakeholder__person")

    def make(self, **fields: Any) -> Departure:
        return people.depart_stakeholder(self.viewer, **fields)

    def change(self, row: Departure, expected_version: int | None, **fields: Any) -> Departure:
        return people.correct_departure(self.viewer, row.stakeholder, **fields)

    def retract(self, row: Departure) -> None:
        people.return_stakeholder(self.viewer, row.stakeholder)


class ConfirmationShape(serializers.Serializer[Any]):
    """Somebody said that what we know of a stakeholder is still true."""

    id = serializers.IntegerField()
    stakeholder_id = serializers.IntegerField()
    account_id = serializers.IntegerField(source="stakeholder.account_id")
    confirmed_on = serializers.DateField()


class NewConfirmation(Input):
    """Whom, and on which date (today where none is said)."""

    stakeholder_id = references.stakeholder()
    confirmed_on = Day(required=False, source="on")


class Confirmations(Lists, Shows, Creates, Resource):
    """Confirmations of the stakeholders you see."""

    shape, create_input, filters = ConfirmationShape, NewConfirmation, StakeholderFactFilters
    sorts = {**BY_ID, "confirmed_on": Sort("confirmed_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Confirmation.objects.filter(OF_STANDING).select_related("stakeholder")

    def make(self, **fields: Any) -> Confirmation:
        return people.confirm_stakeholder(self.viewer, **fields)
