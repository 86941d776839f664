"""Scores against brute force: the interval, contributions, bands, and the waterfall that sums exactly."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.bands import Band, BandBounds, band_of
from health.domain.judgement import Judgement, Part
from health.domain.measures import MEASURES
from health.domain.rules import Linear
from health.domain.scorecards import Card, CardError, Entry, Governs, card_as_data, card_for, card_from
from health.domain.scoring import judge_raws
from health.domain.waterfall import Cause, waterfall

DAY = date(2026, 3, 1)
KEYS = ("threads", "survival", "coverage", "support", "nps", "pulse")
POINTS = st.one_of(st.none(), st.floats(0, 100).map(lambda raw: round(raw, 4)))
WEIGHTS = st.lists(st.floats(0.1, 50), min_size=len(KEYS), max_size=len(KEYS))
SIDES = st.lists(POINTS, min_size=len(KEYS), max_size=len(KEYS))


def card(weights: dict[str, float]) -> Card:
    return Card(tuple(Entry(MEASURES[key], weight, Linear(0, 100)) for key, weight in weights.items()))


def score(weights: list[float], points: list[float | None], unconnected: tuple[str, ...] = ()) -> Judgement:
    raws = dict(zip(KEYS, points, strict=True))
    return judge_raws(1, DAY, raws, card(dict(zip(KEYS, weights, strict=True))), unconnected)


@given(WEIGHTS, SIDES)
def test_the_interval_is_brute_force_over_0_and_100_for_the_missing(
    weights: list[float], points: list[float | None]
) -> None:
    found = score(weights, points)
    if all(each is None for each in points):
        assert (found.score, found.low, found.high, found.band) == (None, 0, 100, None)
        return
    missing = [place for place, each in enumerate(points) if each is None]
    outcomes = []
    for filled in product((0.0, 100.0), repeat=len(missing)):
        given_points = {place: each for place, each in enumerate(points) if each is not None} | dict(
            zip(missing, filled, strict=True)
        )
        outcomes.append(sum(weights[place] * each for place, each in given_points.items()) / sum(weights))
    assert found.low == pytest.approx(min(outcomes), abs=1e-9)
    assert found.high == pytest.approx(max(outcomes), abs=1e-9)
    assert found.score is not None
    assert found.low - 1e-9 <= found.score <= found.high + 1e-9


@given(WEIGHTS, SIDES)
def test_contributions_sum_to_the_score(weights: list[float], points: list[float | None]) -> None:
    found = score(weights, points)
    assert sum(part.contribution for part in found.parts) == pytest.approx(found.score or 0, abs=0.01)
    assert sum(part.weight for part in found.parts) == pytest.approx(1)


def test_a_score_by_hand() -> None:
    """Weights 2, 1, 1 of 4; 90 and 30 are known: (2 * 90 + 1 * 30) / 3 = 70; missing 1/4 of the weight."""
    found = judge_raws(1, DAY, {"threads": 90, "survival": 30}, card({"threads": 2, "survival": 1, "pulse": 1}))
    assert (found.score, found.low, found.high) == (70, 52.5, 77.5)
    assert (found.band, found.is_settled, found.ask_first) == (Band.GREEN, False, "pulse")
    assert [part.contribution for part in found.parts] == [pytest.approx(60), pytest.approx(10), 0]


def test_the_score_on_leading_measures_leaves_the_lagging_out() -> None:
    found = judge_raws(1, DAY, {"threads": 90, "nps": 10}, card({"threads": 1, "nps": 3}))
    assert (found.score, found.leading) == (30, 90)


def test_what_is_not_connected_is_listed_and_weighs_nothing() -> None:
    with_all = judge_raws(1, DAY, {"threads": 90}, card({"threads": 1, "nps": 3}))
    without = judge_raws(1, DAY, {"threads": 90}, card({"threads": 1, "nps": 3}), {"nps"})
    assert (with_all.low, with_all.high, with_all.ask_first) == (22.5, 97.5, "nps")
    assert (without.low, without.high, without.is_settled, without.ask_first) == (90, 90, True, "")
    assert [(part.key, part.weight) for part in without.parts] == [("threads", 1), ("nps", 0)]


@pytest.mark.parametrize(
    ("points", "band"), [(0, Band.RED), (44.999, Band.RED), (45, Band.AMBER), (69.999, Band.AMBER), (70, Band.GREEN)]
)
def test_the_bound_belongs_to_the_better_band(points: float, band: Band) -> None:
    assert band_of(points) is band


def test_settled_asks_the_whole_interval() -> None:
    found = judge_raws(1, DAY, {"threads": 90}, card({"threads": 9, "pulse": 1}))
    assert (found.low, found.high, found.is_settled) == (81, 91, True)


@given(WEIGHTS, SIDES, WEIGHTS, SIDES)
def test_a_waterfall_sums_exactly(
    weights: list[float], points: list[float | None], later_weights: list[float], later: list[float | None]
) -> None:
    before, after = score(weights, points), score(later_weights, later)
    found = waterfall(before.parts, after.parts)
    if before.score is None or after.score is None:
        assert found is None
        return
    assert found is not None
    assert sum(step.points for step in found.steps) == pytest.approx(after.score - before.score, abs=1e-9)
    assert sum(found.of(cause) for cause in Cause) == pytest.approx(found.change, abs=1e-9)


def test_a_waterfall_by_hand() -> None:
    """Values only: W = W' = 1/2 each, 40 -> 60 and 80 -> 70: +10 and -5."""
    found = waterfall([Part("a", 0.5, 40.0), Part("b", 0.5, 80.0)], [Part("a", 0.5, 60.0), Part("b", 0.5, 70.0)])
    assert found is not None
    assert [(step.key, step.cause, step.points) for step in found.steps] == [
        ("a", Cause.VALUE, 10),
        ("b", Cause.VALUE, -5),
    ]


