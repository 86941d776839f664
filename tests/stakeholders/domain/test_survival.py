import math
from itertools import pairwise

import pytest

from stakeholders.domain.sky import Hazards
from stakeholders.domain.survival import Method, Survival, method_for, survival
from stakeholders.domain.worlds import EVERY_WORLD, WORLDS, still_there
from tests.stakeholders.domain.maps import Map, made_map, random_map

YEAR = math.exp(-0.17773)


def hazards_of(probability: float) -> Hazards:
    return Hazards(prior=-math.log(probability))


def exact(made: Map, days: float = 365) -> float:
    return survival(made.network, days, Method.EXACT).share


@pytest.mark.parametrize("limit", [0, 1, 2, None])
def test_survival_and_leverage_are_those_of_brute_force(limit: int | None) -> None:
    for seed in range(60):
        made = random_map(seed, limit, most_people=8)
        found = survival(made.network, 500)
        assert found.method is Method.EXACT
        assert found.standard_error == 0
        assert found.share == pytest.approx(made.survival(500), abs=1e-12), seed
        check_leverage(made, found, 500)


def check_leverage(made: Map, found: Survival, days: float) -> None:
    """By brute force with the person certainly gone and certainly there."""
    for star, leverage in found.leverage.items():
        without = made.survival(days, certainly_gone=star)
        joined = made.survival(days, certainly_there=star) - without
        assert leverage == pytest.approx(joined / (1 - without), abs=1e-9)


def test_survival_of_ten_people_is_that_of_brute_force() -> None:
    shares = []
    for seed in range(1000, 1040):
        made = random_map(seed, None, most_people=10)
        shares.append(exact(made))
        assert shares[-1] == pytest.approx(made.survival(), abs=1e-12), seed
    assert len({share for share in shares if 0 < share < 1}) > 15
    for seed in (1017, 1023, 1029, 1031):
        woven = random_map(seed, 2, most_people=10)
        check_leverage(woven, survival(woven.network), 365)


@pytest.mark.parametrize("limit", [2, None])
def test_each_world_is_connected_exactly_when_its_people_are(limit: int | None) -> None:
    """The bit-parallel count equals a walk of each sampled world, one at a time."""
    for seed in range(12):
        made = random_map(seed, limit, most_people=8)
        rows = {star.id: still_there(star.number, made.stays(star.id)) for star in made.sky.stars}
        cases: dict[tuple[int, ...], int] = {}
        for world in range(WORLDS):
            gone = tuple(star for star in made.present if not rows[star] >> world & 1)
            cases[gone] = cases.get(gone, 0) + 1
        joined = {gone: made.is_connected(gone) for gone in cases}
        found = survival(made.network, method=Method.WORLDS)
        assert found.share == sum(count for gone, count in cases.items() if joined[gone]) / WORLDS, seed
        for star, share in found.leverage.items():
            lost = {gone: count for gone, count in cases.items() if star in gone and not joined[gone]}
            won = [n for gone, n in lost.items() if made.is_connected(set(gone) - {star})]
            assert share == (sum(won) / sum(lost.values()) if lost else 0), seed


def test_sampled_survival_lies_within_its_error_of_the_exact_one() -> None:
    off = []
    for seed in range(200):
        network = random_map(seed).network
        sampled, true = survival(network, method=Method.WORLDS), survival(network, method=Method.EXACT)
        assert sampled.standard_error == pytest.approx(math.sqrt(sampled.share * (1 - sampled.share) / WORLDS))
        if 0 < true.share < 1:
            off.append((sampled.share - true.share) / math.sqrt(true.share * (1 - true.share) / WORLDS))
    assert max(map(abs, off)) < 4.5
    assert abs(sum(off) / len(off)) < 1


@pytest.mark.parametrize("limit", [2, None])
@pytest.mark.parametrize("p", [0.001, 0.3, 0.5, 0.9])
def test_bridge_network_has_its_closed_form(p: float, limit: int | None) -> None:
    """The five failing links of the bridge as people: 1 and 2 near us, 5 across, 3 and 4 at the decision."""
    links = ["13", "24", "15", "25", "53", "54"]
    bridge = made_map("12534", ties="12", deciding="34", connections=links, limit=limit, hazards=hazards_of(p))
    assert exact(bridge) == pytest.approx(2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5, abs=1e-12)


