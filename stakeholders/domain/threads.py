"""Threads: the least number of stakeholders whose departure leaves no route from us to a decision."""

from dataclasses import dataclass
from enum import StrEnum

from stakeholders.domain.disjoint_routes import NOBODY, DisjointRoutes
from stakeholders.domain.history import ever_connected
from stakeholders.domain.network import Network, bits, spread
from stakeholders.domain.routes import AssumedFacts, Routes, assumed_facts, connected_users, find_routes

NOTHING_ASSUMED = AssumedFacts()


class ThreadState(StrEnum):
    """The number of threads in words; an alert belongs to `no_route` and `single` only."""

    UNKNOWN = "unknown"
    NOT_CONNECTED_YET = "not_connected_yet"
    NO_ROUTE = "no_route"
    SINGLE = "single"
    MULTI = "multi"


class CutKind(StrEnum):
    """What a cut of one is: somebody who decides, or a person between us and those who decide."""

    DECIDER = "decider"
    BRIDGE = "bridge"


@dataclass(frozen=True, slots=True)
class Threads:
    """How many people a customer must lose before we lose the decision, and who they are.

    Attributes
    ----------
    count : int or None
        None when it is unknown who decides.
    state : ThreadState
    cut : tuple of int
        Stakeholder ids of the least cut nearest to us, in the order of the sky; empty without a route.
    kind : CutKind or None
        Of a cut of one, else None.
    key_persons : tuple of int
        Stakeholder ids through whom every route passes, nearest to us first; empty unless `count` is 1.
    our_threads : int
        How many of our users have a live route of their own.
    deciding_count : int
        How many present stakeholders decide. A `decider` cut with one mapped says: map another.
    assumed : AssumedFacts
        How many facts under the routes were guessed by a rule.
    """

    count: int | None
    state: ThreadState
    cut: tuple[int, ...] = ()
    kind: CutKind | None = None
    key_persons: tuple[int, ...] = ()
    our_threads: int = 0
    deciding_count: int = 0
    assumed: AssumedFacts = NOTHING_ASSUMED


def thread_cut(network: Network, was_connected: bool | None = None) -> Threads:
    """Find the least number of stakeholders whose departure leaves no route from us to a decision.

    Those who decide can be lost like anybody else. Of several least cuts the one nearest to us is named: it exists
    once, whatever the order of the facts, and its people are those we talk to. A cut of one is a `decider` when that
    person decides (then nothing but a departure among those who decide cuts us off), else a `bridge`.

    Parameters
    ----------
    network : Network
    was_connected : bool, optional
        Whether a route ever existed, which decides between *no route* and *not connected yet*. By default asked of
        the facts by `history.ever_connected`, and only when there is no route.

    Returns
    -------
    Threads

    Notes
    -----
    Minimum vertex cut between a super-source before all entries and a super-sink behind all who decide; key persons
    are the dominators of the sink. Source: Menger 1927; Even and Tarjan 1975. Oracle: brute force over all subsets
    of people, and networkx's `minimum_node_cut`.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.network import network_of
    >>> from stakeholders.domain.sky import (
    ...     Basis, ConnectionKind, Link, Ours, RoleHeld, Sky, Star, Touch, TouchKind)
    >>> day = date(2026, 1, 1)
    >>> decides = RoleHeld(1, "decision_maker", True, Basis.STATED, day)
    >>> sky = Sky(
    ...     1, day,
    ...     stars=(Star(10, 0, 10, "Marta"), Star(11, 1, 11, "Ines", roles=(decides,))),
    ...     ours=(Ours(7, "Jonas", True),),
    ...     links=(Link(1, ConnectionKind.REPORTS_TO, 10, 11, Basis.STATED, day),),
    ...     touches=(Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(10,)),))
    >>> found = thread_cut(network_of(sky))
    >>> found.count, found.kind.value, found.key_persons
    (1, 'bridge', (10, 11))
    """
    if not network.deciding:
        return Threads(None, ThreadState.UNKNOWN)
    routes = find_routes(network)
    if not routes.through:
        connected = ever_connected(network) if was_connected is None else was_connected
        state = ThreadState.NO_ROUTE if connected else ThreadState.NOT_CONNECTED_YET
        return Threads(0, state, deciding_count=network.deciders.bit_count())
    return _threads(network, routes, DisjointRoutes(routes))


def _threads(network: Network, routes: Routes, flow: DisjointRoutes) -> Threads:
    is_single = flow.count == 1
    cut = flow.nearest_cut()
    return Threads(
        count=flow.count,
        state=ThreadState.SINGLE if is_single else ThreadState.MULTI,
        cut=network.ids(cut),
        kind=_kind(cut & network.deciders) if is_single else None,
        key_persons=_key_persons(network, routes, flow) if is_single else (),
        our_threads=len(connected_users(network)),
        deciding_count=network.deciders.bit_count(),
        assumed=assumed_facts(network, routes),
    )


def _kind(deciding_cut: int) -> CutKind:
    return CutKind.DECIDER if deciding_cut else CutKind.BRIDGE


def _key_persons(network: Network, routes: Routes, flow: DisjointRoutes) -> tuple[int, ...]:
    """The dominators of the decision: they lie on every route, so on the one found, in its order."""
    star = next(bits(flow.used & routes.starts))
    found = []
    while star != NOBODY:
        if not is_reached(routes, routes.through & ~(1 << star)):
            found.append(network.sky.stars[star].id)
        star = flow.next_star[star]
    return tuple(found)


def is_reached(routes: Routes, within: int) -> bool:
    """Whether a route exists among these stars only."""
    return bool(spread(routes.starts, routes.ahead, within) & routes.ends)
