"""The way of a concern, and how long it waits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.business_days import WorkWeek
from stakeholders.domain.concerns import (
    FOLLOWING,
    PATIENCE_DAYS,
    Stage,
    last_patient_day,
    next_step,
    waiting,
)

DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))


def test_the_usual_way_ends_with_their_confirmation() -> None:
    way, stage = [Stage.RAISED], Stage.RAISED
    while (step := next_step(stage)) is not None:
        way.append(step)
        stage = step
    assert way == [Stage.RAISED, Stage.HEARD, Stage.PROPOSED, Stage.DELIVERED, Stage.CONFIRMED]


def test_only_steps_of_theirs_close_it() -> None:
    closing = {stage for stage in Stage if not FOLLOWING[stage]}
    assert closing == {stage for stage in Stage if stage.is_closed} == {Stage.CONFIRMED, Stage.WITHDRAWN}
    assert all(stage.is_theirs for stage in closing)


COUNTRIES = st.sampled_from(["", "DE", "US", "GB", "AE", "JP"])


@pytest.mark.parametrize(
    ("country", "since", "on", "days", "is_long"),
    [
        ("", date(2026, 12, 24), date(2026, 12, 28), 2, True),  # Thursday to Monday
        ("DE", date(2026, 12, 24), date(2026, 12, 28), 1, False),  # Friday was Christmas Day
        ("DE", date(2026, 12, 24), date(2026, 12, 29), 2, True),
        ("GB", date(2026, 12, 24), date(2026, 12, 29), 1, False),  # Boxing Day is kept on Monday
        ("US", date(2026, 7, 2), date(2026, 7, 6), 1, False),  # Independence Day is kept on Friday
        ("AE", date(2026, 3, 26), date(2026, 3, 29), 1, False),  # Saturday and Sunday are the weekend there too
    ],
)
def test_holidays_of_whoever_looks_after_it_are_no_days_of_waiting(
    country: str, since: date, on: date, days: int, is_long: bool
) -> None:
    found = waiting(Stage.RAISED, since, on, WorkWeek(country))
    assert found is not None
    assert (found.days, found.is_long) == (days, is_long)


@given(st.sampled_from(sorted(PATIENCE_DAYS)), DAYS, st.integers(0, 40), COUNTRIES)
def test_what_lies_before_the_last_patient_day_waits_too_long(stage: Stage, on: date, back: int, country: str) -> None:
    since, week = on - timedelta(days=back), WorkWeek(country)
    found = waiting(stage, since, on, week)
    assert found is not None
    assert found.is_long == (since < last_patient_day(stage, on, week))


def test_what_is_closed_waits_for_nothing() -> None:
    assert waiting(Stage.CONFIRMED, date(2026, 1, 1), date(2026, 3, 1)) is None
