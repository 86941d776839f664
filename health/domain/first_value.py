"""Time to first value: from the day on which onboarding begins to the day on which the customer first received value.

Source: mission.md, S1.2; docs/goals.md says it in words, docs/decisions/0030-first-value.md why.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class FirstValueState(StrEnum):
    """Where an account stands on the way to its first value."""

    RECEIVED = "received"
    WAITING = "waiting"
    LATE = "late"
    LEFT = "left"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class FirstValueFacts:
    """What was recorded by a date of how an account began and of the value it received.

    Attributes
    ----------
    won_on : date or None
        When the first deal that needs a handoff was won.
    contract_on : date or None
        When the first contract began that was not cancelled.
    left_on : date or None
        When the last contract ended, where none runs, none is to come and none waits for its outcome.
    theirs_on : date or None
        The first day on which somebody at the customer said that more than nothing of a goal's value had arrived.
    ours_on : date or None
        The first day on which we estimated so ourselves, or a goal was reached.
    expected_days : int or None
        How long the segment expects it to take; None without a segment.
    """

    won_on: date | None = None
    contract_on: date | None = None
    left_on: date | None = None
    theirs_on: date | None = None
    ours_on: date | None = None
    expected_days: int | None = None


NOTHING_KNOWN = FirstValueFacts()


@dataclass(frozen=True, slots=True)
class FirstValue:
    """How long the first value took, or is taking.

    Attributes
    ----------
    state : FirstValueState
    began_on : date or None
        When onboarding began; None where that is not known, or lies ahead.
    on : date or None
        The day of the first value by the customer's word.
    days : int or None
        From the beginning to the first value; while there is none, to the day of the question (or of leaving).
    due_on : date or None
        The last day within the expectation of the segment.
    estimated_on : date or None
        The first day by our own account, where it came before their word or that is missing; it counts for nothing.
    """

    state: FirstValueState
    began_on: date | None = None
    on: date | None = None
    days: int | None = None
    due_on: date | None = None
    estimated_on: date | None = None

    @property
    def is_received(self) -> bool:
        return self.state is FirstValueState.RECEIVED

    @property
    def days_over(self) -> int:
        """By how many days the expectation was missed, or is so far; 0 within it."""
        if self.began_on is None or self.days is None or self.due_on is None:
            return 0
        return max(0, self.days - (self.due_on - self.began_on).days)


def first_value(facts: FirstValueFacts, on: date) -> FirstValue:
    """Judge on a day how long the first value took.

    Parameters
    ----------
    facts : FirstValueFacts
        As they were on that day.
    on : date

    Returns
    -------
    FirstValue
        Onboarding begins with whichever came first, the first deal won or the first contract: a customer of old, for
        whom the first deal ever recorded was won last week, did not begin last week. Value that came before the
        beginning (in a trial, say) took 0 days. Only the customer's word ends the waiting.

    Examples
    --------
    >>> begun = FirstValueFacts(won_on=date(2026, 1, 10), contract_on=date(2026, 2, 1), expected_days=60)
    >>> waiting = first_value(begun, date(2026, 3, 11))
    >>> waiting.state.value, waiting.days, waiting.due_on, waiting.days_over
    ('waiting', 60, datetime.date(2026, 3, 11), 0)
    >>> late = first_value(begun, date(2026, 3, 12))
    >>> late.state.value, late.days, late.days_over
    ('late', 61, 1)
    """
    began_on = _began(facts, on)
    if began_on is None:
        return FirstValue(FirstValueState.NOT_BEGUN, on=facts.theirs_on, estimated_on=_estimated(facts))
    due_on = None if facts.expected_days is None else began_on + timedelta(days=facts.expected_days)
    until = facts.theirs_on or facts.left_on or on
    days = max(0, (until - began_on).days)
    return FirstValue(_state(facts, due_on, on), began_on, facts.theirs_on, days, due_on, _estimated(facts))


def _began(facts: FirstValueFacts, on: date) -> date | None:
    known = [day for day in (facts.won_on, facts.contract_on) if day is not None and day <= on]
    return min(known, default=None)


def _estimated(facts: FirstValueFacts) -> date | None:
    if facts.ours_on is None or (facts.theirs_on is not None and facts.theirs_on <= facts.ours_on):
        return None
    return facts.ours_on


def _state(facts: FirstValueFacts, due_on: date | None, on: date) -> FirstValueState:
    if facts.theirs_on is not None:
        return FirstValueState.RECEIVED
    if facts.left_on is not None:
        return FirstValueState.LEFT
    return FirstValueState.LATE if due_on is not None and on > due_on else FirstValueState.WAITING
