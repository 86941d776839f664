"""Where a changed value begins and ends among the dated facts there already are."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Interval(Protocol):
    """From a day (None: since ever) to a day exclusive (None: still)."""

    valid_from: date | None
    valid_to: date | None


T = TypeVar("T", bound=Interval)


def holds(fact: Interval, on: date) -> bool:
    """Whether a fact holds on a day."""
    return (fact.valid_from is None or fact.valid_from <= on) and (fact.valid_to is None or fact.valid_to > on)


def fact_at(facts: Iterable[T], on: date) -> T | None:
    """Of facts that do not overlap, the one that holds on a day."""
    return next((fact for fact in facts if holds(fact, on)), None)


def next_start(facts: Iterable[Interval], on: date) -> date | None:
    """The first day after `on` when another of the facts begins."""
    return min(
        (fact.valid_from for fact in facts if fact.valid_from is not None and fact.valid_from > on), default=None
    )
