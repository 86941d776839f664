"""The routes of a network, reduced to the stakeholders and connections that can matter to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stakeholders.domain.network import Network, arcs_of, bits, spread
from stakeholders.domain.sky import Basis


@dataclass(frozen=True, slots=True)
class Routes:
    """The shortest-cut form of all routes: `starts -> ahead -> ... -> ends`, as sets of bits.

    Attributes
    ----------
    starts, ends : int
        Stars with a live relationship, and stars who decide, that lie on a route. One star may be both.
    through : int
        All stars on a route.
    ahead : tuple of int
        For each star the next ones, 0 for stars on no route.
    """

    starts: int
    ends: int
    through: int
    ahead: tuple[int, ...]


class AssumedFacts(NamedTuple):
    """How many facts that the routes rest on were guessed by a rule and not stated by anybody."""

    links: int = 0
    roles: int = 0
    levels: int = 0

    @property
    def total(self) -> int:
        return self.links + self.roles + self.levels


def find_routes(network: Network) -> Routes:
    """Reduce a network to what its routes need.

    Two kinds of connection never matter and are dropped: into somebody we have a live relationship with (the route
    could have begun there) and out of somebody who decides (it could have ended there). What remains are routes of
    which none contains another, and whoever hits all of these hits every route. With a limit of two connections they
    are then at most *entry, between, decider*, so that the ordinary vertex cut of this graph is the cut of all routes
    within the limit, however departures change distances.

    Parameters
    ----------
    network : Network

    Returns
    -------
    Routes

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.network import build_network
    >>> from stakeholders.domain.sky import Sky
    >>> find_routes(build_network(Sky(1, date(2026, 1, 1), (), ()), ()))
    Routes(starts=0, ends=0, through=0, ahead=())
    """
    ahead = [onward(network, star) for star in range(len(network.ahead))]
    forward = spread(network.entries, ahead, network.alive)
    through = spread(network.deciders & forward, transposed(ahead, forward), forward)
    kept = tuple(mask & through if through >> star & 1 else 0 for star, mask in enumerate(ahead))
    return Routes(network.entries & through, network.deciders & through, through, kept)


def onward(network: Network, star: int, as_entry: bool = False) -> int:
    """Where a route goes on from a star; `as_entry` as if one of ours had a relationship with it."""
    return network.ahead[star] & allowed_onto(network, star, as_entry)


def allowed_onto(network: Network, star: int, as_entry: bool = False) -> int:
    """Where a route could go on from a star if it were connected with everybody."""
    bit, limit = 1 << star, network.reach_limit
    if not bit & network.alive & ~network.deciders or limit == 0:
        return 0
    onto = network.alive & ~network.entries
    is_entry = as_entry or bool(bit & network.entries)
    if limit is None or (limit == 2 and is_entry):
        return onto
    return onto & network.deciders if limit == 2 or is_entry else 0


def open_routes(network: Network) -> Routes:
    """Like `find_routes`, with the stars that lie on no route yet still in it: what introductions are judged on."""
    ahead = tuple(onward(network, star) for star in range(len(network.ahead)))
    return Routes(network.entries, network.deciders, network.alive, ahead)


def transposed(ahead: Sequence[int], within: int) -> list[int]:
    """The same arcs backwards, from stars of `within` only."""
    behind = [0] * len(ahead)
    for star in bits(within):
        for onto in bits(ahead[star]):
            behind[onto] |= 1 << star
    return behind


def within_reach(network: Network) -> int:
    """The present stars from which a decision is within the limit; those who decide are among them."""
    return spread(network.deciders, network.behind, network.alive, network.reach_limit)


def connected_users(network: Network) -> tuple[int, ...]:
    """Our users with a live route of their own, in the order of the sky."""
    counting = within_reach(network)
    return tuple(user for user, stars in network.ties.items() if stars & counting)


def assumed_facts(network: Network, routes: Routes) -> AssumedFacts:
    """Count the assumed facts under the routes.

    A connection counts where no stated or derived one runs the same way, a deciding role where the star holds no
    other deciding role that was stated, a level where the star lies on a route (its hazard depends on it).
    """
    stars = network.sky.stars
    levels = sum(stars[star].level_basis is Basis.ASSUMED for star in bits(routes.through))
    roles = sum(
        all(role.basis is Basis.ASSUMED for role in stars[star].roles if role.decides) for star in bits(routes.ends)
    )
    return AssumedFacts(_assumed_links(network, routes), roles, levels)


def _assumed_links(network: Network, routes: Routes) -> int:
    assumed: set[tuple[int, int]] = set()
    firm = {pair for one, other in network.met for pair in ((one, other), (other, one))}
    for link in network.sky.links:
        arcs = arcs_of(link.kind, link.from_id, link.to_id)
        (assumed if link.basis is Basis.ASSUMED else firm).update(arcs)
    return sum(_is_carried(network, routes, arc) for arc in assumed - firm)


def _is_carried(network: Network, routes: Routes, arc: tuple[int, int]) -> bool:
    start, end = network.index.get(arc[0]), network.index.get(arc[1])
    return start is not None and end is not None and bool(routes.ahead[start] >> end & 1)
