"""The OpenAPI schema: read from what each action declares, with every error it can answer."""

import re
from collections.abc import Iterable
from typing import Any

import django_filters
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from csm.foundation.api import Operation
from csm.foundation.fields import GREATEST_KEY, Reference, References
from csm.foundation.paging import DEFAULT_LIMIT, MAX_LIMIT
from csm.foundation.problems import CONTENT_TYPE, KINDS

ID_SCHEMA = {"type": "integer", "format": "int64", "minimum": 1, "maximum": GREATEST_KEY}
BODILY = {"POST", "PUT", "PATCH"}


class ErrorShape(serializers.Serializer[Any]):
    """What is wrong in one place."""

    detail = serializers.CharField(help_text="In words.")
    pointer = serializers.CharField(required=False, help_text="Where in the body (RFC 6901), e.g. #/name.")
    parameter = serializers.CharField(required=False, help_text="Which query parameter.")
    expected = serializers.CharField(required=False, help_text="What would be accepted.")
    line = serializers.IntegerField(required=False, help_text="In a text that is read itself: the line, from 1.")
    field = serializers.CharField(required=False, help_text="In such a text: the field, e.g. steps[2].due.")
    file = serializers.CharField(required=False, help_text="Of several such texts: the name of the file.")


class ProblemShape(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="A stable name of the kind of problem.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = ErrorShape(many=True, required=False)  # type: ignore[assignment]
    current = serializers.DictField(required=False, help_text="412: what the row holds now.")


class Schema(AutoSchema):
    """An operation from its declaration; see `csm.foundation.api.Operation`."""

    view: Any

    @property
    def operation(self) -> Operation:
        name = getattr(self.view, "action", None) or self.method.lower()
        return getattr(getattr(self.view, name, None), "operation", Operation())

    def _class(self, declared: Any) -> Any:
        return getattr(self.view, declared) if isinstance(declared, str) else declared

    def get_request_serializer(self) -> Any:
        body = self._class(self.operation.body)
        return body(partial=self.operation.is_partial) if body else None

    def map_parsers(self) -> list[Any]:
        """The kinds of body that are described: what a parser takes `is_beside` them is said in words."""
        parsers = self.view.get_parsers()
        return list(dict.fromkeys(each.media_type for each in parsers if not getattr(each, "is_beside", False)))

    def get_response_serializers(self) -> Any:
        declared = self.operation
        answers: dict[Any, Any] = {(declared.status, declared.media_type): self._answer(declared.answer)}
        answers.update({status: self._answer(also) for status, also in declared.also.items()})
        return {**answers, **{(status, CONTENT_TYPE): self._problem(status) for status in self._errors()}}

    def _answer(self, declared: Any) -> Any:
        shape = self._class(declared)
        if shape is None:
            return OpenApiResponse(description="Nothing")
        return self._page(shape) if self.operation.is_list else shape

    def _page(self, shape: Any) -> Any:
        fields = {
            "results": shape(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        }
        return inline_serializer(f"{shape.__name__.removesuffix('Shape')}Page", fields)

    def _problem(self, status: int) -> OpenApiResponse:
        return OpenApiResponse(ProblemShape, description=str(KINDS[status][1]))

    def _errors(self) -> Iterable[int]:
        always = {400, 401, 403, 406, 429, 500}
        if "{" in self.path:
            always.add(404)
        if self._is_repeatable():
            always |= {409, 422}
        if self.method in BODILY and self.operation.body:
            always |= {409, 413, 415}
        if self.method == "DELETE":
            always.add(409)
        return sorted(always | set(self.operation.errors))

    def get_override_parameters(self) -> list[Any]:
        declared = [*self._keys(), *self.operation.parameters]
        if self._is_repeatable():
            declared += self.view.post_parameters
        if self.operation.is_list:
            declared += [*self._paging(), *self._filters()]
        if 412 in self.operation.errors:
            declared.append(
                OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="ETag of what was read.")
            )
        return declared

    def _is_repeatable(self) -> bool:
        return self.method == "POST" and bool(getattr(self.view, "post_parameters", ()))

    def _keys(self) -> list[OpenApiParameter]:
        names = re.findall(r"{(\w*id)}", self.path)
        return [OpenApiParameter(name, ID_SCHEMA, OpenApiParameter.PATH) for name in names]

    def _paging(self) -> list[OpenApiParameter]:
        names = [name for sort in sorted(self.view.sorts) for name in (sort, f"-{sort}")]
        limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
        return [
            OpenApiParameter("sort", str, enum=names, default=self.view.default_sort),
            OpenApiParameter("limit", limit),
            OpenApiParameter("cursor", str, description="From `next` or `previous` of another page."),
        ]

    def _filters(self) -> list[OpenApiParameter]:
        chosen = getattr(self.view.filters, "base_filters", {})
        added = [name for name in self.view.filter_names() if name not in chosen]
        own = [parameter_of(name, each) for name, each in chosen.items()]
        return [*own, *(OpenApiParameter(name, str) for name in added)]

    def get_filter_backends(self) -> list[Any]:
        return []

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def get_operation_id(self) -> str:
        action = getattr(self.view, "action", None) or self.method.lower()
        words = {
            "retrieve": "read",
            "partial_update": "change",
            "destroy": "retract",
            "by_external_id": "read_by_external_id",
        }
        return f"{self._subject()}_{words.get(action, action)}"

    def _subject(self) -> str:
        pieces = [piece for piece in self.path.removeprefix("/api/v1").split("/") if piece and "{" not in piece]
        action = getattr(self.view, "action", None)
        own = pieces[:1] if action else pieces
        return "_".join(own).replace("-", "_")

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Shape")

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1").strip("/").split("/")[0]]


def parameter_of(name: str, chosen: Any) -> OpenApiParameter:
    """The query parameter of a filter, by the form field that reads it."""
    if isinstance(chosen, django_filters.ModelChoiceFilter):
        none = chosen.extra.get("null_label") and {"type": "string", "enum": [chosen.null_value]}
        of_id: Any = {"anyOf": [ID_SCHEMA, none]} if none else ID_SCHEMA
        return OpenApiParameter(name, of_id, description=str(chosen.label or ""))
    field = chosen.field
    schema: Any = {"type": "string"}
    kind = type(field).__name__
    if "Choice" in kind:
        schema = {"type": "string", "enum": [str(key) for key, _label in field.choices if str(key)]}
    if "Integer" in kind:
        schema = ID_SCHEMA
    elif "DateField" in kind:
        schema = {"type": "string", "format": "date"}
    elif "Boolean" in kind:
        schema = {"type": "boolean"}
    elif "Decimal" in kind or "Float" in kind:
        schema = {"type": "number"}
    many = "Multiple" in kind
    return OpenApiParameter(name, schema, many=many, description=str(field.help_text or field.label or ""))


class ReferenceSchema(OpenApiSerializerFieldExtension):
    """References are ids, or keys."""

    target_class = "csm.foundation.fields.Reference"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        field: Reference = self.target
        one: dict[str, Any] = ID_SCHEMA if field.by == "pk" else {"type": "string"}
        if isinstance(field, References):
            return {"type": "array", "items": one, "minItems": field.least, "maxItems": field.most}
        return {**one, "nullable": True} if field.allow_null else one
