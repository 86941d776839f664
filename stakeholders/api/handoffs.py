"""Handoffs: what is passed on about a deal, what was held, and the clocks."""

from typing import Any

import django_filters
from django.db import models
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import Deal
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import GREATEST_KEY, Input, Instant, Reference, Text, WholeNumber
from csm.foundation.filters import KeyFilter, WordFilter
from csm.foundation.paging import Sort
from stakeholders.domain.handoff_record import Owed, Side, owes
from stakeholders.models import Handoff, HandoffMeeting, HandoffPerson, MeetingKind
from stakeholders.models.handoffs import LONGEST_NOTE, LONGEST_TEXT
from stakeholders.services import handoffs

SIDES = [side.value for side in Side]
OWED = [owed.value for owed in Owed]


def _deals(viewer: Any) -> "models.QuerySet[Any]":
    return Deal.objects.editable_by(viewer)


class MetShape(serializers.Serializer[Any]):
    """One of theirs whom sales met."""

    stakeholder_id = serializers.IntegerField()
    note = serializers.CharField()


class MetInput(Input):
    """Whom sales met, and what the CSM should know of them."""

    stakeholder_id = WholeNumber(min_value=1, max_value=GREATEST_KEY)
    note = Text(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class OwedShape(serializers.Serializer[Any]):
    """What each side has still to do."""

    sales = serializers.ListField(child=serializers.ChoiceField(choices=OWED))
    success = serializers.ListField(child=serializers.ChoiceField(choices=OWED))
    is_complete = serializers.BooleanField()


class HandoffShape(serializers.Serializer[Any]):
    """What is passed on about a deal; complete once neither side owes anything."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    deal_id = serializers.IntegerField()
    goals = serializers.CharField()
    promises = serializers.CharField()
    risks = serializers.CharField()
    sales_said_at = serializers.DateTimeField(allow_null=True)
    sales_said_by_id = serializers.IntegerField(allow_null=True)
    success_said_at = serializers.DateTimeField(allow_null=True)
    success_said_by_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()
    people = MetShape(many=True)
    owed = OwedShape()


class HandoffChange(Input):
    """What is passed on; `people` are all whom sales met, where given."""

    goals = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    promises = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    risks = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    people = MetInput(many=True, required=False)


class NewHandoff(HandoffChange):
    """The record of a deal, which has one."""

    deal_id = Reference(_deals, source="deal")


class SideInput(Input):
    """Who speaks."""

    side = serializers.ChoiceField(choices=SIDES)


class HandoffFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    deal_id = KeyFilter("deal_id")


class Handoffs(Lists, Shows, Creates, Changes, Retracts, Resource):
    """What is passed on about the deals of the accounts you see."""

    shape, create_input, change_input, filters = HandoffShape, NewHandoff, HandoffChange, HandoffFilters
    sorts = {"id": Sort("id", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Handoff.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        held: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
        links = HandoffPerson.objects.filter(handoff_id__in=held, stakeholder__retracted_at__isnull=True).order_by("pk")
        for handoff_id, stakeholder_id, note in links.values_list("handoff_id", "stakeholder_id", "note"):
            held[handoff_id].append({"stakeholder_id": stakeholder_id, "note": note})
        for row in rows:
            people = held[row["id"]]
            written = Handoff(**{name: row[name] for name in WRITTEN}).record(len(people))
            owed: dict[str, Any] = {side.value: [one.value for one in owes(written, side)] for side in Side}
            row |= {"people": people, "owed": {**owed, "is_complete": not any(owed.values())}}

    @operation(body="create_input", answer="shape", status=201, also={200: "shape"})
    def create(self, request: Request) -> Response:
        """Write the record of a deal: 201 where it had none, 200 where what you send was added to the one it has."""
        given = self.body()
        is_new = not Handoff.objects.standing().filter(deal=given["deal"]).exists()
        made = self.make(**given)
        response = self.answer(made.pk, 201 if is_new else 200)
        if is_new:
            response["Location"] = request.build_absolute_uri(f"{request.path}{made.pk}/")
        return response

    def make(self, deal: Deal, people: Any = None, **fields: Any) -> Handoff:
        return handoffs.write_handoff(self.viewer, deal, _notes(people), **fields)

    def change(self, row: Handoff, expected_version: int | None, people: Any = None, **fields: Any) -> Handoff:
        return handoffs.write_handoff(self.viewer, row.deal, _notes(people), expected_version, **fields)

    def retract(self, row: Handoff) -> None:
        handoffs.remove_handoff(self.viewer, row)

    @action(detail=True, methods=["post"])
    @operation(body=SideInput, answer="shape", errors=(404, 412))
    def complete(self, request: Request, pk: str) -> Response:
        """A side says that its part is complete; refused with what it still owes."""
        handoffs.say_complete(self.viewer, self.editable(pk).deal, Side(self.body()["side"]), self.expected_version())
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(body=SideInput, answer="shape", errors=(404, 412))
    def reopen(self, request: Request, pk: str) -> Response:
        """A side is not done after all."""
        handoffs.withdraw_word(self.viewer, self.editable(pk).deal, Side(self.body()["side"]), self.expected_version())
        return self.answer(pk)


WRITTEN = ("goals", "promises", "risks", "sales_said_at", "success_said_at")


def _notes(people: list[dict[str, Any]] | None) -> dict[int, str] | None:
    return None if people is None else {one["stakeholder_id"]: one["note"] for one in people}


class MeetingShape(serializers.Serializer[Any]):
    """A debrief or an introduction that somebody says was held."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    deal_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    held_at = serializers.DateTimeField()
    note = serializers.CharField()


class NewMeeting(Input):
    """Say that a debrief or an introduction was held."""

    deal_id = Reference(_deals, source="deal")
    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    held_at = Instant(required=False, help_text="Now where none is said.")
    note = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)


class MeetingFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    deal_id = KeyFilter("deal_id")
    kind = WordFilter("kind", MeetingKind.choices)


class HandoffMeetings(Lists, Shows, Creates, Retracts, Resource):
    """Debriefs and introductions held about the deals of the accounts you see."""

    shape, create_input, filters = MeetingShape, NewMeeting, MeetingFilters
    sorts = {"id": Sort("id", is_nullable=False), "held_at": Sort("held_at", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return HandoffMeeting.objects.all()

    def make(self, deal: Deal, kind: str, **fields: Any) -> HandoffMeeting:
        return handoffs.record_meeting(self.viewer, deal, kind, fields.pop("held_at", timezone.now()), **fields)

    def retract(self, row: HandoffMeeting) -> None:
        handoffs.remove_meeting(self.viewer, row)
