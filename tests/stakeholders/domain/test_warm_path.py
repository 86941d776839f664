from dataclasses import replace

import pytest

from stakeholders.domain.network import build_network
from stakeholders.domain.sky import ConnectionKind, Level, Ours
from stakeholders.domain.warm_path import COLD_HOPS, Acquaintances, WarmPath, level_gap
from tests.stakeholders.domain.maps import MadeTie, Map, made_map

JONAS, KIM = 1, 2


def acquaintances(made: Map, *kims: int, limit: int | None = None) -> Acquaintances:
    """With Kim as a colleague of Jonas, who knows these stars."""
    sky = replace(made.sky, ours=(*made.sky.ours, Ours(KIM, "Kim", True)))
    return Acquaintances(build_network(sky, (*made.ties, *(MadeTie(KIM, star) for star in kims)), made.met, limit))


def test_own_way_is_taken_when_a_colleague_is_no_shorter() -> None:
    """A-B-C, Jonas knows A and Kim B: both ways to C have three hops."""
    ways = acquaintances(made_map("ABC", "A", "C", ["AB", "BC"]), 11)
    assert ways.path_to(JONAS, 2) == WarmPath((JONAS,), (10, 11, 12))
    assert ways.path_to(JONAS, 2).hops == 3
    assert ways.path_to(KIM, 2) == WarmPath((KIM,), (11, 12))


def test_colleague_shortens_a_long_way() -> None:
    ways = acquaintances(made_map("ABCD", "A", "D", ["AB", "BC", "CD"]), 12)
    assert ways.path_to(JONAS, 3) == WarmPath((JONAS, KIM), (12, 13))
    assert ways.path_to(JONAS, 3).hops == 3


def test_colleague_is_asked_when_one_knows_nobody() -> None:
    ways = acquaintances(made_map("AB", "", "B", ["AB"]), 10)
    assert ways.path_to(JONAS, 1) == WarmPath((JONAS, KIM), (10, 11))


def test_nobody_leads_there() -> None:
    ways = acquaintances(made_map("AB", "A", "B", []))
    assert ways.path_to(JONAS, 1) == WarmPath((), (11,))
    assert (ways.path_to(JONAS, 1).hops, ways.path_to(JONAS, 1).is_warm) == (COLD_HOPS, False)


def test_introductions_go_against_influence_and_never_over_opposition_or_the_departed() -> None:
    made = made_map("AB", "A", "B", [])
    assert acquaintances(made.with_link(ConnectionKind.INFLUENCES, 11, 10)).path_to(JONAS, 1).star_ids == (10, 11)
    assert not acquaintances(made.with_link(ConnectionKind.OPPOSES, 11, 10)).path_to(JONAS, 1).is_warm
    assert not acquaintances(made_map("AXB", "A", "B", ["AX", "XB"], gone="X")).path_to(JONAS, 2).is_warm


def test_two_are_brought_together_through_the_nearer_of_them() -> None:
    ways = acquaintances(made_map("ABC", "A", "C", ["AB"]))
    assert ways.path_between(1, 2) == WarmPath((JONAS,), (10, 11, 12))
    assert ways.path_between(2, 0) == WarmPath((JONAS,), (10, 12))
    assert acquaintances(made_map("AB", "", "B", [])).path_between(0, 1) == WarmPath((), (10, 11))


@pytest.mark.parametrize(
    ("one", "other", "gap"),
    [
        (Level.VP, Level.VP, 0),
        (Level.INDIVIDUAL, Level.EXECUTIVE, 4),
        (Level.VP, Level.MANAGER, 2),
        (None, Level.VP, 1),
    ],
)
def test_level_gap_counts_steps_either_way(one: Level | None, other: Level | None, gap: int) -> None:
    star = made_map("A", "", "", []).sky.stars[0]
    assert level_gap(replace(star, level=one), replace(star, level=other)) == gap
    assert level_gap(replace(star, level=other), replace(star, level=one)) == gap
