"""The first value: from when, until when, and what does not count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.first_value import FirstValueFacts, FirstValueState, first_value

DAY = date(2026, 1, 10)
BEGUN = FirstValueFacts(won_on=DAY, contract_on=DAY + timedelta(days=20), expected_days=60)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def test_it_begins_with_whichever_came_first() -> None:
    assert first_value(BEGUN, later(30)).began_on == DAY
    old = replace(BEGUN, contract_on=date(2022, 5, 1))
    assert first_value(old, later(30)).began_on == date(2022, 5, 1)
    assert first_value(FirstValueFacts(contract_on=DAY), later(30)).days == 30


def test_what_lies_ahead_or_is_not_known_has_not_begun() -> None:
    ahead = first_value(replace(BEGUN, won_on=None), later(19))
    assert (ahead.state, ahead.began_on, ahead.days, ahead.due_on) == (FirstValueState.NOT_BEGUN, None, None, None)
    assert first_value(FirstValueFacts(), DAY).state is FirstValueState.NOT_BEGUN


@pytest.mark.parametrize(
    ("days", "state", "over"), [(0, "waiting", 0), (60, "waiting", 0), (61, "late", 1), (75, "late", 15)]
)
def test_the_last_day_of_the_expectation_is_still_in_time(days: int, state: str, over: int) -> None:
    found = first_value(BEGUN, later(days))
    assert (found.state.value, found.days, found.days_over, found.due_on) == (state, days, over, later(60))


def test_without_a_segment_nothing_is_expected() -> None:
    found = first_value(replace(BEGUN, expected_days=None), later(900))
    assert (found.state, found.days, found.due_on, found.days_over) == (FirstValueState.WAITING, 900, None, 0)


def test_their_word_ends_the_waiting_and_ours_does_not() -> None:
    estimated = first_value(replace(BEGUN, ours_on=later(30)), later(70))
    assert (estimated.state, estimated.days, estimated.estimated_on) == (FirstValueState.LATE, 70, later(30))
    both = first_value(replace(BEGUN, ours_on=later(30), theirs_on=later(65)), later(400))
    assert (both.state, both.on, both.days, both.days_over) == (FirstValueState.RECEIVED, later(65), 65, 5)
    assert both.estimated_on == later(30)
    assert first_value(replace(BEGUN, ours_on=later(70), theirs_on=later(65)), later(400)).estimated_on is None


def test_value_before_the_beginning_took_no_days() -> None:
    assert first_value(replace(BEGUN, theirs_on=later(-40)), later(10)).days == 0


def test_who_left_without_any_waits_no_longer() -> None:
    found = first_value(replace(BEGUN, left_on=later(100)), later(300))
    assert (found.state, found.days) == (FirstValueState.LEFT, 100)
    assert first_value(replace(BEGUN, left_on=later(100), theirs_on=later(40)), later(300)).days == 40


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 200))
def test_days_grow_by_one_a_day_until_value_arrives_and_then_stay(now: int, arrives: int, expected: int) -> None:
    facts = replace(BEGUN, expected_days=expected, theirs_on=later(arrives) if arrives <= now else None)
    found = first_value(facts, later(now))
    assert found.days == min(now, arrives)
    assert (found.days_over > 0) == (min(now, arrives) > expected)
    assert found.is_received == (arrives <= now)
