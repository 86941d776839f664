"""Strength against the formula written out by hand."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.decay import WEIGHTS, decay
from stakeholders.domain.sky import Sky, Terms, TouchKind
from stakeholders.domain.strength import (
    Relationship,
    StrengthLabel,
    best_by_star,
    engaged_stars,
    label_of,
    relationships,
)
from stakeholders.domain.strength_explained import explain_strength
from tests.stakeholders.domain.skies import ANA, BOB, JO, KIM, LEE, ago, skies, sky, star, touch


def only(made: Sky) -> Relationship:
    [found] = relationships(made)
    return found


@pytest.mark.parametrize(
    ("kind", "weight"),
    [("joint_session", 1.2), ("meeting", 1.0), ("call", 0.8), ("training", 0.6), ("email", 0.3), ("event", 0.3)],
)
def test_each_kind_of_touchpoint_has_its_weight(kind: str, weight: float) -> None:
    found = only(sky(star(ANA), touches=(touch(1, 0, (ANA,), kind=TouchKind(kind)),)))
    assert found.strength == pytest.approx(1 - math.exp(-weight), abs=1e-15)


def test_every_kind_has_a_weight() -> None:
    assert set(WEIGHTS) == set(TouchKind)


def test_touchpoints_add_up_and_halve_every_half_life() -> None:
    touches = (touch(1, 90, (ANA,)), touch(2, 45, (ANA,), kind=TouchKind.CALL), touch(3, 0, (ANA,), is_two_way=False))
    found = only(sky(star(ANA), touches=touches, terms=Terms(half_life_days=45)))
    assert found.strength == pytest.approx(1 - math.exp(-(0.25 + 0.4)), abs=1e-15)
    assert (found.last_two_way_on, found.last_touch_on) == (ago(45), ago(0))
    assert (found.touch_count, found.two_way_count) == (3, 2)


def test_one_way_touchpoints_alone_give_no_strength_and_no_label() -> None:
    found = only(sky(star(ANA), touches=(touch(1, 0, (ANA,), is_two_way=False),)))
    assert (found.strength, found.label, found.is_live) == (0.0, StrengthLabel.NONE, False)
    assert found.last_two_way_on is None


@pytest.mark.parametrize(
    ("strength", "label"),
    [
        (1.0, "strong"),
        (0.6, "strong"),
        (0.59, "steady"),
        (0.35, "steady"),
        (0.34, "fading"),
        (0.2, "fading"),
        (0.19, "lost"),
    ],
)
def test_labels_begin_at_their_bounds(strength: float, label: str) -> None:
    assert label_of(strength, was_two_way=True) == label


def test_relationship_of_somebody_who_left_is_not_live_on_the_first_day_absent() -> None:
    touches = (touch(1, 0, (ANA,)), touch(2, 0, (BOB,)))
    found = relationships(sky(star(ANA, left_on=ago(0)), star(BOB, left_on=ago(-1)), touches=touches))
    assert [(each.star_id, each.is_live, each.label) for each in found] == [
        (ANA, False, StrengthLabel.STRONG),
        (BOB, True, StrengthLabel.STRONG),
    ]
    assert engaged_stars(found) == {BOB}


def test_relationship_of_an_inactive_user_is_not_live() -> None:
    found = relationships(sky(star(ANA), touches=(touch(1, 0, (ANA,), (JO, LEE)),)))
    assert [(each.user_id, each.is_live) for each in found] == [(JO, True), (LEE, False)]


def test_holder_is_the_strongest_active_user_then_the_latest() -> None:
    touches = (
        touch(1, 9, (ANA,), (LEE,), TouchKind.JOINT_SESSION),
        touch(2, 5, (ANA,), (JO,)),
        touch(3, 5, (ANA, BOB), (KIM,)),
        touch(4, 1, (ANA,), (KIM,), is_two_way=False),
        touch(5, 5, (BOB,), (JO,)),
    )
    made = sky(star(ANA), star(BOB), touches=touches)
    best = best_by_star(made, relationships(made))
    assert {star_id: each.user_id for star_id, each in best.items()} == {ANA: KIM, BOB: JO}


def test_explained_strength_lists_every_touchpoint_with_its_share() -> None:
    touches = (touch(1, 60, (ANA,)), touch(2, 0, (ANA,), kind=TouchKind.EMAIL), touch(3, 0, (BOB,)))
    why = explain_strength(sky(star(ANA), star(BOB), touches=touches), JO, ANA)
    assert why.total == pytest.approx(0.8)
    assert [(part.touch_id, part.weight, part.age_days) for part in why.contributions] == [(1, 1.0, 60), (2, 0.3, 0)]
    assert [part.share for part in why.contributions] == pytest.approx([0.625, 0.375])
    assert (why.label, why.is_live) == (StrengthLabel.STEADY, True)


def test_explaining_somebody_who_is_not_in_the_sky_is_refused() -> None:
    with pytest.raises(KeyError):
        explain_strength(sky(star(ANA)), JO, BOB)


def test_decay_beyond_the_table_follows_the_same_formula() -> None:
    assert decay(3659, 60) == pytest.approx(2 ** (-3659 / 60))
    assert decay(3660, 60) == pytest.approx(2 ** (-3660 / 60))
    assert decay(3660, 60) < decay(3659, 60)


@given(skies())
def test_bulk_and_explained_strength_agree(made: Sky) -> None:
    for found in relationships(made):
        why = explain_strength(made, found.user_id, found.star_id)
        assert (why.strength, why.label, why.is_live) == (found.strength, found.label, found.is_live)
        assert len(why.contributions) == found.touch_count
        shares = sum(part.share for part in why.contributions)
        assert shares == pytest.approx(1 if found.two_way_count else 0)


@given(skies(), st.integers(1, 400))
def test_strength_only_falls_while_nothing_happens(made: Sky, days: int) -> None:
    later = replace(made, as_of=made.as_of + timedelta(days=days))
    for now, then in zip(relationships(made), relationships(later), strict=True):
        assert then.strength <= now.strength
        assert 0 <= now.strength <= 1


@given(skies())
def test_one_more_meeting_never_weakens(made: Sky) -> None:
    more = replace(made, touches=(*made.touches, touch(99, 0, (ANA,))))
    before = {(each.user_id, each.star_id): each for each in relationships(made)}
    for each in relationships(more):
        was = before.get((each.user_id, each.star_id))
        assert was is None or each.strength >= was.strength
