"""What if: people and measures together, against a departure that was recorded and against arithmetic by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.evidence import Evidence, Measured, Pulse
from health.domain.imagining import Imagined, Saying, Supposed, Supposition, imagine
from health.domain.measures import MEASURES, Given
from health.domain.rules import Linear
from health.domain.scorecards import Card, Entry
from health.domain.scoring import judge
from stakeholders.domain.findings import find
from stakeholders.domain.sky import Sky, Touch, TouchKind
from tests.stakeholders.domain.maps import DAY, DECIDES, random_map

WEIGHTS = {"threads": 2, "survival": 1, "coverage": 1, "sentiment": 1, "nps": 1, "pulse": 1}
CARD = Card(tuple(Entry(MEASURES[key], weight, MEASURES[key].rule) for key, weight in WEIGHTS.items()))


def met_sky(seed: int) -> Sky:
    """A random map whose relationships come from touchpoints."""
    made = random_map(seed)
    touches = tuple(
        Touch(place, DAY - timedelta(days=place), TouchKind.MEETING, tie.is_live, (tie.user_id,), (tie.star_id,))
        for place, tie in enumerate(made.ties)
    )
    return replace(made.sky, touches=touches[::-1])


def given_of(sky: Sky) -> Given:
    return Given(find(sky), Evidence(1, readings={"nps": Measured(20, DAY)}, pulse=Pulse(5, DAY)), DAY)


@given(st.integers(0, 10**6), st.data())
def test_without_people_it_is_judged_as_if_their_departure_were_recorded(seed: int, data: st.DataObject) -> None:
    sky = met_sky(seed)
    gone = data.draw(st.sets(st.sampled_from([star.id for star in sky.stars])))
    departed = replace(
        sky,
        stars=tuple(
            replace(star, left_on=DAY) if star.id in gone and star.left_on is None else star for star in sky.stars
        ),
    )
    found = imagine(given_of(sky), CARD, (), Supposition(star_ids=frozenset(gone)))
    assert found.before == judge(given_of(sky), CARD)
    assert found.after == judge(given_of(departed), CARD)


@given(
    st.integers(0, 10**6),
    st.sets(st.sampled_from(sorted(WEIGHTS))),
    st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.floats(0, 100)),
    st.data(),
)
def test_the_moves_sum_to_the_difference(
    seed: int, unconnected: set[str], points: dict[str, float], data: st.DataObject
) -> None:
    sky = met_sky(seed)
    gone = frozenset(data.draw(st.sets(st.sampled_from([star.id for star in sky.stars]))))
    measures = {key: Supposed(Saying.POINTS, each) for key, each in points.items()}
    found = imagine(given_of(sky), CARD, unconnected, Supposition(measures, gone))
    if found.before.score is None or found.after.score is None:
        assert found.moves == ()
        return
    moved = sum(move.points for move in found.moves)
    assert moved == pytest.approx(found.after.score - found.before.score, abs=1e-9)


def supposed(measures: dict[str, Supposed], gone: frozenset[int] = frozenset()) -> Imagined:
    """Of threads (weight 3) and the pulse (1), where one who decides is met by one of ours."""
    sky = replace(met_sky(0), stars=(), touches=(), links=())
    ines = replace(met_sky(0).stars[0], id=11, roles=(DECIDES,), left_on=None, joined_on=None)
    touch = Touch(1, DAY, TouchKind.MEETING, True, (sky.ours[0].id,), (11,))
    card = Card(
        tuple(Entry(MEASURES[key], weight, MEASURES[key].rule) for key, weight in (("threads", 3), ("pulse", 1)))
    )
    sky = replace(sky, stars=(ines,), touches=(touch,), ours=(sky.ours[0]._replace(is_active=True),))
    return imagine(given_of(sky), card, (), Supposition(measures, gone))


def test_by_hand() -> None:
    """One thread has 40 points, none 0; pulse 5 has 80, pulse 2 has 20: (3 * 40 + 80) / 4 = 50, (0 + 20) / 4 = 5."""
    found = supposed({"pulse": Supposed(Saying.VALUE, 2)}, frozenset({11}))
    assert (found.before.score, found.after.score) == (50, 5)
    assert [(move.before.key, move.points, move.before.raw, move.after.raw) for move in found.moves] == [
        ("threads", -30, 1, 0),
        ("pulse", -15, 5, 2),
    ]


def test_what_is_said_of_a_measure_prevails_over_the_people() -> None:
    """Nobody is left, but the threads are said to have 100 points: (3 * 100 + 80) / 4."""
    found = supposed({"threads": Supposed(Saying.POINTS, 100)}, frozenset({11}))
    assert (found.after.score, found.seen.after.threads.count) == (95, 0)


def test_what_is_not_connected_weighs_once_it_is_supposed() -> None:
    sky = met_sky(1)
    card = Card((Entry(MEASURES["nps"], 1, Linear(0, 100)), Entry(MEASURES["csat"], 3, Linear(0, 100))))
    found = imagine(given_of(sky), card, {"csat"}, Supposition({"csat": Supposed(Saying.POINTS, 60)}))
    assert (found.before.score, found.before.high, found.after.score) == (20, 20, 50)


def test_somebody_who_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        imagine(given_of(met_sky(1)), CARD, (), Supposition(star_ids=frozenset({10**9})))
