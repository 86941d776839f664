"""Whether a customer was ever connected, which separates set-up work from a loss."""

from collections.abc import Iterator
from itertools import combinations

from stakeholders.domain.decay import WEIGHTS, strength_of
from stakeholders.domain.met_together import MOST_PEOPLE
from stakeholders.domain.network import Network, arcs_of, spread
from stakeholders.domain.sky import ConnectionKind, Sky, Touch
from stakeholders.domain.strength import LIVE_FROM


def ever_connected(network: Network) -> bool:
    """Whether the facts of the sky show that a route from us to a decision ever existed.

    Nothing decays and nobody leaves: a stakeholder was once reached when some two-way touchpoint with any user of
    ours, active or not, was alone enough for a live relationship on its day (with the weights of today each is);
    all connections of the sky count whoever has left, as does every pair that ever met in a small touchpoint; and
    whoever holds a deciding role, orphaned ones included, decides. The limit of the network holds.

    The order in time is not asked (the touchpoint may be older than the decider), and connections and roles that were
    closed are not in the sky. It errs towards *no route*, which is looked at, where people overlapped by accident
    and towards *not connected yet* only where the connecting fact itself was closed.

    Parameters
    ----------
    network : Network

    Returns
    -------
    bool

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.network import network_of
    >>> ever_connected(network_of(Sky(1, date(2026, 1, 1), (), ())))
    False
    """
    sky = network.sky
    everybody = (1 << len(sky.stars)) - 1
    counting = spread(network.deciding, _ever_behind(network), everybody, network.reach_limit)
    touched = {star for touch in sky.touches if _was_live(touch) for star in touch.stars if star in network.index}
    return bool(network.mask(touched) & counting)


def _was_live(touch: Touch) -> bool:
    return touch.is_two_way and bool(touch.users) and strength_of(WEIGHTS[touch.kind]) >= LIVE_FROM


def _ever_behind(network: Network) -> list[int]:
    behind = list(network.behind)
    for one, other in _pairs_ever_met(network.sky):
        for start, end in arcs_of(ConnectionKind.MET_TOGETHER, one, other):
            if start in network.index and end in network.index:
                behind[network.index[end]] |= 1 << network.index[start]
    return behind


def _pairs_ever_met(sky: Sky) -> Iterator[tuple[int, int]]:
    for touch in sky.touches:
        if len(touch.stars) <= MOST_PEOPLE:
            yield from (pair for pair in combinations(sorted(set(touch.stars)), 2) if pair not in sky.dismissed)
