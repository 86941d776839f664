"""Merging accounts and people, undoing it, and the pairs that look like one."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.filtersets import DoubleFilterSet
from accounts.models import Double, Merge
from accounts.selectors.doubles import lines_of, open_doubles
from accounts.selectors.merges import undo_until
from accounts.selectors.merging import may_merge, may_merge_at, may_suggest, merger_of, pair_seen
from accounts.services.merging.doubles import say_distinct, suggest_merge
from accounts.services.merging.merging import merge
from accounts.services.undo import undo_act
from csm.foundation.api import Creates, Lists, Shows, operation
from csm.foundation.fields import GREATEST_KEY, Input, WholeNumber
from csm.foundation.filters import KeyFilter, TextFilter
from csm.foundation.paging import Sort
from csm.foundation.problems import FieldError, Problem

MERGED_KINDS = [("account", "account"), ("person", "person")]
NEEDS_RIGHT = "Merging takes the right to change every account concerned; suggest it at /api/v1/doubles/."


class MergeShape(serializers.Serializer[Any]):
    """Two rows that were made one. `accounts` are those concerned; `undo_until` the last moment to undo it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=MERGED_KINDS)
    winner_id = serializers.IntegerField()
    loser_id = serializers.IntegerField()
    winner_name = serializers.CharField()
    loser_name = serializers.CharField()
    choices = serializers.DictField()
    accounts = serializers.ListField(child=serializers.IntegerField())
    act_id = serializers.IntegerField()
    merged_at = serializers.DateTimeField(source="act.acted_at")
    merged_by_id = serializers.IntegerField(source="act.actor_id", allow_null=True)
    undone_at = serializers.DateTimeField(source="act.undone_at", allow_null=True)
    undo_until = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField())
    def get_undo_until(self, row: Any) -> str:
        """Attached by `Merges.attach`; named here for the schema."""
        raise NotImplementedError


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string", "enum": ["both"]}]})
class Side(serializers.Field[Any, Any, Any, Any]):
    """The id of one of the two, or "both" where texts can be kept one after the other."""

    default_error_messages = {"side": "This must be the id of one of the two, or both."}

    def to_internal_value(self, data: Any) -> int | str:
        if data == "both":
            return "both"
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("side")
        return int(data)


class NewMerge(Input):
    """Which row stays, which becomes part of it, and for each field whose value is kept (else the one proposed)."""

    kind = serializers.ChoiceField(choices=MERGED_KINDS)
    winner_id = WholeNumber(min_value=1, max_value=GREATEST_KEY)
    loser_id = WholeNumber(min_value=1, max_value=GREATEST_KEY)
    choices = serializers.DictField(
        child=Side(), required=False, help_text='By field (or "position", "assessment", "stay", "successor"): an id.'
    )


class MergeFilters(django_filters.FilterSet):
    kind = TextFilter("kind")
    winner_id = KeyFilter("winner_id")
    loser_id = KeyFilter("loser_id")


class Merges(Lists, Shows, Creates, Resource):
    """Merges of accounts and people you see, newest first. POST merges two rows; a merge can be undone for 30 days."""

    shape, create_input, filters, default_sort = MergeShape, NewMerge, MergeFilters, "-id"

    def all_rows(self) -> "models.QuerySet[Any]":
        return Merge.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["undo_until"] = undo_until(row["merged_at"])

    def make(self, kind: str, winner_id: int, loser_id: int, choices: Any = None) -> Merge:
        merger = merger_of(kind)
        pair = pair_seen(self.viewer, merger, winner_id, loser_id) if merger else None
        if merger is None or pair is None:
            text = _("There is no such record, or you may not use it.")
            raise Problem(400, errors=[FieldError(text, pointer="#/winner_id"), FieldError(text, pointer="#/loser_id")])
        if not may_merge(self.viewer, merger, [winner_id, loser_id]):
            raise PermissionDenied(_(NEEDS_RIGHT))
        rows = {row.pk: row for row in pair}
        return merge(self.viewer, merger, rows[winner_id], rows[loser_id], choices or {})

    @action(detail=True, methods=["post"])
    @operation(answer="shape", errors=(404, 409))
    def undo(self, request: Request, pk: str) -> Response:
        """Both are again what they were: 409 with the reason when something since stands in the way."""
        row = self.visible(pk)
        if not may_merge_at(self.viewer, row.accounts):
            raise PermissionDenied(_("Undoing takes the right to change every account concerned."))
        undo_act(row.act, self.viewer)
        return self.answer(pk)


