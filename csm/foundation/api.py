"""The base every API class stands on: a resource of a few lines reads through visibility and writes through services.

class Contracts(Lists, Shows, Creates, Changes, Resource):
    "Contracts of the accounts you see."
    shape, create_input, change_input = ContractShape, NewContract, ContractChange
    def all_rows(self): return Contract.objects.all()
    def create(self, account, **fields): return add_contract(self.viewer, account, **fields)

Lists are `values`-shaped: the columns named by `shape` go from the database to JSON without an object between.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from csm.foundation import redirects
from csm.foundation.fields import checked
from csm.foundation.filters import SAYS_ONE
from csm.foundation.paging import BadParameter, Order, Page, Sort, parse_limit, read_page
from csm.foundation.problems import FieldError, Problem, handle_moved
from csm.foundation.redirects import moved_parameters

PAGING_PARAMETERS = frozenset({"sort", "cursor", "limit"})
KEY = r"[0-9]{1,19}"
Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class Operation:
    """What an action takes and gives: for reading it, for the schema, and for nothing else.

    `body` and `answer` are serializer classes, or the names of class attributes that hold them.
    """

    body: Any = None
    answer: Any = None
    status: int = 200
    also: Mapping[int, Any] = field(default_factory=dict)
    errors: tuple[int, ...] = ()
    is_list: bool = False
    is_partial: bool = False
    media_type: str = "application/json"
    parameters: tuple[Any, ...] = ()


def operation(**details: Any) -> Callable[[Method], Method]:
    """Say what an action takes and gives."""

    def mark(method: Method) -> Method:
        method.operation = Operation(**details)  # type: ignore[attr-defined]
        return method

    return mark


class CallerRate(BaseThrottle):
    """So many requests a minute for each user, counted in the cache; the setting is API_REQUESTS_PER_MINUTE."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        minute = int(time.time()) // 60
        key = f"api-rate:{request.user.pk}:{minute}"
        shared_cache.add(key, 0, 120)
        return bool(shared_cache.incr(key) <= settings.API_REQUESTS_PER_MINUTE)

    def wait(self) -> float:
        return 60 - time.time() % 60


class AlsoCsv(JSONRenderer):
    """Lets a caller ask for CSV, which is streamed; what is rendered is a problem, if anything."""

    media_type = "text/csv"
    format = "csv"


class ApiView(APIView):
    """One address: documented errors, strict query parameters, no rendering but JSON."""

    metadata_class = None
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    throttle_classes: list[Any] = [CallerRate]
    parameters: ClassVar[frozenset[str]] = frozenset()

    @property
    def viewer(self) -> Any:
        return self.request.user

    @property
    def names_by_source(self) -> Mapping[str, str]:
        """What services call a field against what the API calls it, for the errors of the operation at hand."""
        body = self.operation_body()
        return {each.source: name for name, each in body().fields.items()} if body else {}

    def handle_exception(self, exc: Exception) -> Response:
        """What was merged into another row answers 308 with the address where it stands."""
        location = self._where_it_went() if isinstance(exc, Http404) else None
        if location is None:
            return super().handle_exception(exc)
        return handle_moved(self.request.build_absolute_uri(location))

    def _where_it_went(self) -> str | None:
        if not self.request.user.is_authenticated:
            return None
        match = self.request.resolver_match
        moved: dict[str, Any] = dict(moved_parameters(self.viewer, self.kwargs))
        moved.update(self.moved_key())
        if not moved or match is None:
            return None
        query = self.request.META.get("QUERY_STRING", "")
        url = reverse(match.view_name, kwargs={**self.kwargs, **moved})
        return f"{url}?{query}" if query else url

    def moved_key(self) -> dict[str, int]:
        """The new id of the row that the address names by `pk`, where it was merged into another."""
        return {}

    def operation_now(self) -> Operation:
        method = getattr(self, getattr(self, "action", None) or (self.request.method or "").lower(), None)
        return getattr(method, "operation", Operation())

    def operation_body(self) -> Any:
        body = self.operation_now().body
        return getattr(self, body) if isinstance(body, str) else body

    def body(self) -> dict[str, Any]:
        """The checked body of the request. *Raises* Problem 400."""
        serializer = self.operation_body()(
            data=self.request.data, partial=self.operation_now().is_partial, context={"request": self.request}
        )
        return checked(serializer)

    def refuse_unknown_parameters(self, known: frozenset[str]) -> None:
        unknown = sorted(set(self.request.query_params) - known)
        if unknown:
            choices = ", ".join(sorted(known)) or _("no parameters")
            raise BadParameter(
                unknown[0], _("one of %(known)s") % {"known": choices}, _("This parameter is not known here.")
            )


