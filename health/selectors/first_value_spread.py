"""How long the first value takes over the accounts one sees: by team, by owner, by segment, in one query."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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

    def read(state: str | None, began_on: date | None, first_on: date | None, due_on: date | None, count: int) -> Row:
        is_in_time = first_on is not None and (due_on is None or first_on <= due_on)
        if began_on is None:
            return state or None, None, False, count
        days = max(0, ((first_on or on) - began_on).days)
        return state or None, Wait(days, first_on is not None, count), is_in_time, count

    return grouped(accounts, COLUMNS, _shaped, read)


Row = tuple[str | None, Wait | None, bool, int]
"""Where accounts stand, how long they wait or waited, whether value came in time, and how many they are."""


def _shaped(rows: Sequence[Row]) -> FirstValues:
    states: Counter[str | None] = Counter()
    in_time = 0
    for state, _wait, is_in_time, count in rows:
        states[state] += count
        in_time += count if is_in_time else 0
    late = states[FirstValueState.LATE]
    return FirstValues(
        curve_of(wait for _state, wait, _is_in_time, _count in rows if wait),
        states[FirstValueState.RECEIVED],
        in_time,
        states[FirstValueState.WAITING] + late,
        late,
        states[FirstValueState.LEFT],
        states[FirstValueState.NOT_BEGUN],
        states[None],
    )
