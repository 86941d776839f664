"""A list as a file: the columns, order and rows of the screen, read and sent some hundreds at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.formats import date_format, get_format, number_format
from django.utils.translation import gettext as _

from accounts.domain.importing.reports import lines
from accounts.domain.sheets import workbook
from csm.foundation.lists import ListColumn, Listing

CHUNK = 500
Rows = Iterator[Sequence[Any]]


@dataclass(frozen=True)
class Format:
    """A kind of file: how a value is written, what stands over a column, and how rows become bytes."""

    ending: str
    content_type: str
    head: Callable[[ListColumn], str]
    written: Callable[[Any], Any]
    encoded: Callable[[Rows], Iterator[bytes]]


def exported(listing: Listing, wanted: Format) -> Iterator[bytes]:
    """All rows of a list as a file."""
    return wanted.encoded(_rows(listing, wanted))


def _rows(listing: Listing, wanted: Format) -> Rows:
    yield [wanted.head(column) for column in listing.columns]
    keys = listing.keys()
    while some := list(islice(keys, CHUNK)):
        for row in listing.rows(some):
            yield [wanted.written(column.value(row)) for column in listing.columns]


def _named(column: ListColumn) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def in_words(value: Any) -> str:
    """A value as the reader writes it; a float is a share."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{round(100 * value)} %"
    if isinstance(value, int | Decimal):
        return str(number_format(value, use_l10n=True))
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "; ".join(value) if isinstance(value, list) else str(value)


def for_machines(value: Any) -> str:
    """A value as programs read it: ISO dates, a point in numbers, true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return ";".join(value) if isinstance(value, list) else str(value)


def _for_sheets(value: Any) -> Any:
    """A value that the sheet shows in its reader's way."""
    if isinstance(value, list):
        return "; ".join(value)
    return value if isinstance(value, int | float | Decimal | date) else in_words(value)


def _for_readers(rows: Rows) -> Iterator[bytes]:
    """CSV with the sign that tells spreadsheets it is UTF-8, and the separator that those of the reader expect."""
    separator = ";" if get_format("DECIMAL_SEPARATOR", use_l10n=True) == "," else ","
    yield "\ufeff".encode()
    yield from _encoded(rows, separator)


def _encoded(rows: Rows, separator: str = ",") -> Iterator[bytes]:
    """CSV, some hundreds of lines at a time."""
    written = lines(rows, separator)
    while some := list(islice(written, CHUNK)):
        yield "".join(some).encode()


CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "csv": Format("csv", CSV, _named, in_words, _for_readers),
    "iso": Format("csv", CSV, lambda column: column.key, for_machines, _encoded),
    "xlsx": Format("xlsx", XLSX, _named, _for_sheets, workbook),
}
