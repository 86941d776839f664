import random

import networkx as nx
import pytest

from stakeholders.domain.disjoint_routes import NOBODY, DisjointRoutes
from stakeholders.domain.network import bits
from stakeholders.domain.routes import Routes
from stakeholders.domain.threads import is_reached

# In the first three a later route takes a star wholly off the routes found before.
SEEDS = (28825, 41060, 47552, *range(300))


def sparse_routes(seed: int) -> Routes:
    """Sixteen to 26 people in long thin chains, five of them known to us and five who decide."""
    chance = random.Random(seed)
    people = chance.randint(16, 26)
    ahead = [
        sum(1 << other for other in range(people) if other != star and chance.random() < 0.1) for star in range(people)
    ]
    starts = _some(chance, people)
    ends = starts
    while ends & starts:
        ends = _some(chance, people)
    kept = tuple(0 if ends >> star & 1 else onto & ~starts for star, onto in enumerate(ahead))
    return Routes(starts, ends, (1 << people) - 1, kept)


def _some(chance: random.Random, people: int) -> int:
    return sum(1 << star for star in chance.sample(range(people), 5))


@pytest.mark.parametrize("seed", SEEDS)
def test_count_cut_and_routes_of_thin_maps_are_those_of_networkx(seed: int) -> None:
    routes = sparse_routes(seed)
    found = DisjointRoutes(routes)
    assert found.count == most_by_networkx(routes)
    assert found.nearest_cut().bit_count() == found.count
    assert not is_reached(routes, routes.through & ~found.nearest_cut())
    assert walked(found) == found.used


def walked(found: DisjointRoutes) -> int:
    """All stars met by walking each route from its start to a decider, nobody twice."""
    met = 0
    for start in bits(found.routes.starts & found.used):
        star = start
        while True:
            assert not met >> star & 1
            met |= 1 << star
            if found.next_star[star] == NOBODY:
                break
            assert found.routes.ahead[star] >> found.next_star[star] & 1
            star = found.next_star[star]
        assert found.routes.ends >> star & 1
    return met


def most_by_networkx(routes: Routes) -> int:
    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from(["us", "decision"])
    for star, onto in enumerate(routes.ahead):
        graph.add_edge((star, "in"), (star, "out"), capacity=1)
        graph.add_edges_from(((star, "out"), (other, "in")) for other in bits(onto))
    graph.add_edges_from(("us", (star, "in")) for star in bits(routes.starts))
    graph.add_edges_from(((star, "out"), "decision") for star in bits(routes.ends))
    return int(nx.maximum_flow_value(graph, "us", "decision"))
