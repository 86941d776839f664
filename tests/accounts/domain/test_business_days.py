"""Business days over weekends, holidays, time zones and the change of clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.business_days import WorkWeek, local_day

COUNTRIES = ["", "DE", "US", "GB", "AE", "JP", "BR"]
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("country", "day", "count", "expected"),
    [
        ("", date(2026, 11, 27), 0, date(2026, 11, 27)),  # a Friday
        ("", date(2026, 11, 28), 0, date(2026, 11, 30)),  # a Saturday
        ("", date(2026, 11, 27), 1, date(2026, 11, 30)),
        ("", date(2026, 11, 27), 5, date(2026, 12, 4)),
        ("US", date(2026, 11, 25), 1, date(2026, 11, 27)),  # Thanksgiving
        ("DE", date(2026, 12, 23), 2, date(2026, 12, 28)),  # Christmas, the 26th a Saturday
        ("AE", date(2026, 11, 27), 1, date(2026, 11, 30)),
    ],
)
def test_worked_by_hand(country: str, day: date, count: int, expected: date) -> None:
    assert WorkWeek(country).add(day, count) == expected


@given(st.sampled_from(COUNTRIES), days, st.integers(0, 40))
def test_so_many_working_days_lie_between(country: str, day: date, count: int) -> None:
    week = WorkWeek(country)
    found = week.add(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert week.is_working(found)
    working = sum(week.is_working(each) for each in between)
    if count:
        assert working == count
    else:
        assert found == day or (not week.is_working(day) and working == 1)


@given(st.sampled_from(COUNTRIES[1:]), days, st.integers(1, 25))
def test_the_library_counts_the_same(country: str, day: date, count: int) -> None:
    assert WorkWeek(country).add(day, count) == holidays.country_holidays(country).get_nth_working_day(day, count)


@given(st.sampled_from(COUNTRIES), days, st.integers(0, 10), st.integers(0, 10))
def test_days_add_up(country: str, day: date, first: int, second: int) -> None:
    week = WorkWeek(country)
    start = week.on_or_after(day)
    assert week.add(week.add(start, first), second) == week.add(start, first + second)


@given(st.sampled_from(COUNTRIES), days, st.integers(0, 40))
def test_counting_is_adding_backwards(country: str, day: date, count: int) -> None:
    week = WorkWeek(country)
    start = week.on_or_after(day)
    assert week.count(start, week.add(start, count)) == count
    assert week.count(week.add(start, count), start) == 0


def test_an_unknown_country_works_from_monday_to_friday() -> None:
    assert WorkWeek("XX").add(date(2026, 12, 24), 1) == date(2026, 12, 25)


@pytest.mark.parametrize("count", [-1, 2001])
def test_a_count_beyond_reason_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        WorkWeek().add(date(2026, 1, 1), count)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC"])
@given(at=st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30)))  # noqa: DTZ001 (made aware below)
def test_the_day_is_the_one_on_the_wall(zone: str, at: datetime) -> None:
    instant = at.replace(tzinfo=UTC)
    assert local_day(instant, zone) == instant.astimezone(ZoneInfo(zone)).date()


def test_the_night_of_the_change_of_clocks_belongs_to_its_day() -> None:
    before, after = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)
    assert (local_day(before, "Europe/Berlin"), local_day(after, "Europe/Berlin")) == (date(2026, 10, 25),) * 2
    assert local_day(after + timedelta(minutes=1), "Europe/Berlin") == date(2026, 10, 26)
