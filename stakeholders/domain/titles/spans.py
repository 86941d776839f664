"""Spans of days: from a first day, or since before our records, up to a day that is no longer in it, or still."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Days from `since` (None: always) to before `until` (None: still)."""

    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        return self.since is not None and self.until is not None and self.until <= self.since

    def cut(self, other: "Span") -> "Span":
        """The days in both; empty when there are none."""
        since = max((day for day in (self.since, other.since) if day is not None), default=None)
        until = min((day for day in (self.until, other.until) if day is not None), default=None)
        return Span(since, until)


def without(span: Span, others: Iterable[Span]) -> list[Span]:
    """The parts of a span that are in none of the others, earliest first.

    >>> june, july = date(2026, 6, 1), date(2026, 7, 1)
    >>> without(Span(), [Span(june, july)]) == [Span(None, june), Span(july, None)]
    True
    >>> without(Span(june, july), [Span()])
    []
    """
    left = [span]
    for other in others:
        left = [part for each in left for part in _around(each, other)]
    return sorted(left, key=_start)


def _around(span: Span, other: Span) -> list[Span]:
    if span.cut(other).is_empty:
        return [span]
    before = Span(span.since, other.since) if other.since is not None else None
    after = Span(other.until, span.until) if other.until is not None else None
    parts = [before and span.cut(before), after and span.cut(after)]
    return [part for part in parts if part is not None and not part.is_empty]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as possible, earliest first.

    >>> june, july = date(2026, 6, 1), date(2026, 7, 1)
    >>> joined([Span(july, None), Span(None, june), Span(june, july)])
    [Span(since=None, until=None)]
    """
    found: list[Span] = []
    for span in sorted(spans, key=_start):
        last = found[-1] if found else None
        if last is None or (last.until is not None and _start(span) > last.until):
            found.append(span)
        else:
            until = None if last.until is None or span.until is None else max(last.until, span.until)
            found[-1] = Span(last.since, until)
    return found


def _start(span: Span) -> date:
    return span.since or date.min
