from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.findings import find
from stakeholders.domain.sky import Hazards, Ours, Sky, Star, Touch, TouchKind
from stakeholders.domain.survival import Method, survival
from stakeholders.domain.threads import Threads, ThreadState, thread_cut
from stakeholders.domain.what_if import what_if, without_people
from tests.stakeholders.domain.maps import DAY, DECIDES, MadeTie, Map, made_map, random_map

SEED = st.integers(0, 10**6)


def met_sky(seed: int) -> Sky:
    """A random map whose relationships come from touchpoints, as they do in life."""
    made = random_map(seed)
    touches = tuple(
        Touch(place, DAY - timedelta(days=place), TouchKind.MEETING, tie.is_live, (tie.user_id,), (tie.star_id,))
        for place, tie in enumerate(made.ties)
    )
    return replace(made.sky, touches=touches[::-1])


@given(SEED, st.data())
def test_what_if_equals_a_recorded_departure(seed: int, data: st.DataObject) -> None:
    sky = met_sky(seed)
    gone = data.draw(st.sets(st.sampled_from([star.id for star in sky.stars])))
    users = data.draw(st.sets(st.sampled_from([1, 2, 3])))
    departed = replace(
        sky,
        stars=tuple(
            replace(star, left_on=DAY) if star.id in gone and star.left_on is None else star for star in sky.stars
        ),
        ours=tuple(Ours(user.id, user.name, user.is_active and user.id not in users) for user in sky.ours),
    )
    seen = what_if(sky, gone, users)
    assert (seen.before, seen.after) == (find(sky), find(departed))
    assert (seen.star_ids, seen.user_ids) == (tuple(sorted(gone)), tuple(sorted(users)))


@given(SEED, st.data())
def test_network_without_people_concludes_like_the_sky_without_them(seed: int, data: st.DataObject) -> None:
    made = random_map(seed)
    gone = data.draw(st.sets(st.sampled_from([star.id for star in made.sky.stars])))
    users = data.draw(st.sets(st.sampled_from([1, 2, 3])))
    quick = made.network.without(gone, users)
    slow = Map(without_people(made.sky, gone, users), made.ties, made.met).network
    assert thread_cut(quick, was_connected=True) == thread_cut(slow, was_connected=True)
    for method in Method:
        assert survival(quick, method=method) == survival(slow, method=method)


@given(SEED, st.data())
def test_taking_out_and_putting_back_is_the_identity(seed: int, data: st.DataObject) -> None:
    sky = met_sky(seed)
    gone = data.draw(st.sets(st.sampled_from([star.id for star in sky.stars])))
    was = {star.id: star for star in sky.stars if star.id in gone}
    without = without_people(sky, gone)
    back = replace(without, stars=tuple(was.get(star.id, star) for star in without.stars))
    assert back == sky
    assert find(back) == find(sky)
    assert without_people(sky, ()) == sky
    assert what_if(sky, ()).threads_change in {0, None}


@given(SEED)
def test_taking_out_the_cut_and_nothing_smaller_cuts_us_off(seed: int) -> None:
    made = random_map(seed)
    cut = thread_cut(made.network).cut
    if cut:
        assert thread_cut(made.network.without(cut), was_connected=True).state is ThreadState.NO_ROUTE
        for fewer in combinations(cut, len(cut) - 1):
            assert (thread_cut(made.network.without(fewer)).count or 0) >= 1


def test_survival_is_compared_by_one_method() -> None:
    stars = tuple(Star(star, star, star, "", roles=(DECIDES,)) for star in range(13))
    touches = tuple(Touch(star, DAY, TouchKind.MEETING, True, (1,), (star,)) for star in range(13))
    sky = Sky(1, DAY, stars, (Ours(1, "Jonas", True),), touches=touches, hazards=Hazards(prior=1.0))
    seen = what_if(sky, range(12))
    assert seen.before.survival is not None
    assert seen.after.survival is not None
    assert (seen.before.survival.method, seen.after.survival.method) == (Method.WORLDS, Method.WORLDS)
    assert seen.survival_change == seen.after.survival.share - seen.before.survival.share
    assert seen.threads_change == -12


def test_who_decides_unknown_has_no_change_to_show() -> None:
    seen = what_if(Sky(1, DAY, (Star(1, 0, 1, "Ana"),), ()), [1])
    assert (seen.threads_change, seen.survival_change) == (None, None)


def test_somebody_who_is_not_in_the_sky_is_refused() -> None:
    sky = Sky(1, DAY, (Star(1, 0, 1, "Ana"),), (Ours(7, "Jonas", True),))
    with pytest.raises(KeyError, match="2"):
        what_if(sky, [1, 2])
    with pytest.raises(KeyError, match="8"):
        what_if(sky, [1], [8])


def test_earlier_departure_keeps_its_date() -> None:
    sky = Sky(1, DAY, (Star(1, 0, 1, "Ana", left_on=DAY - timedelta(days=9)),), ())
    assert without_people(sky, [1]) == sky


def test_losing_our_only_user_leaves_no_route() -> None:
    made = made_map("D", ties="D", deciding="D", connections=[])
    assert thread_cut(made.network.without([], [1]), was_connected=True) == Threads(
        0, ThreadState.NO_ROUTE, deciding_count=1
    )
    assert MadeTie(1, 10) in made.ties
