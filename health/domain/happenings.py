"""What happened at an account, as marks beside its score: each day's events in the order of their weight."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple


class Happening(StrEnum):
    """What can happen that a history of health is read with."""

    VERSION = "version"
    LEFT = "left"
    CAME = "came"
    RENEWAL = "renewal"
    PHASE = "phase"
    OPENED = "opened"
    CLOSED = "closed"
    PULSE = "pulse"


WEIGHTIEST_FIRST: Final = tuple(Happening)


class Happened(NamedTuple):
    """One event: in a whole sentence (`words`), as short as a chart needs it, and where it can be read."""

    on: date
    what: Happening
    words: str
    short: str
    url: str = ""


class Mark(NamedTuple):
    """What stands at one day of the chart: all events of one sort."""

    on: date
    what: Happening
    events: tuple[Happened, ...]


def marks(events: Iterable[Happened]) -> list[Mark]:
    """One mark for each day and sort of event, the weightiest sort first, within it the latest.

    Examples
    --------
    >>> day = date(2026, 3, 1)
    >>> some = [Happened(day, what, "", what.value) for what in (Happening.PULSE, Happening.OPENED, Happening.OPENED)]
    >>> [(mark.what.value, len(mark.events)) for mark in marks(some)]
    [('opened', 2), ('pulse', 1)]
    """
    ordered = sorted(events, key=lambda event: (WEIGHTIEST_FIRST.index(event.what), -event.on.toordinal()))
    return [Mark(*key, tuple(same)) for key, same in groupby(ordered, key=lambda event: (event.on, event.what))]