def test_weights_alone_move_a_score_by_weight() -> None:
    """1/2, 1/2 -> 3/4, 1/4 at 100 and 0: 50 -> 75. W' - W = 1/4: 1/4 * (50 + 25) / 2 and -1/4 * (-50 - 75) / 2."""
    found = waterfall([Part("a", 0.5, 100.0), Part("b", 0.5, 0.0)], [Part("a", 0.75, 100.0), Part("b", 0.25, 0.0)])
    assert found is not None
    assert {step.key: step.points for step in found.steps} == {"a": 9.375, "b": 15.625}
    assert found.of(Cause.WEIGHT) == 25


def test_with_nothing_in_common_all_is_availability() -> None:
    found = waterfall([Part("a", 1, 20.0)], [Part("b", 1, 80.0)])
    assert found is not None
    assert {(step.key, step.cause, step.points) for step in found.steps} == {
        ("a", Cause.AVAILABILITY, 30),
        ("b", Cause.AVAILABILITY, 30),
    }


def test_cards_are_found_by_precedence_then_by_being_meant_for_the_segment() -> None:
    every, some, first = (Card((), version_id=number) for number in (1, 2, 3))
    cards = [Governs(every, None, 100), Governs(some, 7, 100), Governs(first, 8, 1)]
    assert [card_for(segment, cards).version_id for segment in (7, 8, 9, None)] == [2, 3, 1, 1]  # type: ignore[union-attr]
    assert card_for(9, cards[1:]) is None


PULSE = {"measure": "pulse", "weight": 1, "rule": {"kind": "pulse"}}


@pytest.mark.parametrize(
    ("said", "problem", "measure"),
    [
        ([], "empty", ""),
        ([PULSE, PULSE], "twice", "pulse"),
        ([{**PULSE, "weight": 0}], "weight", "pulse"),
        ([{**PULSE, "weight": "3"}], "weight", "pulse"),
        ([{**PULSE, "measure": "magic"}], "unknown", "magic"),
        ([{**PULSE, "measure": "metric.magic"}], "unknown", "metric.magic"),
        ([{**PULSE, "rule": {"kind": "magic"}}], "kind", "pulse"),
    ],
)
def test_a_card_that_cannot_be_applied_is_refused(said: list[dict[str, object]], problem: str, measure: str) -> None:
    with pytest.raises(CardError) as refused:
        card_from(said, leading_metrics={})
    assert (refused.value.problem, refused.value.measure) == (problem, measure)


def test_bounds_out_of_order_are_refused_and_a_card_survives_being_written() -> None:
    with pytest.raises(CardError, match="bounds"):
        card_from([PULSE], BandBounds(70, 45))
    assert card_as_data(card_from([PULSE])) == [{**PULSE, "weight": 1.0}]
