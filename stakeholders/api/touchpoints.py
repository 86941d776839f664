"""What happened between us and them: one interaction, or many at once."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import django_filters
from django.db import models, transaction
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId, named_row
from accounts.services.external_ids import hold_name, name_row
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import Flag, Input, Instant, Text, checked
from csm.foundation.filters import DayFilter, KeyFilter, WordFilter
from csm.foundation.paging import Sort
from csm.foundation.problems import Problem, handle_exception
from stakeholders.api import references
from stakeholders.models import Touchpoint, TouchpointStakeholder, TouchpointUser
from stakeholders.models.words import TOUCH_CHOICES
from stakeholders.services import touchpoints

MOST_AT_ONCE = 500


class TouchpointShape(serializers.Serializer[Any]):
    """One interaction; `touched_on` is its local date, which the mathematics uses."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=TOUCH_CHOICES)
    touched_at = serializers.DateTimeField()
    touched_on = serializers.DateField()
    is_two_way = serializers.BooleanField()
    subject = serializers.CharField()
    notes = serializers.CharField()
    row_version = serializers.IntegerField()
    user_ids = serializers.SerializerMethodField()
    stakeholder_ids = serializers.SerializerMethodField()

    def get_user_ids(self, row: Any) -> list[int]:
        """Attached by `Touchpoints.attach`, as are theirs; named here for the schema."""
        raise NotImplementedError

    def get_stakeholder_ids(self, row: Any) -> list[int]:
        raise NotImplementedError


class TouchpointChange(Input):
    """What can be corrected of a touchpoint."""

    kind = serializers.ChoiceField(choices=TOUCH_CHOICES)
    touched_at = Instant()
    user_ids = references.users()
    stakeholder_ids = references.stakeholders(least=1)
    is_two_way = Flag(required=False)
    subject = Text(max_length=200, allow_blank=True, required=False)
    notes = Text(max_length=20_000, allow_blank=True, required=False)


class NewTouchpoint(TouchpointChange):
    """Who met whom, when and how. Two-way unless said otherwise, or a mail or event."""

    account_id = references.account()


class NameInput(Input):
    """What the sending system calls it."""

    source = Text(max_length=40)  # type: ignore[assignment]
    value = Text(max_length=200)


class BatchItem(NewTouchpoint):
    """One of many. With `external_id`, one that is known already is left as it is."""

    external_id = NameInput(required=False)


class BatchInput(Input):
    """Up to 500 touchpoints: each by itself, or with `all_or_nothing` all in one transaction."""

    items = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST_AT_ONCE,
        help_text="Each as in POST, and `external_id`.",
    )
    all_or_nothing = Flag(default=False)


class BatchResult(serializers.Serializer[Any]):
    """What became of one item, in the order sent: 201 made, 200 known already, else refused with its problem."""

    status = serializers.IntegerField()
    id = serializers.IntegerField(required=False)
    problem = serializers.DictField(required=False)


class BatchShape(serializers.Serializer[Any]):
    """What became of each item."""

    created = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    failed = serializers.IntegerField()
    results = BatchResult(many=True)


class TouchpointFilters(django_filters.FilterSet):
    account_id = KeyFilter("account_id")
    user_id = KeyFilter("user_links__user_id")
    stakeholder_id = KeyFilter("stakeholder_links__stakeholder_id")
    kind = WordFilter("kind", TOUCH_CHOICES)
    on_or_after = DayFilter("touched_on", lookup_expr="gte")
    before = DayFilter("touched_on", lookup_expr="lt")


