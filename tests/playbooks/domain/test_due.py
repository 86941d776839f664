"""When tasks are due, and how much being late weighs."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.alerts.kinds import AlertKind
from health.domain.alerts.ranking import weight
from playbooks.domain import alert_tasks, due, task_calendar
from playbooks.domain.due import LIKELIHOOD, Due, due_of, lateness, span, task_weight

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize("module", [alert_tasks, due, task_calendar])
def test_examples_hold(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.failed == 0
    assert found.attempted > 0


def test_every_kind_of_alert_says_what_one_would_do() -> None:
    assert set(alert_tasks.TITLES) == set(AlertKind)
    assert len(set(alert_tasks.TITLES.values())) == len(AlertKind)


@given(DAYS, st.integers(-40, 40))
def test_each_day_lies_in_the_span_of_how_it_is_due_and_in_no_other(on: date, days: int) -> None:
    day = on + timedelta(days=days)
    inside = [
        one
        for one in (Due.OVERDUE, Due.TODAY, Due.WEEK, Due.LATER)
        if (span(one, on)[0] or date.min) <= day <= (span(one, on)[1] or date.max)
    ]
    assert inside == [due_of(day, on)]


def test_a_week_ends_on_sunday_and_on_sunday_nothing_of_it_is_left() -> None:
    assert [due_of(THURSDAY + timedelta(days=days), THURSDAY) for days in (1, 3, 4)] == [Due.WEEK, Due.WEEK, Due.LATER]
    sunday = date(2026, 11, 29)
    assert due_of(sunday + timedelta(days=1), sunday) is Due.LATER
    first, last = span(Due.WEEK, sunday)
    assert first is not None
    assert last is not None
    assert first > last


def test_what_has_no_date_is_due_at_none() -> None:
    assert due_of(None, THURSDAY) is Due.NONE
    with pytest.raises(ValueError, match="none"):
        span(Due.NONE, THURSDAY)


def test_weight_is_revenue_times_likelihood_times_urgency_times_lateness() -> None:
    renewal_on = THURSDAY + timedelta(days=60)  # within 90 days: three times as urgent
    assert task_weight(Decimal(10_000), renewal_on, THURSDAY, THURSDAY) == 10_000 * 0.3 * 3
    assert task_weight(Decimal(10_000), renewal_on, THURSDAY - timedelta(days=4), THURSDAY) == 10_000 * 0.3 * 3 * 1.4
    assert task_weight(Decimal(10_000), None, THURSDAY - timedelta(days=40), THURSDAY, 0.5) == 10_000 * 0.5 * 2
    assert task_weight(None, None, THURSDAY, THURSDAY) == LIKELIHOOD


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_being_later_never_weighs_less_and_never_more_than_twice(on: date, one: int, other: int) -> None:
    less, more = sorted((one, other))
    late = [lateness(on - timedelta(days=days), on) for days in (less, more)]
    assert 1 <= late[0] <= late[1] <= 2


@given(st.integers(0, 10**9), DAYS, st.integers(0, 400))
def test_a_task_due_today_weighs_as_a_condition_of_its_likelihood(revenue: int, on: date, days: int) -> None:
    renewal_on = on + timedelta(days=days)
    assert task_weight(Decimal(revenue), renewal_on, on, on) == weight(Decimal(revenue), LIKELIHOOD, renewal_on, on)
