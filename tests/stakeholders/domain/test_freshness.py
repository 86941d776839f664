import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.freshness import Question, ask_first, freshness
from stakeholders.domain.sky import Hazards, Level, Sky
from tests.stakeholders.domain.skies import ANA, BOB, CY, ago, assessed, skies, sky, star, touch


def wrong(hazard: float, days: int) -> float:
    return 1 - math.exp(-hazard * days / 365)


def test_later_of_confirmation_and_two_way_touch_confirms() -> None:
    people = (star(ANA, confirmed_on=ago(100)), star(BOB, confirmed_on=ago(10)), star(CY, confirmed_on=ago(7)))
    touches = (touch(1, 30, (ANA, BOB)), touch(2, 5, (CY,), is_two_way=False))
    found = freshness(sky(*people, touches=touches)).stars
    assert [(each.star_id, each.age_days) for each in found] == [(ANA, 30), (BOB, 10), (CY, 7)]
    assert [[fact.id for fact in each.evidence] for each in found] == [[1], [], []]


def test_share_is_weighted_by_influence_and_five_where_unknown() -> None:
    people = (
        star(ANA, confirmed_on=ago(365), level=Level.VP, assessed=assessed(influence=10)),
        star(BOB, confirmed_on=ago(73)),
        star(CY, confirmed_on=ago(999), left_on=ago(1)),
    )
    found = freshness(sky(*people, hazards=Hazards({Level.VP: 0.3}, prior=0.2)))
    expected = 1 - (10 * wrong(0.3, 365) + 5 * wrong(0.2, 73)) / 15
    assert found.share == pytest.approx(expected, abs=1e-12)


def test_never_confirmed_is_unknown_and_not_wrong() -> None:
    found = freshness(sky(star(ANA), star(BOB, confirmed_on=ago(0))))
    assert (found.share, found.unknown_count, found.stars[0].p_wrong) == (1.0, 1, None)
    assert freshness(sky(star(ANA))).share is None
    assert freshness(sky()).share is None


def test_influence_of_nought_weighs_nothing() -> None:
    people = (star(ANA, confirmed_on=ago(900), assessed=assessed(influence=0)), star(BOB, confirmed_on=ago(0)))
    assert freshness(sky(*people)).share == 1.0
    assert freshness(sky(people[0])).share is None


def test_first_question_is_where_being_wrong_is_likely_and_costs_most() -> None:
    people = (star(ANA, confirmed_on=ago(365)), star(BOB, confirmed_on=ago(36)), star(CY))
    stars = freshness(sky(*people)).stars
    first, second, third = ask_first(stars, {BOB: 1.0, CY: 0.5})
    assert first == Question(CY, None, 0.5, 0.5)
    assert (second.star_id, second.leverage, third.star_id, third.urgency) == (BOB, 1.0, ANA, 0.0)
    assert (second.urgency, third.p_wrong) == pytest.approx((wrong(0.17773, 36), wrong(0.17773, 365)))
    assert [each.star_id for each in ask_first(stars, {})] == [CY, ANA, BOB]


@given(skies(), st.integers(1, 500))
def test_map_only_gets_staler_while_nothing_is_confirmed(made: Sky, days: int) -> None:
    made = replace(made, stars=tuple(replace(each, left_on=None) for each in made.stars))
    now, later = freshness(made).share, freshness(replace(made, as_of=made.as_of + timedelta(days=days))).share
    assert (now is None) == (later is None)
    if now is not None and later is not None:
        assert 0 <= later < now <= 1
