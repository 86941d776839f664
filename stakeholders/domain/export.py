"""The sky as a networkx graph: the language in which a map is handed to others."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

import networkx as nx

from stakeholders.domain.evidence import assumed_of, stated_department
from stakeholders.domain.met_together import MetTogether
from stakeholders.domain.sky import ConnectionKind, Ours, Sky, Star
from stakeholders.domain.strength import Relationship

SkyGraph: TypeAlias = "nx.MultiDiGraph[str]"
Attributes: TypeAlias = dict[str, str | int | float | bool]


def sky_graph(sky: Sky, known: Iterable[Relationship], met: Mapping[tuple[int, int], MetTogether]) -> SkyGraph:
    """The whole map, for internal eyes.

    Parameters
    ----------
    sky : Sky
    known : iterable of Relationship
    met : mapping of pairs of int to MetTogether

    Returns
    -------
    networkx.MultiDiGraph
        Nodes `star-<id>` and `user-<id>`, an edge for every relationship, connection and met pair; `kind` on each
        says what it is. What is unknown is absent. Connections without direction have one edge, from the smaller
        id for met pairs and as recorded for others. The graph is marked `audience="internal"`.

    Examples
    --------
    >>> sky = Sky(1, date(2026, 1, 1), (Star(5, 0, 5, "Ana", title="CFO"),), (Ours(7, "Jonas", True),))
    >>> graph = sky_graph(sky, (), {})
    >>> sorted(graph.nodes), graph.nodes["star-5"]["title"]
    (['star-5', 'user-7'], 'CFO')
    """
    graph: SkyGraph = nx.MultiDiGraph(account=sky.account_id, as_of=sky.as_of.isoformat(), audience="internal")
    graph.add_nodes_from((star_node(star.id), _public(star, sky) | _internal(star)) for star in sky.stars)
    graph.add_nodes_from((user_node(user.id), _ours(user)) for user in sky.ours)
    for each in known:
        graph.add_edge(user_node(each.user_id), star_node(each.star_id), **_relationship(each))
    for link in sky.links:
        facts = _known(kind=link.kind.value, basis=link.basis.value, since=link.since)
        graph.add_edge(star_node(link.from_id), star_node(link.to_id), **facts)
    for (one, other), together in met.items():
        graph.add_edge(star_node(one), star_node(other), **_met(together))
    return graph


def customer_graph(sky: Sky, known: Iterable[Relationship], met: Mapping[tuple[int, int], MetTogether]) -> SkyGraph:
    """The map as the customer may see it.

    Names, titles, departments, our team and shared sessions of those who are there; nothing that we think of
    anybody, no strength, no role and no recorded connection.

    Parameters
    ----------
    sky, known, met
        As in `sky_graph`.

    Returns
    -------
    networkx.MultiDiGraph
        Marked `audience="customer"`; every edge has kind `met_together`.

    Examples
    --------
    >>> sky = Sky(1, date(2026, 1, 1), (Star(5, 0, 5, "Ana", title="CFO"),), ())
    >>> customer_graph(sky, (), {}).nodes["star-5"]
    {'kind': 'stakeholder', 'name': 'Ana', 'title': 'CFO', 'is_present': True}
    """
    graph: SkyGraph = nx.MultiDiGraph(account=sky.account_id, as_of=sky.as_of.isoformat(), audience="customer")
    present = [star for star in sky.stars if star.is_present(sky.as_of)]
    graph.add_nodes_from((star_node(star.id), _public(star, sky)) for star in present)
    graph.add_nodes_from((user_node(user.id), _ours(user)) for user in sky.ours if user.is_active and user.jobs)
    pairs = [(user_node(each.user_id), star_node(each.star_id)) for each in known if each.last_two_way_on]
    pairs += [(star_node(one), star_node(other)) for one, other in met]
    shown = [(one, other) for one, other in pairs if one in graph and other in graph]
    graph.add_edges_from((one, other, {"kind": ConnectionKind.MET_TOGETHER.value}) for one, other in shown)
    return graph


def graphml(graph: SkyGraph) -> str:
    """A graph as GraphML text.

    Examples
    --------
    >>> sky = Sky(1, date(2026, 1, 1), (Star(5, 0, 5, "Ana"),), ())
    >>> '<node id="star-5">' in graphml(customer_graph(sky, (), {}))
    True
    """
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True))


def star_node(star_id: int) -> str:
    """The node of a stakeholder.

    >>> star_node(5)
    'star-5'
    """
    return f"star-{star_id}"


def user_node(user_id: int) -> str:
    """The node of one of ours.

    >>> user_node(7)
    'user-7'
    """
    return f"user-{user_id}"


def _public(star: Star, sky: Sky) -> Attributes:
    return _known(
        kind="stakeholder",
        name=star.name,
        title=star.title or None,
        department=stated_department(star) or None,
        is_present=star.is_present(sky.as_of),
    )


def _internal(star: Star) -> Attributes:
    assessed = star.assessed
    return _known(
        department=star.department or None,
        level=star.level.value if star.level else None,
        assumed=assumed_of(star).number or None,
        joined_on=star.joined_on,
        left_on=star.left_on,
        roles=" ".join(held.role for held in star.roles) or None,
        decides=any(held.decides for held in star.roles),
        influence=assessed.influence if assessed else None,
        authority=assessed.authority if assessed else None,
        importance=assessed.importance if assessed else None,
        sentiment=assessed.sentiment if assessed else None,
    )


def _ours(user: Ours) -> Attributes:
    return _known(kind="user", name=user.name, is_active=user.is_active, jobs=" ".join(user.jobs) or None)


def _relationship(each: Relationship) -> Attributes:
    return _known(
        kind="relationship",
        strength=each.strength,
        label=each.label.value,
        is_live=each.is_live,
        last_two_way_on=each.last_two_way_on,
    )


def _met(together: MetTogether) -> Attributes:
    return _known(kind=ConnectionKind.MET_TOGETHER.value, last_on=together.last_on, touch_count=together.touch_count)


def _known(**facts: str | int | float | bool | date | None) -> Attributes:
    """What is known, in types that GraphML has; characters that no XML may hold are left out."""
    return {name: _plain(fact) for name, fact in facts.items() if fact is not None}


def _plain(fact: str | int | float | bool | date) -> str | int | float | bool:
    if isinstance(fact, date):
        return fact.isoformat()
    return "".join(filter(str.isprintable, fact)) if isinstance(fact, str) else fact
