"""The most routes that share nobody: a maximum flow on people, by augmenting paths.

Each star is split into an *in* node (2 i) and an *out* node (2 i + 1) joined by an arc that holds one route; by
Menger's theorem the greatest number of routes without a common star equals the least number of stars that hit all.
"""

from itertools import pairwise

from stakeholders.domain.network import bits
from stakeholders.domain.routes import Routes

NOBODY = -1


class DisjointRoutes:
    """A maximum set of routes without a common star, and what its residual graph says.

    Parameters
    ----------
    routes : Routes

    Attributes
    ----------
    count : int
        The number of routes, equal to the size of every least cut.
    next_star, previous_star : list of int
        The following and preceding star on the route of each star, `NOBODY` at the ends.
    used : int
        Stars on one of the routes.

    Notes
    -----
    Source: Ford and Fulkerson 1956; Even and Tarjan 1975 for the splitting of vertices. Each search is one
    breadth-first pass, and there is one more search than routes.

    Examples
    --------
    Two entries (0, 1) lead through star 2 to star 3:

    >>> found = DisjointRoutes(Routes(starts=0b11, ends=0b1000, through=0b1111, ahead=(0b100, 0b100, 0b1000, 0)))
    >>> found.count, list(bits(found.nearest_cut()))
    (1, [2])
    """

    __slots__ = ("count", "next_star", "previous_star", "routes", "seen_in", "seen_out", "used")

    def __init__(self, routes: Routes) -> None:
        self.routes = routes
        self.next_star = [NOBODY] * len(routes.ahead)
        self.previous_star = [NOBODY] * len(routes.ahead)
        self.used = self.seen_in = self.seen_out = 0
        self.count = 0
        while path := self._search():
            self._turn(path)
            self.count += 1

    def nearest_cut(self) -> int:
        """The least cut nearest to us; it does not depend on the order in which routes were found."""
        return self.seen_in & ~self.seen_out

    def to_decision(self) -> tuple[int, int]:
        """The in nodes and out nodes from which one more route could still be completed."""
        seen_in, seen_out = 0, 0
        queue = [2 * star + 1 for star in bits(self.routes.ends)]
        for node in queue:
            if (seen_out if node & 1 else seen_in) >> (node >> 1) & 1:
                continue
            if node & 1:
                seen_out |= 1 << (node >> 1)
            else:
                seen_in |= 1 << (node >> 1)
            queue.extend(self._before(node))
        return seen_in, seen_out

    def step(self, node: int) -> list[int]:
        """The nodes to which the residual graph leads from a node."""
        star = node >> 1
        is_used = self.used >> star & 1
        if node & 1:
            return [2 * onto for onto in bits(self.routes.ahead[star])] + ([node - 1] if is_used else [])
        if not is_used:
            return [node + 1]
        before = self.previous_star[star]
        return [] if before == NOBODY else [2 * before + 1]

    def _before(self, node: int) -> list[int]:
        star = node >> 1
        is_used = self.used >> star & 1
        if node & 1:
            after = self.next_star[star]
            return ([] if is_used else [node - 1]) + ([] if after == NOBODY else [2 * after])
        bit = 1 << star
        found = [2 * other + 1 for other in bits(self.routes.through) if self.routes.ahead[other] & bit]
        return found + ([node + 1] if is_used else [])

    def _search(self) -> list[int]:
        queue = [2 * star for star in bits(self.routes.starts)]
        came = dict.fromkeys(queue, NOBODY)
        for node in queue:
            if node & 1 and self.routes.ends >> (node >> 1) & 1:
                return _path(came, node)
            for onto in self.step(node):
                if onto not in came:
                    came[onto] = node
                    queue.append(onto)
        self.seen_in = sum(1 << (node >> 1) for node in came if not node & 1)
        self.seen_out = sum(1 << (node >> 1) for node in came if node & 1)
        return []

    def _turn(self, path: list[int]) -> None:
        arcs = list(pairwise(path))
        for tail, head in arcs:
            if tail & 1 == 0 and tail >> 1 != head >> 1:
                self.next_star[head >> 1] = self.previous_star[tail >> 1] = NOBODY
        for tail, head in arcs:
            if tail >> 1 == head >> 1:
                self.used ^= 1 << (tail >> 1)
            elif tail & 1:
                self.next_star[tail >> 1], self.previous_star[head >> 1] = head >> 1, tail >> 1


def _path(came: dict[int, int], node: int) -> list[int]:
    path = [node]
    while came[path[-1]] != NOBODY:
        path.append(came[path[-1]])
    return path[::-1]
