from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import pytest

from stakeholders.domain.export import SkyGraph, customer_graph, graphml, sky_graph
from stakeholders.domain.met_together import met_pairs
from stakeholders.domain.network import network_of
from stakeholders.domain.sky import Assessed, Basis, ConnectionKind, Level, Link, Ours, Sky, Star, Touch, TouchKind
from stakeholders.domain.strength import relationships
from stakeholders.domain.threads import thread_cut
from tests.stakeholders.domain.maps import DAY, DECIDES, random_map

SESSION = Touch(1, DAY, TouchKind.JOINT_SESSION, True, users=(7, 8), stars=(10, 11))
OPPOSITION = Link(1, ConnectionKind.OPPOSES, 10, 11, Basis.STATED, DAY)
JUDGED = Assessed(1, 9, 2, 4, -2, frozenset(), DAY)


def small_sky() -> Sky:
    ana = Star(10, 0, 10, "Ana & <Co>\x07", title="CFO", department="Finance", level=Level.EXECUTIVE, roles=(DECIDES,))
    ben = Star(11, 1, 11, "Ben", assessed=JUDGED)
    gone = Star(12, 2, 12, "Cleo", left_on=DAY)
    ours = (Ours(7, "Jonas", True, ("csm",)), Ours(8, "Kim", True))
    return Sky(1, DAY, (ana, ben, gone), ours, (OPPOSITION,), (SESSION,))


def internal(sky: Sky) -> SkyGraph:
    return sky_graph(sky, relationships(sky), met_pairs(sky))


def for_customer(sky: Sky) -> SkyGraph:
    return customer_graph(sky, relationships(sky), met_pairs(sky))


def test_internal_graph_has_every_person_and_line() -> None:
    graph = internal(small_sky())
    assert sorted(graph.nodes) == ["star-10", "star-11", "star-12", "user-7", "user-8"]
    lines = sorted((one, other, facts["kind"]) for one, other, facts in graph.edges(data=True))
    assert lines == [
        ("star-10", "star-11", "met_together"),
        ("star-10", "star-11", "opposes"),
        ("user-7", "star-10", "relationship"),
        ("user-7", "star-11", "relationship"),
        ("user-8", "star-10", "relationship"),
        ("user-8", "star-11", "relationship"),
    ]
    assert graph.nodes["star-10"]["decides"] is True
    assert graph.nodes["star-11"]["sentiment"] == -2
    assert "level" not in graph.nodes["star-11"]
    assert graph.nodes["star-12"]["is_present"] is False


def test_customer_graph_holds_no_internal_word() -> None:
    graph = for_customer(small_sky())
    assert sorted(graph.nodes) == ["star-10", "star-11", "user-7"]
    assert {facts["kind"] for *_, facts in graph.edges(data=True)} == {"met_together"}
    text = graphml(graph)
    words = ["sentiment", "influence", "authority", "importance", "opposes", "strength", "decision", "level", "Cleo"]
    assert [word for word in words if word in text] == []


@pytest.mark.parametrize("make", [internal, for_customer])
def test_graphml_can_be_read_back(make: Callable[[Sky], SkyGraph]) -> None:
    graph = make(small_sky())
    back = nx.parse_graphml(graphml(graph), force_multigraph=True)
    assert {node: back.nodes[node] for node in back} == {node: graph.nodes[node] for node in graph}
    assert back.number_of_edges() == graph.number_of_edges()
    assert back.nodes["star-10"]["name"] == "Ana & <Co>"


def test_integer_form_and_networkx_agree_on_thousands_of_accounts() -> None:
    """The exported graph alone, read by networkx, gives the threads that the integers give."""
    seen = set()
    for seed in range(2000):
        made = random_map(seed, None, most_people=14)
        touches = [
            Touch(place, DAY, TouchKind.MEETING, tie.is_live, (tie.user_id,), (tie.star_id,))
            for place, tie in enumerate(made.ties)
        ]
        touches += [
            Touch(1000 + place, DAY, TouchKind.EMAIL, False, (), pair) for place, pair in enumerate(sorted(made.met))
        ]
        sky = replace(made.sky, touches=tuple(touches))
        count = thread_cut(network_of(sky, reach_limit=None)).count
        seen.add(count)
        assert (count or 0) == least_cut(internal(sky)), seed
    assert seen >= {None, 0, 1, 2, 3}


def least_cut(graph: SkyGraph) -> int:
    """A maximum flow over stars split in two, between a source before all entries and a sink behind all deciders."""
    split: nx.DiGraph[object] = nx.DiGraph()
    split.add_nodes_from(["us", "decision"])
    present = {node for node, facts in graph.nodes(data=True) if facts.get("is_present")}
    for node in present:
        split.add_edge((node, "in"), (node, "out"), capacity=1)
        if graph.nodes[node]["decides"]:
            split.add_edge((node, "out"), "decision")
    for one, other, facts in graph.edges(data=True):
        if facts["kind"] == "relationship" and facts["is_live"]:
            split.add_edge("us", (other, "in"))
        if {one, other} <= present and facts["kind"] not in {"relationship", "opposes"}:
            split.add_edge((one, "out"), (other, "in"))
            if facts["kind"] != "influences":
                split.add_edge((other, "out"), (one, "in"))
    return int(nx.maximum_flow_value(split, "us", "decision"))