class Resource(ViewSetMixin, ApiView):
    """Rows of one kind. A class says its `shape` and `all_rows`, and mixes in what may be done."""

    shape: ClassVar[type[serializers.Serializer[Any]]]
    lookup_value_regex = KEY

    def all_rows(self) -> "models.QuerySet[Any]":
        raise NotImplementedError

    def rows(self) -> "models.QuerySet[Any]":
        """Rows the caller may read."""
        return self.all_rows().visible_to(self.viewer)  # type: ignore[attr-defined, no-any-return]

    def editable_rows(self) -> "models.QuerySet[Any]":
        """Rows the caller may change."""
        return self.all_rows().editable_by(self.viewer)  # type: ignore[attr-defined, no-any-return]

    def attach(self, rows: list[dict[str, Any]]) -> None:
        """Add what one row has many of, for all rows at once."""

    def require_creator(self) -> None:
        """Whether the caller may create rows at all. *Raises* PermissionDenied."""

    def visible(self, pk: Any) -> Any:
        """One row the caller may read. *Raises* Http404."""
        found = self.rows().filter(pk=int(pk)).first()
        if found is None:
            raise Http404
        return found

    def editable(self, pk: Any) -> Any:
        """One row the caller may change. *Raises* Http404, PermissionDenied where it may only be read."""
        found = self.editable_rows().filter(pk=int(pk)).first()
        if found is None:
            self.visible(pk)
            raise PermissionDenied(_("You may read this but not change it."))
        return found

    def shaped(self, queryset: "models.QuerySet[Any]") -> list[dict[str, Any]]:
        """Rows of a queryset as the API shows them."""
        columns = columns_of(self.shape)
        rows = [dict(zip(columns, row, strict=True)) for row in queryset.values_list(*columns.values())]
        self.attach(rows)
        return rows

    def answer(self, pk: Any, status: int = 200, rows: "models.QuerySet[Any] | None" = None) -> Response:
        """One row, with its version as ETag."""
        found = self.shaped((self.all_rows() if rows is None else rows).filter(pk=int(pk)))
        if not found:
            raise Http404
        response = Response(found[0], status)
        if "row_version" in found[0]:
            response["ETag"] = f'"{found[0]["row_version"]}"'
        return response

    def expected_version(self) -> int | None:
        """The version named by If-Match; None where the header is absent or `*`."""
        header = self.request.headers.get("If-Match", "*").strip()
        if header == "*":
            return None
        found = re.fullmatch(r'(?:W/)?"([0-9]{1,9})"', header)
        if found is None:
            raise Problem(400, _('If-Match must be the ETag that was given out, such as "3".'))
        return int(found[1])

    def moved_key(self) -> dict[str, int]:
        if "pk" not in self.kwargs:
            return {}
        old, kind = int(self.kwargs["pk"]), str(self.all_rows().model._meta.model_name)
        new = redirects.moved(self.viewer, kind, [old]).get(old)
        return {} if new is None else {"pk": new}

    def handle_exception(self, exc: Exception) -> Response:
        """A stale change is answered with what the row holds now."""
        response = super().handle_exception(exc)
        if response.status_code == 412 and "pk" in self.kwargs:
            current = self.answer(self.kwargs["pk"])
            response.data["current"] = current.data
            response["ETag"] = current["ETag"]
        return response


@cache
def columns_of(shape: type[serializers.Serializer[Any]]) -> dict[str, str]:
    """The columns of a shape by name; nested serializers and method fields are not columns but attached."""
    return {
        name: (each.source or name).replace(".", "__")
        for name, each in shape().fields.items()
        if not isinstance(each, serializers.BaseSerializer | serializers.SerializerMethodField)
    }


