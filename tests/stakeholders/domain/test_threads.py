from typing import Any

import networkx as nx
import pytest

from stakeholders.domain.sky import ConnectionKind
from stakeholders.domain.threads import CutKind, Threads, ThreadState, thread_cut
from tests.stakeholders.domain.maps import Map, made_map, random_map

SEEDS = range(400)


def threads_of(made: Map) -> Threads:
    return thread_cut(made.network, was_connected=True)


@pytest.mark.parametrize("limit", [0, 1, 2, None])
def test_threads_cut_and_key_persons_are_those_of_brute_force(limit: int | None) -> None:
    seen = set()
    for seed in SEEDS:
        made = random_map(seed, limit)
        found, cuts = threads_of(made), made.cuts()
        seen.add(found.count)
        if found.count is None:
            assert not any(role.decides for star in made.sky.stars for role in star.roles)
            continue
        assert found.count == len(cuts[0]), seed
        assert set(found.cut) in cuts, seed
        singles = {next(iter(cut)) for cut in cuts} if found.count == 1 else set()
        assert set(found.key_persons) == singles, seed
        assert len(found.key_persons) == len(singles)
    assert {None, 0, 1, 2} <= seen


def test_cut_of_one_is_the_key_person_nearest_to_us_and_gives_the_kind() -> None:
    kinds = set()
    for seed in SEEDS:
        made = random_map(seed, None)
        found = threads_of(made)
        if found.count != 1:
            assert found.kind is None
            continue
        deciding = {star.id for star in made.sky.stars if any(role.decides for role in star.roles)}
        assert found.cut == found.key_persons[:1], seed
        assert (found.kind is CutKind.DECIDER) == set(found.key_persons).issubset(deciding), seed
        kinds.add(found.kind)
    assert kinds == set(CutKind)


@pytest.mark.parametrize("limit", [1, 2, None])
def test_our_threads_counts_users_who_are_connected_alone(limit: int | None) -> None:
    for seed in SEEDS:
        made = random_map(seed, limit)
        found = threads_of(made)
        alone = [
            Map(made.sky, tuple(tie for tie in made.ties if tie.user_id == user.id), made.met, limit)
            for user in made.sky.ours
        ]
        assert found.our_threads == sum(each.is_connected() for each in alone), seed


def test_nobody_mapped_as_deciding_is_unknown() -> None:
    found = threads_of(made_map("AB", ties="A", deciding="", connections=["AB"]))
    assert (found.count, found.state) == (None, ThreadState.UNKNOWN)


def test_an_orphaned_deciding_role_is_no_route() -> None:
    found = threads_of(made_map("AB", ties="A", deciding="B", connections=["AB"], gone="B"))
    assert (found.count, found.state, found.deciding_count) == (0, ThreadState.NO_ROUTE, 0)


def test_only_decider_mapped_is_a_decider_cut() -> None:
    found = threads_of(made_map("ABD", ties="AB", deciding="D", connections=["AD", "BD"]))
    assert (found.count, found.state, found.kind) == (1, ThreadState.SINGLE, CutKind.DECIDER)
    assert (found.cut, found.key_persons, found.deciding_count) == ((12,), (12,), 1)


def test_person_between_is_a_bridge_cut() -> None:
    found = threads_of(made_map("ABDE", ties="A", deciding="DE", connections=["AB", "BD", "BE"]))
    assert (found.count, found.kind) == (1, CutKind.BRIDGE)
    assert (found.cut, found.key_persons) == ((10,), (10, 11))


def test_two_disjoint_routes_are_multi_threaded() -> None:
    found = threads_of(made_map("ABDE", ties="AB", deciding="DE", connections=["AD", "BE"]))
    assert (found.count, found.state, found.cut) == (2, ThreadState.MULTI, (10, 11))
    assert (found.kind, found.key_persons) == (None, ())


def test_stakeholder_three_connections_away_does_not_count() -> None:
    chain = made_map("ABCD", ties="A", deciding="D", connections=["AB", "BC", "CD"])
    assert threads_of(chain).count == 0
    assert threads_of(made_map("ABCD", "A", "D", ["AB", "BC", "CD"], limit=None)).count == 1


def test_departure_that_pushes_our_only_contact_out_of_reach_cuts_us_off() -> None:
    made = made_map("ABCXDE", ties="A", deciding="DE", connections=["AB", "BD", "AC", "CX", "XE"])
    assert threads_of(made).count == 1
    woven = made_map("ABCXDEZ", ties="AZ", deciding="DE", connections=["AB", "BD", "AC", "CX", "XE", "ZB"])
    assert threads_of(woven).cut == (11,)
    assert not woven.is_connected(gone=[11])


def test_influence_runs_one_way_and_opposition_never() -> None:
    made = made_map("AD", ties="A", deciding="D", connections=[])
    assert threads_of(made.with_link(ConnectionKind.INFLUENCES, 10, 11)).count == 1
    assert threads_of(made.with_link(ConnectionKind.INFLUENCES, 11, 10)).count == 0
    assert threads_of(made.with_link(ConnectionKind.OPPOSES, 10, 11)).count == 0
    assert threads_of(made.with_link(ConnectionKind.REPORTS_TO, 11, 10)).count == 1
    assert threads_of(made.with_link(ConnectionKind.MET_TOGETHER, 11, 10)).count == 1


NAMES = "ABCDEFGHIJKLMNO"


def family(graph: "nx.Graph[Any]", source: object, target: object) -> Map:
    people = sorted(graph.nodes, key=str)
    name = dict(zip(people, NAMES, strict=False))
    edges = [name[a] + name[b] for a, b in graph.edges]
    return made_map(NAMES[: len(people)], name[source], name[target], edges, limit=None)


def test_cut_people_of_the_kite() -> None:
    kite = nx.krackhardt_kite_graph()
    assert sorted(nx.articulation_points(kite)) == [7, 8]
    assert threads_of(family(kite, 0, 9)).key_persons == (10, 17, 18, 19)
    assert threads_of(family(kite, 0, 6)).key_persons == (10, 16)


def test_cut_people_of_the_florentine_families() -> None:
    families = nx.florentine_families_graph()
    people = sorted(families.nodes)
    found = threads_of(family(families, "Pazzi", "Strozzi")).key_persons
    assert [people[star - 10] for star in found] == ["Pazzi", "Salviati", "Medici", "Strozzi"]
    assert threads_of(family(families, "Ginori", "Lamberteschi")).key_persons == tuple(
        10 + people.index(each) for each in ("Ginori", "Albizzi", "Guadagni", "Lamberteschi")
    )
