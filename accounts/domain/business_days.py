"""Business days of a country: weekdays that are no public holiday there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

FARTHEST: Final = 2000  # business days; more is a mistake
WEEKEND: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The working days of a country by ISO 3166 code; of no country in particular: Monday to Friday.

    Holidays and weekends are those of the `holidays` library; a working day that replaces a weekend day counts.
    """

    country: str = ""

    def is_working(self, day: date) -> bool:
        """Whether one works on a day.

        >>> WorkWeek("DE").is_working(date(2026, 12, 25)), WorkWeek("US").is_working(date(2026, 12, 24))
        (False, True)
        """
        known = _holidays(self.country)
        return day.weekday() not in WEEKEND if known is None else known.is_working_day(day)

    def on_or_after(self, day: date) -> date:
        """The first working day from a day on."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day up to a day."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def add(self, day: date, count: int) -> date:
        """The day that is `count` business days after one; 0 is the day itself, or the next on which one works.

        Raises
        ------
        ValueError
            If count is negative or beyond 2000.

        Examples
        --------
        >>> WorkWeek("GB").add(date(2026, 12, 24), 1)  # Boxing Day falls on Saturday: Monday the 28th is off as well
        datetime.date(2026, 12, 29)
        """
        if not 0 <= count <= FARTHEST:
            raise ValueError(count)
        if count == 0:
            return self.on_or_after(day)
        for _each in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        return day

    def count(self, since: date, until: date) -> int:
        """The business days after a day up to another; 0 where that is not later.

        >>> WorkWeek("DE").count(date(2026, 12, 24), date(2026, 12, 28)), WorkWeek().count(
        ...     date(2026, 12, 24), date(2026, 12, 28)
        ... )
        (1, 2)
        """
        return sum(self.is_working(since + timedelta(days=one)) for one in range(1, (until - since).days + 1))


def local_day(instant: datetime, time_zone: str) -> date:
    """The date of an instant where somebody is, whose zone has an IANA name.

    >>> from datetime import timezone
    >>> local_day(datetime(2026, 3, 29, 23, 30, tzinfo=timezone.utc), "Europe/Berlin")
    datetime.date(2026, 3, 30)
    """
    return instant.astimezone(ZoneInfo(time_zone)).date()


@lru_cache(maxsize=300)
def _holidays(country: str) -> "holidays.HolidayBase | None":
    if not country or country not in holidays.list_supported_countries():
        return None
    return holidays.country_holidays(country)
