"""The columns of event rows, and how their cells are read back."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import Misread, text, whole
from stakeholders.domain.calendars.attendance import Answer, Invited


def fields() -> list[Field]:
    """The columns of an event row."""
    return [
        Field("problem", _("Event"), problem),
        Field("uid", _("Event id"), text(40)),
        Field("instance", _("Occurrence"), text(16)),
        Field("sequence", _("Changes"), whole(0, 2_000_000_000)),
        Field("changed", _("Last changed"), text(14)),
        Field("state", _("State"), text(9)),
        Field("starts", _("Begins"), starts),
        Field("title", _("Title"), text(200)),
        Field("people", _("People"), _of_json(_people)),
        Field("instances", _("Occurrences"), _of_json(_instances)),
    ]


def problem(cell: str, order: str) -> Any:
    """What kept the event from being read. *Raises* Misread with it, always."""
    code, found, title = _parsed(cell)
    raise Misread(str(code), found=found, title=title or _("(no title)"))


def starts(cell: str, order: str) -> datetime:
    """An instant with the offset of where it was written."""
    try:
        return datetime.fromisoformat(cell)
    except ValueError as error:
        raise Misread("event_time") from error


def _of_json(read: Callable[[Any], Any]) -> Callable[[str, str], Any]:
    def parse(cell: str, order: str) -> Any:
        try:
            return read(_parsed(cell))
        except (ValueError, TypeError, IndexError) as error:
            raise Misread("event_cell") from error

    return parse


def _parsed(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError as error:
        raise Misread("event_cell") from error


def _people(given: Any) -> list[Invited]:
    return [Invited(str(email), str(name), Answer(answer), bool(own)) for email, name, answer, own in given]


def _instances(given: Any) -> tuple[str, frozenset[str]]:
    """Since when, and which occurrences there are."""
    return str(given[0]), frozenset(map(str, given[1:]))


def word_of(row: Row) -> tuple[int, str]:
    """By this the later of two words about one event is known."""
    return row.get("sequence", 0), row.get("changed", "")