@pytest.mark.parametrize("length", [1, 2, 3, 6, 12])
def test_chain_survives_when_all_do(length: int) -> None:
    names = "ABCDEFGHIJKL"[:length]
    chain = made_map(names, names[0], names[-1], [a + b for a, b in pairwise(names)], limit=None)
    assert exact(chain) == pytest.approx(YEAR**length, abs=1e-12)
    assert exact(chain, days=73) == pytest.approx(YEAR ** (length / 5), abs=1e-12)


@pytest.mark.parametrize("routes", [1, 2, 5])
def test_parallel_routes_fail_together_only(routes: int) -> None:
    entries, ends = "ABCDE"[:routes], "VWXYZ"[:routes]
    made = made_map(entries + ends, entries, ends, [a + b for a, b in zip(entries, ends, strict=True)])
    assert exact(made) == pytest.approx(1 - (1 - YEAR**2) ** routes, abs=1e-12)


def test_two_unequal_routes_to_one_decider() -> None:
    made = made_map("CABD", ties="CA", deciding="D", connections=["CD", "AB", "BD"], limit=None)
    assert exact(made) == pytest.approx(0.796389, abs=5e-7)
    assert exact(made) == pytest.approx(YEAR * (1 - (1 - YEAR) * (1 - YEAR**2)))


def test_leverage_of_a_chain_is_all_on_whoever_left_alone() -> None:
    made = made_map("AD", ties="A", deciding="D", connections=["AD"], hazards=hazards_of(0.5))
    assert survival(made.network).leverage == {10: pytest.approx(0.5), 11: pytest.approx(0.5)}


def test_without_time_nobody_leaves() -> None:
    made = made_map("AD", ties="A", deciding="D", connections=["AD"])
    found = survival(made.network, 0)
    assert found == Survival(1.0, 0.0, Method.EXACT, 0, {10: 0.0, 11: 0.0}, 0)
    assert survival(made.network, 0, Method.WORLDS).share == 1


def test_without_a_route_nothing_survives() -> None:
    made = made_map("AD", ties="A", deciding="D", connections=[])
    assert survival(made.network) == Survival(0.0, 0.0, Method.EXACT, 365, {}, 0)
    assert survival(made.network, method=Method.WORLDS).share == 0


def test_many_uncertain_people_are_sampled_and_exactness_is_refused_above_twenty() -> None:
    names = "ABCDEFGHIJKLMNOPQRSTU"
    made = made_map(names, ties=names, deciding=names, connections=[])
    assert method_for(made.network) is Method.WORLDS
    assert survival(made.network).method is Method.WORLDS
    assert method_for(made.network.without(range(22, 31))) is Method.EXACT
    with pytest.raises(ValueError, match="at most 20 uncertain people, not 21"):
        survival(made.network, method=Method.EXACT)
    with pytest.raises(ValueError, match="horizon"):
        survival(made.network, -1)


def test_table_of_worlds_is_fixed() -> None:
    assert hex(still_there(0, 0.5) & 0xFFFFFFFFFFFF) == "0xfcb0853dca8b"
    assert still_there(5, 1.0) == EVERY_WORLD
    assert still_there(5, 0.0) == 0


def test_rows_of_the_table_are_uniform_and_independent() -> None:
    rows = [still_there(number, 0.837) for number in range(60)]
    spread = math.sqrt(0.837 * 0.163 / WORLDS)
    assert all(abs(row.bit_count() / WORLDS - 0.837) < 4.5 * spread for row in rows)
    both = [(rows[i] & rows[j]).bit_count() / WORLDS for i in range(60) for j in range(i)]
    assert all(abs(share - 0.837**2) < 5 * math.sqrt(0.7006 * 0.2994 / WORLDS) for share in both)


def test_higher_chance_keeps_every_world_of_a_lower_one() -> None:
    chances = [0.0, 1e-6, 0.2, 0.25, 0.5, 0.7999, 0.8, 0.999999, 1.0]
    rows = [still_there(9, chance) for chance in chances]
    assert all(lower & ~higher == 0 for lower, higher in pairwise(rows))
    assert [rows[0], rows[-1]] == [0, EVERY_WORLD]
    assert rows[4].bit_count() < rows[5].bit_count() < rows[7].bit_count()
