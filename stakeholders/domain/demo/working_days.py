"""When people work: weekends, the turn of the year, a few public holidays and the quiet of August."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

DAY: Final = timedelta(days=1)
HOLIDAYS: Final = {(1, 1), (1, 6), (5, 1), (8, 15), (11, 1), (12, 8)}
AUGUST_SKIPPED: Final = 0.65


def is_working_day(on: date) -> bool:
    """Whether somebody can be met: no weekend, no holiday, not between 21 December and 3 January.

    >>> is_working_day(date(2026, 3, 4)), is_working_day(date(2026, 3, 7)), is_working_day(date(2026, 12, 23))
    (True, False, False)
    """
    is_turn_of_year = (on.month == 12 and on.day >= 21) or (on.month == 1 and on.day <= 3)
    return on.weekday() < 5 and (on.month, on.day) not in HOLIDAYS and not is_turn_of_year


def next_working_day(on: date) -> date:
    while not is_working_day(on):
        on += DAY
    return on


def rhythm(random: Random, since: date, until: date, every_days: float, rests_in_august: bool) -> Iterator[date]:
    """Working days about `every_days` apart, from a random start in the first interval to `until` (exclusive)."""
    on = since + timedelta(days=int(random.random() * every_days))
    while on < until:
        day = next_working_day(on)
        skipped = rests_in_august and day.month == 8 and random.random() < AUGUST_SKIPPED
        if day < until and not skipped:
            yield day
        on += timedelta(days=max(1, round(every_days * random.uniform(0.7, 1.3))))
