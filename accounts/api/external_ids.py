"""What other systems call our rows: look up and write rows by that name, so that a sync needs no table of its own."""

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import ExternalId
from accounts.services.external_ids import hold_name, name_row, unname_row
from csm.foundation.api import Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import GREATEST_KEY, Input, Text, WholeNumber
from csm.foundation.filters import KeyFilter, TextFilter
from csm.foundation.problems import FieldError, Problem

# kind -> the resource whose rows it names; filled by `ByExternalId` as classes are made
KINDS: dict[str, type[Resource]] = {}
NAMED_KINDS = [
    *("account", "contract", "deal", "person", "stakeholder", "touchpoint", "task"),
    *("goal", "commitment", "concern", "milestone", "recognition"),
]
WHERE = "by-external-id/(?P<source>[^/]{1,40})/(?P<value>.{1,200})"
PARAMETERS = (
    OpenApiParameter("source", {"type": "string", "minLength": 1, "maxLength": 40}, OpenApiParameter.PATH),
    OpenApiParameter("value", {"type": "string", "minLength": 1, "maxLength": 200}, OpenApiParameter.PATH),
)


class ByExternalId:
    """GET and PUT of one row by what another system calls it. PUT creates it or changes the fields given."""

    kind: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "kind" in vars(cls):
            KINDS[cls.kind] = cls  # type: ignore[assignment]

    @action(detail=False, methods=["get"], url_path=WHERE)
    @operation(answer="shape", parameters=PARAMETERS)
    def by_external_id(self: Any, request: Request, source: str, value: str) -> Response:
        self.refuse_unknown_parameters(frozenset())
        known = named_row(self, source, value)
        if known is None:
            raise Http404
        return self.answer(known.pk, rows=self.rows())  # type: ignore[no-any-return]

    @by_external_id.mapping.put
    @operation(body="create_input", answer="shape", also={201: "shape"}, parameters=PARAMETERS, errors=(412,))
    def put_by_external_id(self: Any, request: Request, source: str, value: str) -> Response:
        try:
            with transaction.atomic():
                return self._put(source, value)  # type: ignore[no-any-return]
        except IntegrityError:
            # Another request made the row since we looked: what is left to do is to change it.
            with transaction.atomic():
                return self._put(source, value)  # type: ignore[no-any-return]

    def _put(self: Any, source: str, value: str) -> Response:
        known = named_row(self, source, value, is_held=True)
        if known is not None:
            row = self.editable(known.pk)
            changed = self.change(row, self.expected_version(), **self.changes_of_put(row))
            return self.answer(changed.pk)  # type: ignore[no-any-return]
        self.require_creator()
        made = self.make(**self.body())
        name_row(self.viewer, self.kind, made.pk, source, value, getattr(made, "account_id", None))
        response = self.answer(made.pk, 201)
        response["Location"] = self.request.build_absolute_uri(self.address_of(made.pk))
        return response  # type: ignore[no-any-return]

    def changes_of_put(self: Any, row: Any) -> dict[str, Any]:
        """The fields to change when the row exists; what only a new row takes is left out.

        *Raises* Problem where the account is another: rows do not move.
        """
        given = self.body()
        if "account" in given and given["account"].pk != row.account_id:
            text = _("This stands at another account and cannot be moved.")
            raise Problem(400, errors=[FieldError(text, pointer="#/account_id")])
        changeable = {each.source for each in self.change_input().fields.values()}
        return {name: value for name, value in given.items() if name in changeable}

    def address_of(self: Any, pk: int) -> str:
        before, _mark, _after = self.request.path.partition("by-external-id/")
        return f"{before}{pk}/"


def named_row(resource: Any, source: str, value: str, *, is_held: bool = False) -> models.Model | None:
    """The row of that name as it stands, whoever may see it; held, nobody else makes one until the transaction ends.
    *Raises* Http404 where no name can be so."""
    if "\0" in source + value:
        raise Http404
    if is_held:
        hold_name(resource.kind, source, value)
    held = ExternalId.objects.filter(kind=resource.kind, source=source, value=value).first()
    if held is None:
        return None
    rows = resource.all_rows()
    standing = rows.standing() if hasattr(rows, "standing") else rows
    return standing.filter(pk=held.row_id).first()  # type: ignore[no-any-return]


class ExternalIdShape(serializers.Serializer[Any]):
    """A row and its name in another system."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    row_id = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()


class NewExternalId(Input):
    """Name a row."""

    kind = serializers.ChoiceField(choices=NAMED_KINDS)
    row_id = WholeNumber(min_value=1, max_value=GREATEST_KEY)
    source = Text(max_length=40)  # type: ignore[assignment]
    value = Text(max_length=200)


class ExternalIdFilters(django_filters.FilterSet):
    row_id = KeyFilter("row_id")
    source = TextFilter("source")
    value = TextFilter("value")
    kind = TextFilter("kind")


class ExternalIds(Lists, Shows, Creates, Retracts, Resource):
    """Names in other systems of the rows you see."""

    shape = ExternalIdShape
    create_input = NewExternalId
    filters = ExternalIdFilters

    def all_rows(self) -> "models.QuerySet[Any]":
        return ExternalId.objects.all()

    def rows(self) -> "models.QuerySet[Any]":
        return self._of(lambda resource: resource.rows())

    def editable_rows(self) -> "models.QuerySet[Any]":
        return self._of(lambda resource: resource.editable_rows())

    def _of(self, rows: Callable[[Resource], "models.QuerySet[Any]"]) -> "models.QuerySet[Any]":
        named = models.Q(pk__in=[])
        for kind in KINDS:
            named |= models.Q(kind=kind, row_id__in=rows(self._resource(kind)).order_by().values("pk"))
        return self.all_rows().filter(named)

    def _resource(self, kind: str) -> Resource:
        resource = KINDS[kind]()
        resource.request = self.request
        return resource

    def make(self, kind: str, row_id: int, source: str, value: str, **_rest: Any) -> models.Model:
        row = self._resource(kind).editable_rows().filter(pk=row_id).first()
        if row is None:
            text = _("There is no such record, or you may not use it.")
            raise Problem(400, errors=[FieldError(text, pointer="#/row_id")])
        if ExternalId.objects.filter(kind=kind, source=source, value=value).exists():
            text = _("This name is taken by another record.")
            raise Problem(409, text, errors=[FieldError(text, pointer="#/value")])
        return name_row(self.viewer, kind, row.pk, source, value, getattr(row, "account_id", None))

    def retract(self, row: ExternalId) -> None:
        unname_row(self.viewer, row)