class Touchpoints(Lists, Shows, Creates, Changes, Retracts, ByExternalId, Resource):
    """Touchpoints at the accounts you see. A correction takes the old record back and answers the new one."""

    kind = "touchpoint"
    shape, create_input, change_input, filters = TouchpointShape, NewTouchpoint, TouchpointChange, TouchpointFilters
    sorts = {"id": Sort("id", is_nullable=False), "touched_on": Sort("touched_on", is_nullable=False)}
    default_sort = "-touched_on"

    @property
    def names_by_source(self) -> Mapping[str, str]:
        return {**super().names_by_source, **{each.source or name: name for name, each in BatchItem().fields.items()}}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Touchpoint.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        ids = [row["id"] for row in rows]
        ours = _links(TouchpointUser.objects.filter(touchpoint_id__in=ids), "user_id")
        theirs = _links(TouchpointStakeholder.objects.filter(touchpoint_id__in=ids), "stakeholder_id")
        for row in rows:
            row.update(user_ids=ours[row["id"]], stakeholder_ids=theirs[row["id"]])

    def make(self, account: Any, **fields: Any) -> Touchpoint:
        return touchpoints.record_touchpoint(self.viewer, account, **fields)

    def change(self, row: Touchpoint, expected_version: int | None, **fields: Any) -> Touchpoint:
        if _says_nothing_new(row, fields) and expected_version in (None, row.row_version):
            return row
        return touchpoints.correct_touchpoint(self.viewer, row, expected_version, **fields)

    def retract(self, row: Touchpoint) -> None:
        touchpoints.retract_touchpoint(self.viewer, row)

    @action(detail=False, methods=["post"])
    @operation(body=BatchInput, answer=BatchShape, errors=(403,))
    def batch(self, request: Request) -> Response:
        """Record many at once; what was refused says why, item by item."""
        given = self.body()
        if not given["all_or_nothing"]:
            return Response(_summary([self._try(item) for item in given["items"]]))
        with transaction.atomic():
            self._hold_names(given["items"])
            results = [self._try(item) for item in given["items"]]
            summary = _summary(results)
            if summary["failed"]:
                transaction.set_rollback(True)
                results = [each if "problem" in each else {"status": 424} for each in results]
                raise Problem(400, extra={"results": results})
        return Response(summary)

    def _hold_names(self, items: list[dict[str, Any]]) -> None:
        """Hold all names in one order, so that two batches of the same touchpoints never wait for each other."""
        named = (item["external_id"] for item in items if isinstance(item.get("external_id"), dict))
        names = {(str(name.get("source")), str(name.get("value"))) for name in named}
        for source, value in sorted(name for name in names if "\0" not in "".join(name)):
            hold_name(self.kind, source, value)

    def _try(self, item: dict[str, Any]) -> dict[str, Any]:
        try:
            with transaction.atomic():
                return self._record(item)
        except Exception as error:
            refused = handle_exception(error, {"view": self, "request": self.request})
            if refused.status_code >= 500:
                raise
            return {"status": refused.status_code, "problem": refused.data}

    def _record(self, item: dict[str, Any]) -> dict[str, Any]:
        fields = checked(BatchItem(data=item, context={"request": self.request}))
        name = fields.pop("external_id", None)
        known = named_row(self, name["source"], name["value"], is_held=True) if name else None
        if known is not None:
            return {"status": 200, "id": self.editable(known.pk).pk}
        made = self.make(**fields)
        if name:
            name_row(self.viewer, self.kind, made.pk, name["source"], name["value"], made.account_id)
        return {"status": 201, "id": made.pk}


def _links(links: "models.QuerySet[Any]", column: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for touchpoint_id, other in links.order_by("pk").values_list("touchpoint_id", column):
        found[touchpoint_id].append(other)
    return found


def _says_nothing_new(row: Touchpoint, fields: dict[str, Any]) -> bool:
    held: dict[str, Any] = {
        "users": {user.pk for user in row.users.all()},
        "stakeholders": {someone.pk for someone in row.stakeholders.all()},
    }
    said = {name: {each.pk for each in new} if name in held else new for name, new in fields.items()}
    return all((held[name] if name in held else getattr(row, name)) == new for name, new in said.items())


def _summary(results: list[dict[str, Any]]) -> dict[str, Any]:
    statuses = [each["status"] for each in results]
    made, known = statuses.count(201), statuses.count(200)
    return {"created": made, "unchanged": known, "failed": len(results) - made - known, "results": results}
