import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.silence import expected_by_chance, silence_p, silences
from tests.stakeholders.domain.skies import ANA, BOB, ago, sky, star, touch


def test_silence_is_judged_by_the_days_before_it() -> None:
    touches = tuple(touch(key, 270 + 30 * key, (ANA,)) for key in range(4))
    [found] = silences(sky(star(ANA), touches=touches))
    assert (found.day_count, found.span_days, found.gap_days, found.last_on) == (4, 90, 270, ago(270))
    assert (found.p, found.is_unusual, found.touch_ids) == (1 / 64, True, (3, 2, 1, 0))


def test_several_touchpoints_on_a_day_are_one_day() -> None:
    touches = (*(touch(key, 30 * key, (ANA,)) for key in range(3)), touch(9, 0, (ANA,)))
    assert silences(sky(star(ANA), touches=touches)) == ()


def test_only_the_last_365_days_and_two_way_count() -> None:
    base = [touch(key, 100 + key, (ANA, BOB)) for key in range(3)]
    touches = (*base, touch(8, 366, (ANA,)), touch(9, 365, (BOB,)), touch(10, 1, (BOB,), is_two_way=False))
    [found] = silences(sky(star(ANA), star(BOB), touches=touches))
    assert (found.star_id, found.day_count, found.span_days, found.gap_days) == (BOB, 4, 265, 100)


def test_somebody_who_left_is_not_silent() -> None:
    touches = tuple(touch(key, 200 + key, (ANA,)) for key in range(5))
    assert silences(sky(star(ANA, left_on=ago(10)), touches=touches)) == ()


def test_fires_at_two_in_a_hundred_and_not_above() -> None:
    # (50 / (50 + g)) ** 3 is 0.02006 at g = 134 and 0.01973 at g = 135.
    for gap, is_unusual in ((134, False), (135, True)):
        touches = tuple(touch(key, gap + days, (ANA,)) for key, days in enumerate((0, 10, 20, 50)))
        [found] = silences(sky(star(ANA), touches=touches))
        assert found.is_unusual is is_unusual, found.p


def test_expected_silences_are_two_in_a_hundred_of_those_judged() -> None:
    assert expected_by_chance(0) == 0
    assert expected_by_chance(250) == pytest.approx(5)


def test_p_is_uniform_where_the_rhythm_goes_on() -> None:
    chance = random.Random(7)
    draws = 20_000
    fired = 0
    for _ in range(draws):
        span = sum(chance.expovariate(1 / 20) for _ in range(4))
        gap = chance.expovariate(1 / 20)
        fired += (span / (span + gap)) ** 4 <= 0.02
    assert fired / draws == pytest.approx(0.02, abs=0.004)


@given(st.integers(2, 50), st.integers(1, 364), st.integers(0, 364))
def test_longer_silence_is_never_more_likely(days: int, span: int, gap: int) -> None:
    assert 0 < silence_p(days, span, gap + 1) < silence_p(days, span, gap) <= 1
