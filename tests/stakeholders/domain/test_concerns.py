"""The way of a concern, and how long it waits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.concerns import (
    FOLLOWING,
    PATIENCE_DAYS,
    Stage,
    business_days,
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


@pytest.mark.parametrize(
    ("since", "on", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 6), date(2026, 3, 9), 1),  # Friday to Monday
        (date(2026, 3, 7), date(2026, 3, 8), 0),  # Saturday to Sunday
        (date(2026, 3, 2), date(2026, 3, 16), 10),
        (date(2026, 3, 16), date(2026, 3, 2), 0),
    ],
)
def test_business_days(since: date, on: date, days: int) -> None:
    assert business_days(since, on) == days


@given(DAYS, st.integers(0, 60))
def test_business_days_are_counted_one_by_one(since: date, length: int) -> None:
    days = [since + timedelta(days=one) for one in range(1, length + 1)]
    assert business_days(since, since + timedelta(days=length)) == sum(day.weekday() < 5 for day in days)


@given(st.sampled_from(sorted(PATIENCE_DAYS)), DAYS, st.integers(0, 40))
def test_what_lies_before_the_last_patient_day_waits_too_long(stage: Stage, on: date, back: int) -> None:
    since = on - timedelta(days=back)
    found = waiting(stage, since, on)
    assert found is not None
    assert found.is_long == (since < last_patient_day(stage, on))


def test_what_is_closed_waits_for_nothing() -> None:
    assert waiting(Stage.CONFIRMED, date(2026, 1, 1), date(2026, 3, 1)) is None
