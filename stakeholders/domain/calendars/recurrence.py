"""On which days a repeated event falls, within bounds: no rule makes this run long.

Libraries that expand rules search for the next day until the year 9999; a rule that never matches keeps them busy for
seconds. Here only the periods that can reach the days asked for are looked at.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MOST_PERIODS = 25_000
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class UnreadableRule(ValueError):
    """The rule is none that is followed here: more often than daily, by week number, or not written as one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule. `by_day` holds (place within the period, weekday from 0), the place 0 where none is said."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_place: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(text: str) -> Rule:
    """Read a rule as it is written.

    >>> read_rule("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3").by_day
    ((-1, 4),)

    Raises: UnreadableRule.
    """
    said = dict(part.upper().split("=", 1) for part in text.strip().strip(";").split(";") if "=" in part)
    frequency = said.pop("FREQ", "")
    if frequency not in FREQUENCIES or set(said) - KNOWN:
        raise UnreadableRule(text)
    try:
        return Rule(
            frequency,
            interval=_number(said.get("INTERVAL", "1"), 1, 10_000),
            count=_number(said["COUNT"], 1, 1_000_000) if "COUNT" in said else None,
            until=_until(said["UNTIL"]) if "UNTIL" in said else None,
            by_day=tuple(_weekday(each) for each in _split(said, "BYDAY")),
            by_month_day=tuple(_number(each, -31, 31) for each in _split(said, "BYMONTHDAY")),
            by_month=tuple(_number(each, 1, 12) for each in _split(said, "BYMONTH")),
            by_place=tuple(_number(each, -366, 366) for each in _split(said, "BYSETPOS")),
            week_start=DAYS.index(said.get("WKST", "MO")),
        )
    except ValueError as error:
        raise UnreadableRule(text) from error