class Lists:
    """GET of the collection: filtered, sorted, in pages, without a count."""

    sorts: ClassVar[Mapping[str, Sort]] = {"id": Sort("id", is_nullable=False)}
    default_sort: ClassVar[str] = "id"
    filters: ClassVar[Any] = None

    @operation(answer="shape", is_list=True)
    def list(self: Any, request: Request) -> Response:
        given = request.query_params
        order = Order.parse(given.get("sort", ""), self.accepted_sorts(), self.default_sort)
        columns = columns_of(self.shape)
        page = read_page(
            self.sortable(self.filtered(self.rows()), order).values_list(*columns.values()),
            order,
            given.get("cursor", ""),
            parse_limit(given.get("limit", "")),
        )
        rows = [dict(zip(columns, row, strict=True)) for row in page.rows]
        if not rows and (moved := moved_parameters(self.viewer, request.query_params)):
            return handle_moved(_address_with(request, moved))
        self.attach(rows)
        return paged(request, rows, page)

    def accepted_sorts(self) -> Mapping[str, Sort]:
        """The orders of the day: those of the schema, and what an installation added."""
        return self.sorts

    def sortable(self, queryset: "models.QuerySet[Any]", order: Order) -> "models.QuerySet[Any]":
        """The rows with what they are sorted by, where that is no column."""
        return queryset

    def filter_names(self) -> Iterable[str]:
        return self.filters.base_filters if self.filters else ()

    def accepted_filters(self) -> Iterable[str]:
        """The filters of the day: those of the schema, and what an installation added."""
        return self.filter_names()

    def filtered(self: Any, queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """The rows that the query parameters ask for. *Raises* BadParameter."""
        known = frozenset(self.accepted_filters())
        self.refuse_unknown_parameters(known | PAGING_PARAMETERS)
        if not known & set(self.request.query_params):
            return queryset
        self._refuse_repeated()
        chosen = self.filters(self.request.query_params, queryset, request=self.request)
        if not chosen.is_valid():
            raise Problem(400, errors=parameter_errors(chosen.form))
        return chosen.qs  # type: ignore[no-any-return]

    def _refuse_repeated(self: Any) -> None:
        """Refuse a filter that takes one value and is given several, of which all but the last would be passed over."""
        one_each = {name for name, each in self.filters.base_filters.items() if isinstance(each, SAYS_ONE)}
        repeated = sorted(name for name in one_each if len(self.request.query_params.getlist(name)) > 1)
        if repeated:
            raise BadParameter(repeated[0], _("one value"), _("This parameter is given more than once."))


def parameter_errors(form: Any) -> list[FieldError]:
    """What is wrong with which query parameter."""
    return [
        FieldError(text, parameter=name, expected=str(form.fields[name].help_text) if name in form.fields else "")
        for name, texts in form.errors.items()
        for text in texts
    ]


def paged(request: Request, rows: list[dict[str, Any]], page: Page[Any]) -> Response:
    """A page of rows with the addresses of its neighbours in the body and in `Link`."""
    following, preceding = (_address(request, cursor) for cursor in (page.next_cursor, page.previous_cursor))
    response = Response({"results": rows, "next": following, "previous": preceding})
    links = {"next": following, "prev": preceding, "first": _address(request, "")}
    response["Link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items() if url)
    return response


def _address_with(request: Request, changed: Mapping[str, Any]) -> str:
    """The address of a list with other ids in its filters."""
    query = {**dict(request.query_params.lists()), **changed}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query, doseq=True)}")


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = {name: values for name, values in request.query_params.lists() if name != "cursor"}
    if cursor:
        query["cursor"] = [cursor]
    return request.build_absolute_uri(request.path + ("?" + urlencode(query, doseq=True) if query else ""))


class Shows:
    """GET of one row."""

    @operation(answer="shape", errors=(404,))
    def retrieve(self: Any, request: Request, pk: str) -> Response:
        self.refuse_unknown_parameters(self.parameters)
        return self.answer(pk, rows=self.rows())  # type: ignore[no-any-return]


class Creates:
    """POST to the collection; `make` calls the service."""

    create_input: ClassVar[type[serializers.Serializer[Any]]]

    @operation(body="create_input", answer="shape", status=201)
    def create(self: Any, request: Request) -> Response:
        self.require_creator()
        made = self.make(**self.body())
        response = self.answer(made.pk, 201)
        response["Location"] = request.build_absolute_uri(f"{request.path}{made.pk}/")
        return response  # type: ignore[no-any-return]

    make: Callable[..., Any]


class Changes:
    """PATCH of one row: only the fields given change; `change` calls the service."""

    change_input: ClassVar[type[serializers.Serializer[Any]]]

    @operation(body="change_input", answer="shape", is_partial=True, errors=(404, 412))
    def partial_update(self: Any, request: Request, pk: str) -> Response:
        row = self.editable(pk)
        fields = self.body()
        changed = self.change(row, self.expected_version(), **fields)
        return self.answer(changed.pk)  # type: ignore[no-any-return]

    change: Callable[..., Any]


class Retracts:
    """DELETE of one row: what was recorded by mistake is taken back, and can be undone."""

    @operation(status=204, errors=(404,))
    def destroy(self: Any, request: Request, pk: str) -> Response:
        self.retract(self.editable(pk))
        return Response(status=204)

    def retract(self, row: Any) -> None:
        raise NotImplementedError


class NothingHere(ApiView):
    """Every address under the API that is not one: the same 404, whoever asks."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
