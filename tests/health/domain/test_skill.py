"""The statistics of the backtest against published figures and brute force."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.skill import auc, brier, calibration, caught, skill, wilson

# Hanley and McNeil 1982, table I: 109 images rated 1 (surely normal) to 5 (surely abnormal).
NORMAL = {1: 33, 2: 6, 3: 6, 4: 11, 5: 2}
ABNORMAL = {1: 3, 2: 2, 3: 2, 4: 11, 5: 33}


def ratings(table: dict[int, int]) -> list[float]:
    return [float(rating) for rating, count in table.items() for _image in range(count)]


def test_the_ratings_of_hanley_and_mcneil() -> None:
    found = auc(ratings(ABNORMAL), ratings(NORMAL))
    assert (round(found.area, 3), round(found.standard_error, 3)) == (0.893, 0.032)


figures = st.lists(st.integers(0, 8).map(float), min_size=1, max_size=12)


@given(figures, figures)
def test_the_area_is_the_share_of_pairs_in_the_right_order(renewed: list[float], churned: list[float]) -> None:
    wins = sum(1.0 if high > low else 0.5 if high == low else 0.0 for high, low in product(renewed, churned))
    assert auc(renewed, churned).area == pytest.approx(wins / (len(renewed) * len(churned)))


@given(figures, figures)
def test_turning_a_figure_round_turns_the_area_round(renewed: list[float], churned: list[float]) -> None:
    turned = auc([-figure for figure in renewed], [-figure for figure in churned])
    assert turned.area == pytest.approx(1 - auc(renewed, churned).area)


def test_an_area_needs_both_outcomes() -> None:
    with pytest.raises(ValueError, match="both"):
        auc([], [1.0])


def test_brier_of_always_saying_one_half() -> None:
    assert brier([0.5, 0.5, 0.5], [True, False, True]) == 0.25


def test_brier_refuses_what_does_not_match() -> None:
    with pytest.raises(ValueError, match="as many"):
        brier([0.5], [])


def test_wilson_of_none_and_of_all() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10).low == 0
    assert round(wilson(0, 10).high, 4) == 0.2775
    assert round(wilson(10, 10).low, 4) == 0.7225


def test_calibration_bins_hold_everything_once() -> None:
    found = calibration([0.0, 0.1, 0.5, 0.99, 1.0], [False, False, True, True, True], 4)
    assert [(each.low, each.count, each.happened) for each in found] == [(0, 2, 0), (0.5, 1, 1), (0.75, 2, 1)]
    assert all(each.interval.low <= each.happened <= each.interval.high for each in found)


def test_churn_caught_in_the_worst() -> None:
    figures, outcomes = [10.0, 20, 30, 40, 50], [False, True, False, True, True]
    assert caught(figures, outcomes, 1) == (1, 1, 0.5)
    assert caught(figures, outcomes, 3) == (3, 2, 1.0)
    assert caught(figures, outcomes, 99) == (5, 2, 1.0)
    assert caught([1.0], [True], 1) is None


def test_equal_figures_catch_no_more_than_their_share() -> None:
    assert caught([5.0] * 10, [False] * 4 + [True] * 6, 5) == (5, 2, 0.5)


def test_no_verdict_under_ten_churned() -> None:
    few = skill([0.0] * 9 + [1.0] * 50, [False] * 9 + [True] * 50)
    assert (few.churned, few.has_verdict, few.is_skilled) == (9, False, None)
    enough = skill([0.0] * 10 + [1.0] * 50, [False] * 10 + [True] * 50)
    assert (enough.has_verdict, enough.is_skilled) == (True, True)


def test_a_random_figure_is_given_no_verdict_of_skill() -> None:
    random = Random(3)
    found = skill([random.random() for _each in range(200)], [place % 5 > 0 for place in range(200)])
    assert found.has_verdict
    assert found.is_skilled is False