class ReasonShape(serializers.Serializer[Any]):
    """Why two look like one, or what speaks against it (negative points)."""

    key = serializers.CharField()
    points = serializers.IntegerField()
    words = serializers.CharField()


class DoubleShape(serializers.Serializer[Any]):
    """Two rows that look like one; `score` is 0-100 and 0 where somebody suggested what was not found."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=MERGED_KINDS)
    first_id = serializers.IntegerField()
    second_id = serializers.IntegerField()
    score = serializers.IntegerField()
    suggested_by_id = serializers.IntegerField(allow_null=True)
    suggested_at = serializers.DateTimeField(allow_null=True)
    likelihood = serializers.SerializerMethodField()
    first_name = serializers.SerializerMethodField()
    second_name = serializers.SerializerMethodField()
    may_merge = serializers.SerializerMethodField()
    reasons = ReasonShape(many=True)

    @extend_schema_field({"type": "string", "enum": ["certain", "likely", "possible"], "nullable": True})
    def get_likelihood(self, row: Any) -> str | None:
        """Attached by `Doubles.attach`, as are the names, the right and the reasons."""
        raise NotImplementedError

    def get_first_name(self, row: Any) -> str:
        raise NotImplementedError

    def get_second_name(self, row: Any) -> str:
        raise NotImplementedError

    def get_may_merge(self, row: Any) -> bool:
        raise NotImplementedError


class Doubles(Lists, Shows, Resource):
    """Pairs that look like one, of which you may change at least one side; most likely first."""

    shape, filters, default_sort = DoubleShape, DoubleFilterSet, "-score"
    sorts = {"id": Sort("id", is_nullable=False), "score": Sort("score", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Double.objects.all()

    def rows(self) -> "models.QuerySet[Any]":
        return open_doubles(self.viewer)

    def editable_rows(self) -> "models.QuerySet[Any]":
        return self.rows()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        found = Double.objects.in_bulk([row["id"] for row in rows])
        lines = {line.double.pk: line for line in lines_of(self.viewer, list(found.values()))}
        for row in rows:
            line = lines[row["id"]]
            reasons = zip(line.double.reasons, line.reasons, strict=True)
            row.update(
                likelihood=line.likelihood.value if line.likelihood else None,
                first_name=line.first.name,
                second_name=line.second.name,
                may_merge=line.may_merge,
                reasons=[{"key": key, "points": points, "words": words} for (key, points, _n), words in reasons],
            )

    @action(detail=True, methods=["post"])
    @operation(status=204, errors=(404,))
    def dismiss(self, request: Request, pk: str) -> Response:
        """They are not the same: remembered until the act is undone."""
        row = self.editable(pk)
        say_distinct(self.viewer, self._merger(row), row.first_id, row.second_id)
        return Response(status=204)

    @action(detail=True, methods=["post"])
    @operation(answer="shape", errors=(403, 404))
    def suggest(self, request: Request, pk: str) -> Response:
        """Ask those who may to merge them."""
        row = self.editable(pk)
        merger = self._merger(row)
        if not may_suggest(self.viewer, merger, [row.first_id, row.second_id]):
            raise PermissionDenied(_("You may read this but not change it."))
        suggest_merge(self.viewer, merger, row.first_id, row.second_id)
        return self.answer(pk)

    def _merger(self, row: Double) -> Any:
        return merger_of(row.kind)
