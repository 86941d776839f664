"""How long the first value takes over the accounts one sees: by team, by owner, by segment, in one query."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from health.domain.first_value import FirstValueState
from health.domain.waiting_times import Curve, Wait, curve_of
from health.selectors.value_spread import Grouped, grouped

COLUMNS = ("health__first_value_state", "health__began_on", "health__first_value_on", "health__first_value_due_on")


@dataclass(frozen=True)
class FirstValues:
    """How long it takes, and how many accounts stand where.

    Attributes
    ----------
    curve : Curve
        Who left without any value goes on waiting in it: a customer who leaves makes no figure better.
    received, in_time : int
        Who received value; and those of them within the expectation of their segment.
    waiting, late : int
        Who waits, and those of them for longer than expected.
    left : int
        Who left without any.
    not_begun : int
        Of whom it is not known when onboarding began: in no figure.
    open : int
        Who wait for their first judgement.
    """

    curve: Curve
    received: int
    in_time: int
    waiting: int
    late: int
    left: int
    not_begun: int
    open: int

    @property
    def median(self) -> int | None:
        return self.curve.median


def first_values_over(accounts: "QuerySet[Account]", on: date) -> Grouped[FirstValues]:
    """The time to first value over a set of accounts as judged last, in one query."""
    return grouped(accounts, COLUMNS, lambda rows: _shaped(rows, on))


def _shaped(rows: Iterable[tuple[Any, ...]], on: date) -> FirstValues:
    states: Counter[str | None] = Counter()
    waits, in_time = [], 0
    for state, began_on, first_on, due_on, count in rows:
        states[state or None] += count
        if began_on is None:
            continue
        days = max(0, ((first_on or on) - began_on).days)
        waits.append(Wait(days, first_on is not None, count))
        in_time += count if first_on is not None and (due_on is None or first_on <= due_on) else 0
    late = states[FirstValueState.LATE]
    return FirstValues(
        curve_of(waits),
        states[FirstValueState.RECEIVED],
        in_time,
        states[FirstValueState.WAITING] + late,
        late,
        states[FirstValueState.LEFT],
        states[FirstValueState.NOT_BEGUN],
        states[None],
    )
