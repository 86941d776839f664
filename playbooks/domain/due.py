"""When tasks are due, seen from a day: late, now, soon, some day; and how much being late weighs."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from health.domain.alerts.ranking import weight

USUAL_DAYS: Final = 3  # business days that a task gets unless somebody says another day
LIKELIHOOD: Final = 0.3
LATE_DAYS: Final = 10
MOST_TIMES: Final = 2.0


class Due(StrEnum):
    """When something is due, seen from a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NONE = "none"


def due_of(due_on: date | None, on: date) -> Due:
    """Where a due date lies, seen from a day; a week ends on Sunday.

    >>> [due_of(date(2026, 11, day), date(2026, 11, 26)).value for day in (25, 26, 29, 30)]
    ['overdue', 'today', 'week', 'later']
    """
    if due_on is None:
        return Due.NONE
    if due_on < on:
        return Due.OVERDUE
    if due_on == on:
        return Due.TODAY
    return Due.WEEK if due_on <= end_of_week(on) else Due.LATER


def span(due: Due, on: date) -> tuple[date | None, date | None]:
    """The first and the last day of those that are due so, both included; None where there is no bound.

    >>> span(Due.WEEK, date(2026, 11, 26))
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 29))

    Raises
    ------
    ValueError
        For what is due at no date.
    """
    day, end = timedelta(days=1), end_of_week(on)
    if due is Due.NONE:
        raise ValueError(due)
    return {
        Due.OVERDUE: (None, on - day),
        Due.TODAY: (on, on),
        Due.WEEK: (on + day, end),
        Due.LATER: (end + day, None),
    }[due]


def end_of_week(on: date) -> date:
    """The Sunday of the week of a day.

    >>> end_of_week(date(2026, 11, 26)), end_of_week(date(2026, 11, 29))
    (datetime.date(2026, 11, 29), datetime.date(2026, 11, 29))
    """
    return on + timedelta(days=6 - on.weekday())


def lateness(due_on: date, on: date) -> float:
    """How much more something weighs for being late: a tenth more with each day, at most twice as much.

    >>> [lateness(date(2026, 11, 26) - timedelta(days=days), date(2026, 11, 26)) for days in (-1, 0, 1, 5, 10, 99)]
    [1.0, 1.0, 1.1, 1.5, 2.0, 2.0]
    """
    late = max(0, (on - due_on).days)
    return min(MOST_TIMES, 1 + late / LATE_DAYS)


def task_weight(
    revenue: Decimal | None, renewal_on: date | None, due_on: date, on: date, likelihood: float = LIKELIHOOD
) -> float:
    """The rank of a task among all things worth doing: that of a condition, times how late it is.

    Parameters
    ----------
    revenue : Decimal or None
        A year of the account, in the base currency; None when unknown.
    renewal_on : date or None
        Unknown counts as far away.
    due_on, on : date
    likelihood : float
        0-1, that leaving it undone costs the revenue: that of a renewal at risk, since somebody judged it worth a date;
        of a task that answers an alert that of the alert where it is more.

    Examples
    --------
    >>> task_weight(Decimal(1000), date(2026, 12, 20), date(2026, 11, 21), date(2026, 11, 26))
    1800.0
    """
    return round(weight(revenue, likelihood, renewal_on, on) * lateness(due_on, on), 2)
