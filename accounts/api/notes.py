"""Notes on accounts."""

from typing import Any

import django_filters
from django.contrib.postgres.search import SearchQuery
from django.db import models
from rest_framework import serializers

from accounts.api.base import Resource
from accounts.models import Account, AccountNote
from accounts.models.notes import LONGEST_NOTE
from accounts.selectors.notes import TEXT_VECTOR
from accounts.services.notes import edit_note, remove_note, write_note
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows
from csm.foundation.fields import Day, Flag, Input, Reference, Text
from csm.foundation.filters import DayFilter, FlagFilter, KeyFilter, TextFilter
from csm.foundation.paging import Sort


class NoteShape(serializers.Serializer[Any]):
    """A note on an account: plain text, of the day it speaks of. At most one of an account is pinned."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    noted_on = serializers.DateField()
    text = serializers.CharField()
    is_pinned = serializers.BooleanField()
    written_at = serializers.DateTimeField(source="recorded_at")
    written_by_id = serializers.IntegerField(source="recorded_by_id", allow_null=True)
    edited_at = serializers.DateTimeField(allow_null=True)
    edited_by_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()


class NoteChange(Input):
    """What can be changed of a note. Pinning one takes the place of the one pinned before."""

    text = Text(max_length=LONGEST_NOTE)
    noted_on = Day(required=False)
    is_pinned = Flag(required=False)


class NewNote(NoteChange):
    """A note; of today where no day is given."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")


class NoteFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    is_pinned = FlagFilter("is_pinned")
    on_or_after = DayFilter("noted_on", lookup_expr="gte")
    before = DayFilter("noted_on", lookup_expr="lt")
    q = TextFilter("text", method="with_words")

    def with_words(self, queryset: "models.QuerySet[Any]", name: str, words: str) -> "models.QuerySet[Any]":
        """Those in which all the words stand."""
        found: models.QuerySet[Any] = queryset.alias(words=TEXT_VECTOR).filter(
            words=SearchQuery(words, config="simple")
        )
        return found


class Notes(Lists, Shows, Creates, Changes, Retracts, Resource):
    """What was written down about the accounts you see."""

    shape, create_input, change_input, filters = NoteShape, NewNote, NoteChange, NoteFilters
    sorts = {"id": Sort("id", is_nullable=False), "noted_on": Sort("noted_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return AccountNote.objects.all()

    def make(self, account: Account, **fields: Any) -> AccountNote:
        return write_note(self.viewer, account, **fields)

    def change(self, row: AccountNote, expected_version: int | None, **fields: Any) -> AccountNote:
        return edit_note(self.viewer, row, expected_version, **fields)

    def retract(self, row: AccountNote) -> None:
        remove_note(self.viewer, row)
