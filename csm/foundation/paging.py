"""Pages of a list by keyset: stable while rows are inserted, as fast on the last page as on the first.

Used by the pages and by the API alike:

    order = Order.parse(request.GET.get("sort", ""), SORTS, default="name")
    page = read_page(queryset, order, cursor=request.GET.get("cursor", ""), limit=50)
    page.rows, page.next_cursor, page.previous_cursor

`queryset` may give instances, `values` or `values_list` rows. *Raises* BadParameter for what cannot be read.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar, cast

import orjson
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
SORT_VALUE, ROW_KEY = "sort_value_of_row", "key_of_row"
GREATEST_KEY = 2**63 - 1

Row = TypeVar("Row")


class BadParameter(ValueError):
    """A query parameter cannot be used; `expected` says what would be, `detail` why where that is another reason."""

    def __init__(self, name: str, expected: str, detail: str = "") -> None:
        super().__init__(f"{name}: {expected}")
        self.name = name
        self.expected = expected
        self.detail = detail


@dataclass(frozen=True)
class Sort:
    """What a list can be sorted by: a field or an annotation. One that is never null may use its index both ways."""

    field: str
    is_nullable: bool = True


@dataclass(frozen=True)
class Order:
    """A sort as asked for in the address: `-arr` is by `arr`, greatest first; empty values come last both ways."""

    name: str
    sort: Sort
    is_descending: bool

    @classmethod
    def parse(cls, text: str, sorts: Mapping[str, Sort], default: str) -> "Order":
        """Read the `sort` parameter, e.g. "name" or "-name"."""
        name = text or default
        sort = sorts.get(name.removeprefix("-"))
        if sort is None:
            choices = ", ".join(sorted(sorts))
            raise BadParameter("sort", _("one of %(choices)s, with - in front for descending") % {"choices": choices})
        return cls(name, sort, name.startswith("-"))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursors of its neighbours where there are any."""

    rows: Sequence[Row]
    next_cursor: str | None
    previous_cursor: str | None


@dataclass(frozen=True)
class _Place:
    """Where a page starts: just after a row (or just before it, when going back)."""

    goes_back: bool
    value: Any
    key: int


def parse_limit(text: str, default: int = DEFAULT_LIMIT) -> int:
    """Read the `limit` parameter: 1 to 500."""
    if not text:
        return default
    limit = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    if not 1 <= limit <= MAX_LIMIT:
        raise BadParameter("limit", _("a whole number from 1 to %(most)d") % {"most": MAX_LIMIT})
    return limit


def read_page(
    queryset: "models.QuerySet[Any, Row]", order: Order, cursor: str = "", limit: int = DEFAULT_LIMIT
) -> Page[Row]:
    """One page of a queryset, in one query and without a count."""
    place = _decode(cursor, order, queryset) if cursor else None
    goes_back = place is not None and place.goes_back
    found = queryset if place is None else queryset.filter(_beyond(order, place))
    marked = found.annotate(**{SORT_VALUE: F(order.sort.field), ROW_KEY: F("pk")})
    rows = list(marked.order_by(*ordering(order, goes_back))[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    if goes_back:
        rows.reverse()
    return Page(
        [_unmarked(row) for row in rows],
        _cursor(order, rows[-1], False) if rows and (goes_back or has_more) else None,
        _cursor(order, rows[0], True) if rows and (has_more if goes_back else place is not None) else None,
    )


def ordering(order: Order, goes_back: bool = False) -> list[Any]:
    """What a queryset is ordered by; the other way round when going back."""
    by, key = F(order.sort.field), F("pk")
    descending = order.is_descending != goes_back
    nulls: dict[str, bool] = {}
    if order.sort.is_nullable:
        nulls = {"nulls_first": True} if goes_back else {"nulls_last": True}
    if order.sort.field in {"pk", "id"}:
        return [key.desc() if descending else key.asc()]
    return [by.desc(**nulls), key.desc()] if descending else [by.asc(**nulls), key.asc()]


def _beyond(order: Order, place: _Place) -> Q:
    """The rows past a place in the direction of travel; empty values lie past all others."""
    field = order.sort.field
    way = "lt" if order.is_descending != place.goes_back else "gt"
    key_beyond = Q(**{f"pk__{way}": place.key})
    if field in {"pk", "id"}:
        return key_beyond
    empty = Q(**{f"{field}__isnull": True})
    if place.value is None:
        return (empty & key_beyond) | ~empty if place.goes_back else empty & key_beyond
    # The first condition repeats what follows from the second so that an index on the field is used.
    filled = Q(**{f"{field}__{way}e": place.value}) & (Q(**{f"{field}__{way}": place.value}) | key_beyond)
    return filled | empty if order.sort.is_nullable and not place.goes_back else filled


def _cursor(order: Order, row: Any, goes_back: bool) -> str:
    value, key = _marks(row)
    packed = orjson.dumps([order.name, goes_back, _plain(value), key])
    return urlsafe_b64encode(packed).rstrip(b"=").decode()


def _decode(cursor: str, order: Order, queryset: "models.QuerySet[Any, Any]") -> _Place:
    try:
        packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        name, goes_back, value, key = orjson.loads(packed)
        if name != order.name or not isinstance(goes_back, bool) or not _is_key(key):
            raise ValueError(name)
        return _Place(goes_back, _typed(value, order, queryset), key)
    except (ValueError, TypeError, binascii.Error, ValidationError) as error:
        raise BadParameter("cursor", _("a cursor that this list gave out in the same order")) from error


def _is_key(key: object) -> bool:
    return isinstance(key, int) and not isinstance(key, bool) and 0 <= key <= GREATEST_KEY


def _typed(value: Any, order: Order, queryset: "models.QuerySet[Any, Any]") -> Any:
    if value is None:
        if not order.sort.is_nullable:
            raise ValueError(value)
        return None
    if not isinstance(value, str | int | float) or (isinstance(value, str) and "\0" in value):
        raise TypeError(value)
    resolved = F(order.sort.field).resolve_expression(queryset.query.clone())
    return resolved.output_field.to_python(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _marks(row: Any) -> tuple[Any, int]:
    if isinstance(row, tuple):
        return row[-2], row[-1]
    if isinstance(row, dict):
        return row[SORT_VALUE], row[ROW_KEY]
    return getattr(row, SORT_VALUE), row.pk


def _unmarked(row: Row) -> Row:
    if isinstance(row, tuple):
        return cast(Row, row[:-2])
    if isinstance(row, dict):
        return cast(Row, {name: value for name, value in row.items() if name not in {SORT_VALUE, ROW_KEY}})
    return row
