"""Persons, across the accounts one may see."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.api.extras import Extended, ExtraValues, TagNames
from accounts.api.lists import MOST_ROWS, ChangesMany, RowChosen
from accounts.domain.access import UserRole, writes_everything
from accounts.forms.extra_filters import ExtendedFilterSet
from accounts.models import Subject
from accounts.services.many_accounts import given_changes
from csm.foundation.api import Changes, Creates, Lists, Shows
from csm.foundation.fields import Input, Text
from csm.foundation.filters import KeyFilter, TextFilter
from csm.foundation.paging import Sort
from stakeholders.models import Person, Stakeholder
from stakeholders.services.many_people import set_on_people
from stakeholders.services.people import edit_person
from stakeholders.services.persons import add_person


class PlaceShape(serializers.Serializer[Any]):
    """A time at an account that you see."""

    stakeholder_id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    joined_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)


class PersonShape(serializers.Serializer[Any]):
    """A human being at customers. `is_elsewhere`: also at a customer whom you do not see."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    phone = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    preferred_channel = serializers.CharField()
    interests = serializers.CharField()
    notes = serializers.CharField()
    extra = ExtraValues(Subject.PERSON)
    tags = serializers.ListField(child=serializers.CharField())
    row_version = serializers.IntegerField()
    stakeholders = PlaceShape(many=True)
    is_elsewhere = serializers.SerializerMethodField()

    def get_is_elsewhere(self, row: Any) -> bool:
        """Attached by `People.attach`; named here for the schema."""
        raise NotImplementedError


class PersonInput(Input):
    """What we know of a person."""

    name = Text(max_length=200)
    email = serializers.EmailField(max_length=254, required=False, allow_null=True)
    phone = Text(max_length=40, allow_blank=True, required=False)
    language = Text(max_length=10, allow_blank=True, required=False)
    time_zone = Text(max_length=50, allow_blank=True, required=False)
    preferred_channel = Text(max_length=40, allow_blank=True, required=False)
    interests = Text(max_length=300, allow_blank=True, required=False)
    notes = Text(allow_blank=True, required=False, max_length=20_000)
    extra = ExtraValues(Subject.PERSON)
    tags = TagNames()


class PersonFilters(ExtendedFilterSet):
    subject = Subject.PERSON
    q = TextFilter("name", lookup_expr="icontains")
    email = TextFilter("email", lookup_expr="iexact")
    account_id = KeyFilter("stakeholders__account_id", method="at_account")

    def at_account(self, queryset: "models.QuerySet[Any]", name: str, account_id: int) -> "models.QuerySet[Any]":
        """Those who are or were at an account that the caller sees."""
        viewer: Any = self.request.user if self.request else None
        there = Stakeholder.objects.visible_to(viewer).filter(account_id=account_id)
        return queryset.filter(pk__in=there.values("person_id"))


class PeopleSet(Input):
    """What is set on many people; what is not named stays as it is on each."""

    preferred_channel = Text(max_length=40, allow_blank=True, required=False)
    extra = ExtraValues(Subject.PERSON)
    add_tags = TagNames()
    remove_tags = TagNames()


class ManyPeople(Input):
    """Some people and what to set on all of them."""

    items = serializers.ListField(child=RowChosen(), min_length=1, max_length=MOST_ROWS)
    set = PeopleSet()


class People(Extended, ChangesMany, Lists, Shows, Creates, Changes, ByExternalId, Resource):
    """Persons at the accounts you see. Add one to an account by POST to /stakeholders/."""

    kind, subject = "person", Subject.PERSON
    shape, create_input, change_input, filters = PersonShape, PersonInput, PersonInput, PersonFilters
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    default_sort = "name"
    many_input, set_on = ManyPeople, staticmethod(set_on_people)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Person.objects.all()

    def checked(self, given: dict[str, Any]) -> dict[str, Any]:
        found = {name: given.pop(name) for name in ("preferred_channel",) if name in given}
        return {**found, **given_changes(self.viewer, Subject.PERSON, given)}

    def attach(self, rows: list[dict[str, Any]]) -> None:
        super().attach(rows)
        held: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
        mine = set(Stakeholder.objects.visible_to(self.viewer).filter(person_id__in=held).values_list("pk", flat=True))
        elsewhere = set()
        places = Stakeholder.objects.standing().filter(person_id__in=held).order_by("joined_on", "pk")
        for person_id, *place in places.values_list("person_id", "pk", "account_id", "joined_on", "left_on"):
            if place[0] in mine:
                held[person_id].append(dict(zip(PlaceShape().fields, place, strict=True)))
            else:
                elsewhere.add(person_id)
        for row in rows:
            row.update(stakeholders=held[row["id"]], is_elsewhere=row["id"] in elsewhere)

    def require_creator(self) -> None:
        if not writes_everything(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Add the person to an account: POST to /api/v1/stakeholders/."))

    def make(self, **fields: Any) -> Person:
        return add_person(self.viewer, **fields)

    def change(self, row: Person, expected_version: int | None, **fields: Any) -> Person:
        return edit_person(self.viewer, row, expected_version, **fields)
