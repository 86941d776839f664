"""Who, if joined, would raise threads or survival: all pairs at once, before anybody asks how to meet them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stakeholders.domain.disjoint_routes import DisjointRoutes
from stakeholders.domain.network import Network, bits, spread
from stakeholders.domain.routes import allowed_onto, open_routes
from stakeholders.domain.survival import stay_chance
from stakeholders.domain.worlds import EVERY_WORLD, still_there


class Gain(NamedTuple):
    """What one new relationship or connection would add."""

    threads: int  # 0 or 1
    worlds: int  # of 8,192 sampled worlds, those it would join to a decision


class ThreadGains:
    """Which new relationships and connections add a thread, from one maximum flow.

    Parameters
    ----------
    network : Network

    Notes
    -----
    Why one flow answers for all pairs: a maximum set of disjoint routes can grow only along a path of its residual
    graph. None leads from us to the decision yet; so after one arc is added the new path must cross that arc, which
    means that its tail was already reached from us and its head already reaches the decision. Both sets come from two
    searches. One arc adds at most one route; a connection both ways neither, as routes without a common person use at
    most one direction. With a limit, a star with a new relationship stands nearer to us and may lead on to more
    people than before; these arcs start at that star alone, so one search from it in the same residual graph settles
    it. Source: Ford and Fulkerson 1956; oracle: adding each pair and computing threads anew.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.flow = DisjointRoutes(open_routes(network))
        self.joins_in, _ = self.flow.to_decision()

    def of_relationship(self, star: int) -> bool:
        """Whether a live relationship with a present star, whom none of ours knows, adds a thread."""
        if self.joins_in >> star & 1:
            return True
        further = self.network.ahead[star] & allowed_onto(self.network, star, as_entry=True)
        return bool(further & self.joins_in) and self._can_leave(star)

    def of_connections(self, star: int) -> int:
        """The stars to which a new connection from this star would add a thread."""
        if not self.flow.seen_out >> star & 1:
            return 0
        return allowed_onto(self.network, star) & self.joins_in & ~(1 << star)

    def _can_leave(self, star: int) -> bool:
        """Whether one more route could enter at a star and go out of it, others being turned aside for it."""
        if self.flow.seen_out >> star & 1:
            return True
        queue = [2 * star]
        seen = set(queue)
        for node in queue:
            found = [onto for onto in self.flow.step(node) if onto not in seen]
            seen.update(found)
            queue.extend(found)
        return 2 * star + 1 in seen


class WorldGains:
    """In how many worlds each new relationship or connection would join us to a decision.

    Parameters
    ----------
    network : Network
    horizon_days : float

    Attributes
    ----------
    connected : int
        The worlds in which a route remains as things are; the same as in `survival` by worlds.

    Notes
    -----
    For k = 0, 1, ... the worlds in which a star is there and within k connections of a live relationship, and of
    somebody who decides, are built from those of its neighbours. A new connection joins the cut-off worlds in which
    the connections before it, itself and those after it are within the limit.
    """

    def __init__(self, network: Network, horizon_days: float) -> None:
        self.limit = network.reach_limit
        there = {
            star: still_there(person.number, stay_chance(network.sky, person, horizon_days))
            for star, person in enumerate(network.sky.stars)
            if network.alive >> star & 1
        }
        self.reached = _within(network.entries, network.behind, there, self.limit)
        self.reaching = _within(network.deciders, network.ahead, there, self.limit)
        self.connected = 0
        for star in bits(network.entries):
            self.connected |= self.reaching[-1][star]
        self.cut_off = EVERY_WORLD & ~self.connected

    def of_relationship(self, star: int) -> int:
        return (self.reaching[-1][star] & self.cut_off).bit_count()

    def of_connection(self, one: int, other: int) -> int:
        joined = 0
        for before, after in self._halves():
            joined |= before[one] & after[other] | before[other] & after[one]
        return (joined & self.cut_off).bit_count()

    def _halves(self) -> list[tuple[dict[int, int], dict[int, int]]]:
        if self.limit is None:
            return [(self.reached[-1], self.reaching[-1])]
        return [(self.reached[near], self.reaching[self.limit - 1 - near]) for near in range(self.limit)]


def gains(network: Network, horizon_days: float) -> Iterator[tuple[int | None, int, Gain]]:
    """Every absent relationship and connection that would raise threads or survival, as bits of the network.

    Yields
    ------
    tuple of (int or None, int, Gain)
        For a relationship None and the star; for a connection its two stars, the earlier first. A relationship is
        with any of our users: which of them does not matter here, only how each would get there.

    Examples
    --------
    One stakeholder, who decides and whom we do not know: a relationship would make the first thread.

    >>> from datetime import date
    >>> from stakeholders.domain.network import network_of
    >>> from stakeholders.domain.sky import Basis, RoleHeld, Sky, Star
    >>> day = date(2026, 1, 1)
    >>> ines = Star(11, 0, 11, "Ines", roles=(RoleHeld(1, "decision_maker", True, Basis.STATED, day),))
    >>> [(one, star, gain)] = gains(network_of(Sky(1, day, (ines,), ())), horizon_days=365)
    >>> one, star, gain.threads, 0.82 < gain.worlds / 8192 < 0.85
    (None, 0, 1, True)
    """
    threads, worlds = ThreadGains(network), WorldGains(network, horizon_days)
    for star in bits(network.alive & ~network.entries):
        gain = Gain(int(threads.of_relationship(star)), worlds.of_relationship(star))
        if any(gain):
            yield None, star, gain
    onto = {star: threads.of_connections(star) for star in bits(network.alive)}
    for one, other in _unconnected(network):
        adds = onto[one] >> other & 1 or onto[other] >> one & 1
        gain = Gain(adds, worlds.of_connection(one, other))
        if any(gain):
            yield one, other, gain


def _unconnected(network: Network) -> Iterator[tuple[int, int]]:
    """Pairs between whom nothing is recorded or derived, opposition included: those two know each other."""
    known = [ahead | behind for ahead, behind in zip(network.ahead, network.behind, strict=True)]
    for link in network.sky.links:
        if link.from_id in network.index and link.to_id in network.index:
            known[network.index[link.from_id]] |= 1 << network.index[link.to_id]
            known[network.index[link.to_id]] |= 1 << network.index[link.from_id]
    useful = _useful(network)
    for one in bits(network.alive):
        later = network.alive & ~known[one] & (-2 << one)
        for other in bits(later if useful >> one & 1 else later & useful):
            yield one, other


def _useful(network: Network) -> int:
    """The stars at one end of every connection that could help: those within the limit of us, the new one counted."""
    limit = network.reach_limit
    before = None if limit is None else limit - 1
    return spread(network.entries, network.ahead, network.alive, before) if limit != 0 else 0


def _within(starts: int, steps: Sequence[int], there: Mapping[int, int], limit: int | None) -> list[dict[int, int]]:
    """For k = 0, 1, ..., `limit` the worlds in which each star is there and within k steps of a start.

    Without a limit only the last, in which no further step adds a world.
    """
    levels = [{star: worlds if starts >> star & 1 else 0 for star, worlds in there.items()}]
    alive = sum(1 << star for star in there)
    while limit is None or len(levels) <= limit:
        last = levels[-1]
        level = {star: _step(last, star, steps[star] & alive, worlds) for star, worlds in there.items()}
        if limit is None and level == last:
            return [last]
        levels.append(level)
    return levels


def _step(last: Mapping[int, int], star: int, nearer: int, there: int) -> int:
    found = last[star]
    for other in bits(nearer):
        found |= last[other]
    return found & there
