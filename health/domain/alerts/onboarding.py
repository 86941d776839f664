"""Conditions about onboarding: the first value that has not arrived in the time the segment expects."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from health.domain.alerts.conditions import Condition, condition
from health.domain.alerts.kinds import FIRST_VALUE_DAYS, AlertKind
from health.domain.first_value import FirstValueFacts, FirstValueState, first_value
from stakeholders.domain.sky import Sky

LASTS: Final = timedelta(days=FIRST_VALUE_DAYS)


def late_first_value(sky: Sky, facts: FirstValueFacts) -> Iterator[Condition]:
    """The first value is late, and not by so much that it is no matter of onboarding any more.

    >>> from datetime import date
    >>> begun = FirstValueFacts(won_on=date(2026, 1, 1), expected_days=30)
    >>> days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 7, 30), date(2026, 7, 31))
    >>> [len(list(late_first_value(Sky(1, day, (), ()), begun))) for day in days]
    [0, 1, 1, 0]
    """
    found = first_value(facts, sky.as_of)
    if found.state is FirstValueState.LATE and found.due_on is not None and sky.as_of <= found.due_on + LASTS:
        figures = {"due_on": found.due_on.isoformat(), "expected_days": facts.expected_days}
        yield condition(AlertKind.FIRST_VALUE_LATE, sky, figures)
