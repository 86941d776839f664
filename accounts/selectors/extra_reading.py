"""Extra values and tags of one row, as its page says them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.domain.extras import Extra, loaded
from accounts.models import Subject
from accounts.selectors.extras import extra_fields
from accounts.selectors.tags import TagBook


class Line(NamedTuple):
    """A field and what it holds in words; "" where nothing."""

    name: str
    words: str


def words_of(extra: Extra, value: Any) -> str:
    """A value in the words of the reader: numbers and dates in their way, money with its currency."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        figure = number_format(value, use_l10n=True, force_grouping=True)
        return f"{extra.currency} {figure}" if extra.currency else str(figure)
    return date_format(value) if isinstance(value, date) else str(value)


def extra_lines(subject: Subject, row: Any) -> Iterator[Line]:
    """Every extra field with what a row holds."""
    for extra in extra_fields(subject):
        yield Line(extra.name, words_of(extra, loaded(extra, row.extra.get(extra.key))))


def tags_of(row: Any) -> list[str]:
    """The tags of one row by name."""
    return TagBook().of(row.tags)
