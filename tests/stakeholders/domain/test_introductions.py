from itertools import combinations

import pytest

from stakeholders.domain.introductions import Introduction, IntroductionKind, introductions
from stakeholders.domain.sky import ConnectionKind, Level
from stakeholders.domain.survival import Method, survival
from stakeholders.domain.threads import thread_cut
from stakeholders.domain.warm_path import COLD_HOPS
from stakeholders.domain.worlds import WORLDS
from tests.stakeholders.domain.maps import Map, made_map, random_map


def sampled(made: Map) -> float:
    return survival(made.network, method=Method.WORLDS).share


def expected_gain(made: Map, changed: Map) -> tuple[int, int]:
    """In threads by brute force and in worlds by a new count."""
    return len(changed.cuts()[0]) - len(made.cuts()[0]), round((sampled(changed) - sampled(made)) * WORLDS)


def gain_of(proposed: Introduction) -> tuple[int, int]:
    return proposed.threads_gain, round(proposed.survival_gain * WORLDS)


@pytest.mark.parametrize("limit", [0, 1, 2, None])
def test_every_absent_relationship_is_judged_as_if_it_were_added(limit: int | None) -> None:
    seen = 0
    for seed in range(60):
        made = random_map(seed, limit, most_people=10)
        if thread_cut(made.network).deciding_count == 0:
            assert introductions(made.network) == ()
            continue
        found = {
            (each.user_id, each.to_id): each
            for each in introductions(made.network, top=None, every_user=True)
            if each.kind is IntroductionKind.RELATIONSHIP
        }
        for user in (1, 2):
            for star in made.present:
                gain = expected_gain(made, made.with_tie(user, star))
                seen += gain[0]
                proposed = found.get((user, star))
                assert (gain == (0, 0)) == (proposed is None), seed
                if proposed is not None:
                    assert gain_of(proposed) == gain, seed
        assert {user for user, _ in found} <= {1, 2}
    assert seen > 30


@pytest.mark.parametrize("limit", [0, 1, 2, None])
def test_every_absent_connection_is_judged_as_if_it_were_added(limit: int | None) -> None:
    seen = 0
    for seed in range(200, 320):
        made = random_map(seed, limit, most_people=10)
        found = {
            tuple(sorted((each.from_id or 0, each.to_id))): each
            for each in introductions(made.network, top=None)
            if each.kind is IntroductionKind.CONNECTION
        }
        known = {frozenset((link.from_id, link.to_id)) for link in made.sky.links} | set(map(frozenset, made.met))
        for one, other in combinations(made.present, 2):
            gain = expected_gain(made, made.with_link(ConnectionKind.WORKS_WITH, one, other))
            proposed = found.get((one, other))
            if frozenset((one, other)) in known:
                assert proposed is None, seed
                continue
            seen += gain[0]
            assert (gain == (0, 0)) == (proposed is None), seed
            if proposed is not None:
                assert gain_of(proposed) == gain, seed
    assert seen >= 5 or limit == 0


def test_larger_maps_gain_threads_as_if_each_were_added() -> None:
    """With rerouting: fifteen people, routes turned aside to make room for a new one."""
    seen = 0
    for seed in range(25):
        made = random_map(3000 + seed, 2, most_people=15)
        before = thread_cut(made.network).count or 0
        for each in introductions(made.network, top=None):
            if each.kind is IntroductionKind.CONNECTION:
                changed = made.with_link(ConnectionKind.MET_TOGETHER, each.from_id or 0, each.to_id)
            else:
                changed = made.with_tie(each.user_id or 0, each.to_id)
            assert (thread_cut(changed.network).count or 0) - before == each.threads_gain, seed
            seen += each.threads_gain
    assert seen > 50


def best(made: Map) -> Introduction:
    return introductions(made.network)[0]


def test_next_best_is_the_second_decider_by_way_of_the_bridge() -> None:
    made = made_map("MDE", ties="M", deciding="DE", connections=["MD", "ME"])
    proposed = best(made)
    assert (proposed.kind, proposed.user_id, proposed.to_id) == (IntroductionKind.RELATIONSHIP, 1, 11)
    assert (proposed.threads, proposed.threads_gain) == (1, 1)
    assert (proposed.path.user_ids, proposed.path.star_ids) == ((1,), (10, 11))
    assert (proposed.hops, proposed.level_gap, proposed.effort) == (2, 1, 3)
    assert proposed.survival == sampled(made)
    assert proposed.survival + proposed.survival_gain == sampled(made.with_tie(1, 11))
    assert proposed.gain_per_effort == proposed.survival_gain / 3


def test_a_thread_goes_before_more_survival() -> None:
    """All hangs on M; knowing D as well adds a thread. Knowing A, before M, adds nothing at all."""
    found = introductions(made_map("AMD", "M", "D", ["AM", "MD"]).network, top=None)
    assert [(each.to_id, each.threads_gain) for each in found] == [(12, 0)]
    two = introductions(made_map("AMDE", "M", "DE", ["AM", "MD", "AE"]).network, top=None)
    gains = [each.threads_gain for each in two]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == 1


def test_nobody_to_introduce_us_is_a_cold_start() -> None:
    proposed = best(made_map("D", ties="", deciding="D", connections=[]))
    assert (proposed.path.user_ids, proposed.path.star_ids) == ((), (10,))
    assert (proposed.hops, proposed.effort) == (COLD_HOPS, COLD_HOPS)
    assert (proposed.threads, proposed.threads_gain, proposed.survival) == (0, 1, 0.0)


def test_two_stakeholders_are_brought_together_through_the_nearer_one() -> None:
    made = made_map("MD", ties="M", deciding="D", connections=[])
    connection = next(each for each in introductions(made.network) if each.kind is IntroductionKind.CONNECTION)
    assert (connection.user_id, connection.from_id, connection.to_id) == (None, 10, 11)
    assert connection.path.star_ids == (10, 11)
    assert (connection.threads_gain, connection.hops) == (1, 2)


def test_only_the_nearest_user_is_named_unless_all_are_asked_for() -> None:
    for seed in range(30):
        network = random_map(seed).network
        one, every = introductions(network, top=None), introductions(network, top=None, every_user=True)
        named = [each.to_id for each in one if each.kind is IntroductionKind.RELATIONSHIP]
        assert len(named) == len(set(named))
        assert {each.to_id for each in every if each.kind is IntroductionKind.RELATIONSHIP} == set(named)
        assert set(one) <= set(every)
        assert introductions(network, top=2) == one[:2]


def test_effort_counts_the_levels_between() -> None:
    for seed in range(40):
        made = random_map(seed)
        ranks = {star.id: None if star.level is None else list(Level).index(star.level) for star in made.sky.stars}
        for each in introductions(made.network, top=None, every_user=True):
            steps = each.path.star_ids[-2:]
            near, far = ranks[steps[0]], ranks[steps[-1]]
            gap = 0 if len(steps) < 2 else 1 if near is None or far is None else abs(near - far)
            assert (each.level_gap, each.effort) == (gap, each.hops + gap)
            assert each.survival_gain * WORLDS == int(each.survival_gain * WORLDS)
