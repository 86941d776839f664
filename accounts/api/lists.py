"""Lists in the API: saved views as a resource, and changing many rows at once."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.domain.list_states import BESIDES, ListState
from accounts.models import DefaultView, ListName, SavedView, Sharing, Team
from accounts.selectors.list_edits import MANY
from accounts.services import saved_views
from accounts.services.acts import act
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import GREATEST_KEY, Flag, Input, Reference, Text, WholeNumber
from csm.foundation.filters import WordFilter
from csm.foundation.paging import Sort
from csm.foundation.problems import FieldError, Problem

MOST_ROWS = 1000


class ViewShape(serializers.Serializer[Any]):
    """A list as somebody keeps it; `is_default`: your list opens with it."""

    id = serializers.IntegerField()
    list = serializers.ChoiceField(choices=ListName.choices, source="list_name")
    name = serializers.CharField()
    owner_id = serializers.IntegerField()
    sharing = serializers.ChoiceField(choices=Sharing.choices)
    team_id = serializers.IntegerField(allow_null=True)
    filters = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    sort = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    row_version = serializers.IntegerField()
    is_default = serializers.SerializerMethodField()

    def get_is_default(self, row: Any) -> bool:
        """Attached by `Views.attach`; named here for the schema."""
        raise NotImplementedError


class ViewChange(Input):
    """What can be changed of a view."""

    name = Text(max_length=80)
    sharing = serializers.ChoiceField(choices=Sharing.choices, required=False)
    team_id = Reference(lambda viewer: Team.objects.all(), source="team", required=False, allow_null=True)
    filters = serializers.DictField(
        child=serializers.ListField(child=Text(max_length=200), max_length=100),
        required=False,
        help_text="Values by parameter of the list's address.",
    )
    sort = Text(max_length=60, allow_blank=True, required=False)
    columns = serializers.ListField(child=Text(max_length=60), max_length=200, required=False)
    is_default = Flag(required=False, source="opens", help_text="Your list opens with it.")

    def validate_filters(self, given: dict[str, Any]) -> dict[str, Any]:
        wrong = sorted(set(given) & BESIDES)
        if wrong:
            raise serializers.ValidationError(_("%(name)s is no filter.") % {"name": wrong[0]})
        return given


class NewView(ViewChange):
    """A view of a list."""

    list = serializers.ChoiceField(choices=ListName.choices, source="list_name")


class ViewFilters(django_filters.FilterSet):
    list = WordFilter("list_name", ListName)


class Views(Lists, Shows, Creates, Changes, Retracts, Resource):
    """Views of the lists that are yours or shared with you. A view shows everybody only what is theirs to see."""

    shape, create_input, change_input, filters = ViewShape, NewView, ViewChange, ViewFilters
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    default_sort = "name"

    def all_rows(self) -> "models.QuerySet[Any]":
        return SavedView.objects.all()

    def attach(self, rows: "list[dict[str, Any]]") -> None:
        ids = set(DefaultView.objects.filter(user=self.viewer).values_list("view_id", flat=True))
        for row in rows:
            row["is_default"] = row["id"] in ids

    def make(self, list_name: str, **fields: Any) -> SavedView:
        state = _state(fields, ListState({}))
        return saved_views.save_view(self.viewer, ListName(list_name), state, **fields)

    def change(self, row: SavedView, expected_version: int | None, **fields: Any) -> SavedView:
        state = _state(fields, saved_views.state_of(row))
        return saved_views.edit_view(self.viewer, row, expected_version or row.row_version, state, **fields)

    def retract(self, row: SavedView) -> None:
        saved_views.remove_view(self.viewer, row)


def _state(fields: dict[str, Any], held: ListState) -> ListState:
    """Take filters, sort and columns out of the fields of a view; those not given stay."""
    filters = fields.pop("filters", held.filters)
    return ListState(filters, fields.pop("sort", held.sort), tuple(fields.pop("columns", held.columns)))


class RowChosen(Input):
    """A row to change; `row_version`: only if it is still as you read it."""

    id = WholeNumber(min_value=1, max_value=GREATEST_KEY)
    row_version = WholeNumber(min_value=1, max_value=2_147_483_647, required=False)


class ManyDone(serializers.Serializer[Any]):
    """How many rows were changed, how many were so already, and the act that undoes it; null where nothing changed."""

    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    act_id = serializers.IntegerField(allow_null=True)


class ChangesMany:
    """PATCH of many rows at once: all of them or none. `many_input` says what can be set; `set_on` sets it."""

    many_input: Any

    @action(detail=False, methods=["patch"], url_path="bulk")
    @operation(body="many_input", answer=ManyDone, errors=(409,))
    def bulk(self: Any, request: Request) -> Response:
        """Set the same on up to 1,000 rows, all or nothing; each row that cannot be changed is named in `errors`."""
        said = self.body()
        with transaction.atomic():
            rows = self._locked(said.pop("items"))
            changes = self.many_changes(said.pop("set"))
            with act(MANY, self.viewer, None, _("Edited %(count)d rows") % {"count": len(rows)}) as recorder:
                changed = self.set_on(recorder, rows, changes)
        log = recorder.log.pk if recorder.log else None
        return Response({"changed": changed, "unchanged": len(rows) - changed, "act_id": log})

    def _locked(self: Any, items: "list[dict[str, Any]]") -> "list[Any]":
        """The rows, locked, in the order of their ids. *Raises* Problem with every row that cannot be changed."""
        ids = [item["id"] for item in items]
        rows = self.editable_rows().select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        mine = {row.pk: row for row in rows}
        readable = set(self.rows().filter(pk__in=set(ids) - set(mine)).values_list("pk", flat=True))
        wrong = [error for place, item in enumerate(items) if (error := _wrong(place, item, mine, readable))]
        twice = [place for place, pk in enumerate(ids) if pk in ids[:place]]
        wrong += [FieldError(_("This row is named twice."), pointer=f"#/items/{place}/id") for place in twice]
        if wrong:
            raise Problem(409 if all(each.pointer.endswith("row_version") for each in wrong) else 400, errors=wrong)
        return list(mine.values())

    def many_changes(self: Any, given: Mapping[str, Any]) -> "dict[str, Any]":
        """What is set, as it is stored. *Raises* Problem."""
        if not given:
            raise Problem(400, errors=[FieldError(_("Say what to set."), pointer="#/set")])
        try:
            return self.checked(dict(given))  # type: ignore[no-any-return]
        except ValidationError as error:
            wrong = [(key, text) for key, texts in error.message_dict.items() for text in texts]
            raise Problem(400, errors=[FieldError(text, pointer=f"#/set/{key}") for key, text in wrong]) from error


def _wrong(place: int, item: Mapping[str, Any], mine: Mapping[int, Any], readable: set[int]) -> FieldError | None:
    """Why one row cannot be changed; None where it can."""
    row = mine.get(item["id"])
    if row is None:
        read = _("You may read this but not change it.")
        absent = _("There is no such record, or you may not use it.")
        return FieldError(read if item["id"] in readable else absent, pointer=f"#/items/{place}/id")
    if item.get("row_version", row.row_version) != row.row_version:
        words = _("This was changed by somebody else meanwhile.")
        return FieldError(words, pointer=f"#/items/{place}/row_version", expected=str(row.row_version))
    return None
