"""Scorecards held against past renewals: hand-made cases whose answer is known."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from health.domain.backtest import Case, base_rate, late_share, measure_report, score_report
from health.domain.measures import MEASURES
from health.domain.scorecards import Card, Entry
from health.domain.weighing import propose

DAY = date(2026, 3, 1)


def case(number: int, is_renewed: bool, late: float | None = None, **raws: float | None) -> Case:
    return Case(number, None, DAY, is_renewed, raws, late)


def card(**weights: float) -> Card:
    return Card(tuple(Entry(MEASURES[key], weight, MEASURES[key].rule) for key, weight in weights.items()))


def told_apart(number: int = 12) -> list[Case]:
    """So many that renewed with two threads (80 points), so many that churned with none (0 points)."""
    return [case(place, place < number, threads=2 if place < number else 0) for place in range(2 * number)]


def test_a_score_that_tells_all_apart_is_said_to_be_skilled() -> None:
    found = score_report(told_apart(), lambda _segment: card(threads=1))
    assert found.skill.auc is not None
    assert (found.said, found.skill.auc.area, found.skill.is_skilled) == (24, 1.0, True)
    assert found.brier == pytest.approx((12 * 0.2**2 + 12 * 0) / 24)
    assert [(each.low, each.happened, each.count) for each in found.bins] == [(0.0, 0.0, 12), (0.8, 1.0, 12)]
    assert found.worst is not None
    assert (found.worst.looked_at, found.worst.churned) == (10, 10)


def test_nothing_is_said_of_skill_under_ten_churned() -> None:
    found = score_report(told_apart(9), lambda _segment: card(threads=1))
    assert (found.skill.churned, found.skill.has_verdict, found.skill.is_skilled) == (9, False, None)


def test_a_random_score_is_given_no_skill() -> None:
    random = Random(7)
    cases = [case(place, random.random() < 0.7, survival=random.uniform(0, 100)) for place in range(200)]
    found = measure_report(cases, "survival")
    assert found.skill.has_verdict
    assert found.skill.is_skilled is False


def test_a_figure_is_held_only_against_renewals_of_which_it_says_something() -> None:
    cases = [case(1, True, pulse=5), case(2, False, pulse=None), case(3, False)]
    assert measure_report(cases, "pulse").said == 1
    assert score_report(cases, lambda _segment: None).said == 0


def test_the_base_rate_is_a_coin_whose_distance_is_its_variance() -> None:
    found = base_rate([case(place, place < 30) for place in range(40)])
    assert found.skill.auc is not None
    assert found.skill.auc.area == 0.5
    assert found.brier == pytest.approx(0.75 * 0.25)


def test_what_was_recorded_later_is_averaged_and_bounds_what_was_known_then() -> None:
    cases = [case(1, True, 0.05), case(2, True, 0.35), case(3, True, None)]
    assert late_share(cases) == pytest.approx(0.2)
    assert [one.was_known_then for one in cases] == [True, False, False]


def history(random: Random, count: int) -> list[Case]:
    """Renewals that follow the pulse; threads are noise, tickets are unknown of most."""
    made = []
    for number in range(count):
        felt = random.randint(1, 6)
        support = random.choice((None, None, None, 3.0))
        made.append(
            case(number, random.random() < felt / 6.5, pulse=felt, threads=random.randint(0, 3), support=support)
        )
    return made


def test_weights_follow_what_foretold_and_leave_out_what_is_hardly_known() -> None:
    found = propose(history(Random(3), 400), ["pulse", "threads", "support"])
    assert found is not None
    assert sum(found.weights.values()) == pytest.approx(1)
    assert set(found.weights) == {"pulse", "threads"}
    assert found.weights["pulse"] > 0.8
    assert found.skill.is_skilled


def shuffled(cases: Sequence[Case], random: Random) -> list[Case]:
    outcomes = [one.is_renewed for one in cases]
    random.shuffle(outcomes)
    return [one._replace(is_renewed=outcome) for one, outcome in zip(cases, outcomes, strict=True)]


def test_weights_fitted_to_chance_show_no_skill_on_what_they_had_not_seen() -> None:
    skilled = 0
    for seed in range(20):
        random = Random(seed)
        found = propose(shuffled(history(random, 120), random), ["pulse", "threads"])
        skilled += bool(found and found.skill.is_skilled)
    assert skilled <= 3  # by chance one in forty


def test_no_weights_are_proposed_without_a_verdict() -> None:
    assert propose(told_apart(9), ["threads"]) is None
    assert propose([case(place, False, threads=1) for place in range(30)], ["threads"]) is None
    assert propose(told_apart(), ["pulse"]) is None