KNOWN = {"INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}


def _split(said: dict[str, str], name: str) -> list[str]:
    return said[name].split(",") if name in said else []


def _number(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most or (number == 0 and least < 0):
        raise ValueError(text)
    return number


def _weekday(text: str) -> tuple[int, int]:
    place, day = text.strip()[:-2], text.strip()[-2:]
    return (_number(place, -53, 53) if place else 0, DAYS.index(day))


def _until(text: str) -> date | datetime:
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 (a date)
    return datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 (read in its own zone)


def days_of(rule: Rule, start: datetime, first: date, last: date) -> list[datetime]:
    """When an event that begins at `start` repeats from one day to another, both included; local times without zone.

    `until` is taken as a local time of the same zone. At most one a day, so at most as many as there are days.
    Raises: UnreadableRule where the rule would need more than `MOST_PERIODS` periods to be counted through.

    >>> days_of(read_rule("FREQ=WEEKLY;COUNT=3"), datetime(2026, 3, 2, 10), date(2026, 3, 3), date(2026, 4, 1))
    [datetime.datetime(2026, 3, 9, 10, 0), datetime.datetime(2026, 3, 16, 10, 0)]
    """
    last = min(last, _last_day(rule, start.time()))
    found: list[datetime] = []
    passed = 0
    for days in _periods(rule, start.date(), first, last):
        for day in days:
            if day < start.date() or day > last:
                continue
            passed += 1
            if rule.count is not None and passed > rule.count:
                return found
            if day >= first:
                found.append(datetime.combine(day, start.time()))
    return found


def _last_day(rule: Rule, at: time) -> date:
    if rule.until is None:
        return date.max
    if not isinstance(rule.until, datetime):
        return rule.until
    return rule.until.date() if at <= rule.until.time() else rule.until.date() - timedelta(days=1)


def _periods(rule: Rule, start: date, first: date, last: date) -> Iterator[list[date]]:
    """The days of each period from the first that matters; from the very first where they have to be counted."""
    since = start if rule.count is not None or first < start else first
    index = max(0, _index(rule, start, since) // rule.interval - 1) * rule.interval
    for _step in range(MOST_PERIODS):
        begins = _begin(rule, start, index)
        if begins is None or begins > last:
            return
        yield _picked(rule, sorted(set(_days(rule, begins, start))))
        index += rule.interval
    raise UnreadableRule(str(rule))


def _index(rule: Rule, start: date, on: date) -> int:
    """How many periods after that of the start a day lies."""
    if rule.frequency == "DAILY":
        return (on - start).days
    if rule.frequency == "WEEKLY":
        return (_week(on, rule) - _week(start, rule)).days // 7
    months = (on.year - start.year) * 12 + on.month - start.month
    return months if rule.frequency == "MONTHLY" else on.year - start.year


def _week(on: date, rule: Rule) -> date:
    return on - timedelta(days=(on.weekday() - rule.week_start) % 7)


def _begin(rule: Rule, start: date, index: int) -> date | None:
    """The first day of a period; None beyond the calendar."""
    try:
        if rule.frequency == "DAILY":
            return start + timedelta(days=index)
        if rule.frequency == "WEEKLY":
            return _week(start, rule) + timedelta(weeks=index)
        if rule.frequency == "MONTHLY":
            month = start.year * 12 + start.month - 1 + index
            return date(month // 12, month % 12 + 1, 1)
        return date(start.year + index, 1, 1)
    except (OverflowError, ValueError):
        return None


def _picked(rule: Rule, days: list[date]) -> list[date]:
    if not rule.by_place:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in rule.by_place}
    return [day for place, day in enumerate(days) if place in places]


def _days(rule: Rule, begins: date, start: date) -> list[date]:
    if rule.frequency == "DAILY":
        return [begins] if _fits(rule, begins) else []
    if rule.frequency == "WEEKLY":
        weekdays = {day for _place, day in rule.by_day} or {start.weekday()}
        week = [begins + timedelta(days=ahead) for ahead in range(7)]
        return [day for day in week if day.weekday() in weekdays and _in_month(rule, day)]
    if rule.frequency == "MONTHLY":
        return _days_of_month(rule, begins, start) if _in_month(rule, begins) else []
    return _days_of_year(rule, begins.year, start)


def _in_month(rule: Rule, day: date) -> bool:
    return not rule.by_month or day.month in rule.by_month


def _fits(rule: Rule, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    month_days = {each if each > 0 else length + each + 1 for each in rule.by_month_day}
    weekdays = {each for _place, each in rule.by_day}
    return (
        _in_month(rule, day)
        and (not month_days or day.day in month_days)
        and (not weekdays or day.weekday() in weekdays)
    )


def _days_of_month(rule: Rule, begins: date, start: date) -> list[date]:
    length = calendar.monthrange(begins.year, begins.month)[1]
    month = [begins + timedelta(days=ahead) for ahead in range(length)]
    if rule.by_month_day:
        return [day for day in month if _fits(rule, day)]
    if rule.by_day:
        return _weekdays_of(month, rule.by_day)
    return [day for day in month if day.day == start.day]


def _days_of_year(rule: Rule, year: int, start: date) -> list[date]:
    if rule.by_day and not rule.by_month and not rule.by_month_day:
        whole = [date(year, 1, 1) + timedelta(days=ahead) for ahead in range(366 if calendar.isleap(year) else 365)]
        return _weekdays_of(whole, rule.by_day)
    months = rule.by_month or (range(1, 13) if rule.by_month_day else (start.month,))
    return [day for month in months for day in _days_of_month(rule, date(year, month, 1), start)]


def _weekdays_of(days: Sequence[date], wanted: Sequence[tuple[int, int]]) -> list[date]:
    """The weekdays wanted among the days of a month or year: all of them, or those at a place from either end."""
    found: list[date] = []
    for place, weekday in wanted:
        alike = [day for day in days if day.weekday() == weekday]
        if place == 0:
            found += alike
        elif abs(place) <= len(alike):
            found.append(alike[place - 1 if place > 0 else place])
    return found
