import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.findings import find
from stakeholders.domain.practices import PracticeKey, balance_score
from stakeholders.domain.sky import Basis, Level, Sky, Terms
from tests.stakeholders.domain.skies import ANA, BOB, ago, role, skies, sky, star, touch


def scores(made: Sky) -> dict[str, float | None]:
    return {practice.key.value: practice.score for practice in find(made).practices}


def test_practices_of_a_small_map() -> None:
    terms = Terms(required_roles=("champion", "security"), balance_low=0.3, balance_high=0.5)
    people = (
        star(ANA, role("champion", basis=Basis.ASSUMED), department="IT", level=Level.VP, confirmed_on=ago(0)),
        star(BOB, department="Finance", level=Level.MANAGER, confirmed_on=ago(0)),
    )
    made = sky(*people, touches=(touch(1, 0, (ANA,)),), terms=terms)
    assert scores(made) == {"S0.1": 50.0, "S0.3": 0.0, "S0.5": 0.0, "S0.6": 100.0, "S0.7": 0.0}
    assert {practice.key: practice.assumed_count for practice in find(made).practices} == {
        PracticeKey.MAP_THE_SKY: 1,
        PracticeKey.BALANCE: 0,
        PracticeKey.CONNECT_THE_STARS: 0,
        PracticeKey.REDRAW: 0,
        PracticeKey.CELEBRATE: 0,
    }


def test_empty_map_is_nothing_to_judge() -> None:
    assert set(scores(sky()).values()) == {None}


@pytest.mark.parametrize(
    ("share", "score"), [(0, 0), (0.15, 50), (0.3, 100), (0.5, 100), (0.7, 100), (0.85, 50), (1, 0)]
)
def test_balance_falls_linearly_outside_the_band(share: float, score: float) -> None:
    assert balance_score(share, Terms(balance_low=0.3, balance_high=0.7)) == pytest.approx(score)


def test_band_that_touches_an_end_does_not_fall_there() -> None:
    assert balance_score(0, Terms(balance_low=0.0, balance_high=0.5)) == 100
    assert balance_score(1, Terms(balance_low=0.5, balance_high=1.0)) == 100


@given(skies())
def test_practices_are_between_nothing_and_full(made: Sky) -> None:
    assert all(score is None or 0 <= score <= 100 for score in scores(made).values())


@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0.5, 1))
def test_balance_score_stays_in_range(share: float, low: float, high: float) -> None:
    assert 0 <= balance_score(share, Terms(balance_low=low, balance_high=high)) <= 100
