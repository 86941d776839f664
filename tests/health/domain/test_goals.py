"""Goals: the way made against a straight line, worked out by hand; and what holds for every goal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.goals import (
    At,
    GoalFacts,
    Share,
    Standing,
    expected_way,
    goal_progress,
    progress_of,
    received_of,
    value_as_expected,
    value_received,
    way_made,
)
from health.domain.judgement import Part
from health.domain.waterfall import waterfall

START = date(2026, 1, 1)
DUE = START + timedelta(days=100)
# From 20 days down to 10 within a hundred days: half a day each five days.
FASTER = GoalFacts(1, "Close faster", 20, START, 10, DUE)


def said(percent: float, days: int, goal: GoalFacts = FASTER) -> GoalFacts:
    return replace(goal, said=Share(percent, START + timedelta(days=days), True))


def read(value: float, days: int, goal: GoalFacts = FASTER) -> GoalFacts:
    return replace(goal, latest=At(value, START + timedelta(days=days)))


@pytest.mark.parametrize(
    ("value", "days", "standing", "way", "expected", "points", "reached_after"),
    [
        (15, 50, Standing.ON_TRACK, 0.5, 0.5, 100, 100),  # exactly on the line
        (17, 50, Standing.BEHIND, 0.3, 0.5, 60, 167),  # 50 / 0.3 = 166.7 days
        (12, 50, Standing.ON_TRACK, 0.8, 0.5, 100, 63),  # 50 / 0.8 = 62.5 days
        (10, 50, Standing.REACHED, 1.0, 0.5, 100, 50),
        (8, 50, Standing.REACHED, 1.2, 0.5, 100, 50),  # beyond the target
        (20, 50, Standing.BEHIND, 0.0, 0.5, 0, None),  # no way made: no pace
        (24, 50, Standing.BEHIND, -0.4, 0.5, 0, None),  # it went back
    ],
)
def test_a_reading_is_held_against_the_line_of_its_own_day(
    value: float, days: int, standing: Standing, way: float, expected: float, points: float, reached_after: int | None
) -> None:
    found = progress_of(read(value, days), START + timedelta(days=90))
    assert found.standing is standing
    assert found.way == pytest.approx(way)
    assert found.expected == expected
    assert found.points == pytest.approx(points)
    assert found.reached_at == (None if reached_after is None else START + timedelta(days=reached_after))


def test_once_the_due_date_is_over_the_target_is_expected() -> None:
    half = read(15, 50)
    assert progress_of(half, DUE).points == 100
    late = progress_of(half, DUE + timedelta(days=1))
    assert (late.standing, late.expected, late.points) == (Standing.BEHIND, 1.0, 50)


def test_a_pace_of_more_than_ten_years_leads_nowhere() -> None:
    assert progress_of(read(19.9, 50), START + timedelta(days=60)).reached_at is None


def test_without_a_reading_nothing_is_known_and_reached_is_full() -> None:
    assert progress_of(FASTER, DUE).points is None
    assert progress_of(FASTER, DUE).standing is Standing.NO_READING
    assert progress_of(replace(FASTER, reached_on=START), DUE).points == 100


@pytest.mark.parametrize(
    ("percent", "days", "expected", "points"),
    [
        (40, 40, 0.4, 100),  # exactly on the line: part of the value is a good answer
        (40, 50, 0.5, 80),
        (40, 20, 0.2, 100),  # ahead is full, never more
        (0, 20, 0.2, 0),
        (5, 0, 0.0, 100),  # before anything may be expected
        (0, 0, 0.0, None),
        (5, -10, 0.0, 100),
    ],
)
def test_a_word_is_held_against_the_line_of_its_own_day(
    percent: float, days: int, expected: float, points: float | None
) -> None:
    for later in (days, 90, 100):
        found = received_of(said(percent, days), START + timedelta(days=later))
        assert found is not None
        assert (found.share.percent, found.expected) == (percent, expected)
        assert found.points == (None if points is None else pytest.approx(points))


def test_once_the_due_date_is_over_the_whole_value_is_expected() -> None:
    assert value_as_expected([said(40, 40)], DUE) == pytest.approx(100)
    assert value_as_expected([said(40, 40)], DUE + timedelta(days=1)) == pytest.approx(40)
    assert value_as_expected([said(40, 110)], DUE + timedelta(days=10)) == pytest.approx(40)


def test_a_first_word_on_the_line_never_costs_points() -> None:
    """What brought it about: a score of 62 fell when 40 of the 40 % expected were confirmed."""
    before = [Part("threads", 0.5, 62.0), Part("value", 0.5, None)]
    points = value_as_expected([said(40, 40)], START + timedelta(days=40))
    found = waterfall(before, [before[0], Part("value", 0.5, points)])
    assert found is not None
    assert [(step.key, step.points) for step in found.steps] == [("value", 19.0)]


def test_measures_are_means_over_what_is_known() -> None:
    other = replace(FASTER, id=2, said=Share(40, DUE, True))
    third = replace(FASTER, id=3, said=Share(0, DUE, False))
    assert goal_progress([read(17, 50), replace(FASTER, reached_on=DUE), other], DUE) == pytest.approx(80)
    assert value_received([FASTER, other, third]) == 20
    assert goal_progress([], DUE) is None
    assert value_received([FASTER]) is None
    assert value_as_expected([said(40, 50), said(0, 50), FASTER, said(0, 0)], DUE) == pytest.approx(40)  # (80 + 0) / 2
    assert value_as_expected([FASTER, said(0, 0)], DUE) is None


figures = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3))
goals = st.builds(
    lambda baseline, step, days: GoalFacts(1, "", baseline, START, baseline + step, START + timedelta(days=days)),
    figures,
    figures.filter(lambda step: abs(step) >= 0.01),
    st.integers(1, 2000),
)


@given(goals, figures, st.integers(1, 2500), st.integers(0, 2500))
def test_points_are_within_0_and_100_and_on_track_is_what_arrives_in_time(
    goal: GoalFacts, value: float, read_after: int, later: int
) -> None:
    on = START + timedelta(days=read_after + later)
    found = progress_of(replace(goal, latest=At(value, START + timedelta(days=read_after))), on)
    assert found.points is not None
    assert 0 <= found.points <= 100
    if found.standing is Standing.ON_TRACK and on <= goal.due_on:
        assert found.reached_at is None or found.reached_at <= goal.due_on + timedelta(days=1)
    if found.standing is Standing.BEHIND and on <= goal.due_on and found.reached_at is not None:
        assert found.reached_at >= goal.due_on


@given(goals, figures, figures)
def test_the_way_is_the_same_whichever_way_is_better(goal: GoalFacts, value: float, shift: float) -> None:
    mirrored = replace(goal, baseline=-goal.baseline, target=-goal.target)
    assert way_made(mirrored, -value) == way_made(goal, value)


@given(goals, st.integers(-10, 3000), st.integers(0, 100))
def test_what_is_expected_never_falls(goal: GoalFacts, days: int, further: int) -> None:
    day = START + timedelta(days=days)
    assert 0 <= expected_way(goal, day) <= expected_way(goal, day + timedelta(days=further)) <= 1


@given(
    percents=st.lists(st.integers(0, 100), min_size=2, max_size=2), days=st.integers(0, 200), later=st.integers(0, 200)
)
def test_more_value_never_gives_fewer_points(percents: list[int], days: int, later: int) -> None:
    less, more = sorted(percents)
    on = START + timedelta(days=days + later)
    found = [received_of(said(percent, days), on) for percent in (less, more)]
    points = [each.points for each in found if each is not None and each.points is not None]
    assert points == sorted(points)
    assert all(0 <= each <= 100 for each in points)
