"""Who can introduce whom: the shortest chain of people who know each other, from one of ours to a stakeholder."""

from dataclasses import dataclass
from typing import Final

from stakeholders.domain.network import Network, bits
from stakeholders.domain.sky import Level, Star

RANKS: Final = {level: rank for rank, level in enumerate(Level)}
# A stranger nobody can introduce us to costs more than the longest chain one would ask people to walk.
COLD_HOPS: Final = 6
# A level that is not known counts as one step away.
UNKNOWN_GAP: Final = 1


@dataclass(frozen=True, slots=True)
class WarmPath:
    """A chain of acquaintances; every step but the last exists already.

    Attributes
    ----------
    user_ids : tuple of int
        Whom of ours it starts with: the user who gains, and a colleague where only the colleague knows the first
        star. Empty for a cold start.
    star_ids : tuple of int
        The stakeholders it goes through, the target last. Only the target for a cold start.
    """

    user_ids: tuple[int, ...]
    star_ids: tuple[int, ...]

    @property
    def is_warm(self) -> bool:
        return bool(self.user_ids)

    @property
    def hops(self) -> int:
        """The steps from the user to the target, `COLD_HOPS` where nobody can introduce us."""
        return len(self.user_ids) + len(self.star_ids) - 1 if self.is_warm else COLD_HOPS


class Acquaintances:
    """The shortest chains from each of our users, over live relationships and any connection but opposes.

    Direction does not matter to an introduction: whoever is influenced by somebody can introduce us to them.

    Parameters
    ----------
    network : Network
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.know = [(a | b) & network.alive for a, b in zip(network.ahead, network.behind, strict=True)]
        self.chains = {user: self._chains(stars & network.alive) for user, stars in network.ties.items()}

    def path_to(self, user_id: int, star: int) -> WarmPath:
        """How a user would come to know a star; through a colleague only where that is shorter or the only way."""
        colleague = self._nearest_user(star)
        if colleague is None:
            return WarmPath((), self._ids((star,)))
        through = WarmPath((user_id, colleague), self._ids(self.chains[colleague][star]))
        own = self.chains[user_id].get(star)
        if own is None or len(own) > through.hops:
            return through
        return WarmPath((user_id,), self._ids(own))

    def path_between(self, one: int, other: int) -> WarmPath:
        """How two stars would be brought together: through whichever of them is nearer to us."""
        ways = []
        for near, far in ((one, other), (other, one)):
            user = self._nearest_user(near)
            if user is not None:
                ways.append(WarmPath((user,), self._ids((*self.chains[user][near], far))))
        return min(ways, key=lambda way: (way.hops, way.star_ids), default=WarmPath((), self._ids((one, other))))

    def _nearest_user(self, star: int) -> int | None:
        reaching = [user for user, chains in self.chains.items() if star in chains]
        return min(reaching, key=lambda user: (len(self.chains[user][star]), user), default=None)

    def _chains(self, known: int) -> dict[int, tuple[int, ...]]:
        chains: dict[int, tuple[int, ...]] = {star: (star,) for star in bits(known)}
        queue = list(chains)
        for star in queue:
            for onto in bits(self.know[star]):
                if onto not in chains:
                    chains[onto] = (*chains[star], onto)
                    queue.append(onto)
        return chains

    def _ids(self, stars: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(self.network.sky.stars[star].id for star in stars)


def level_gap(one: Star, other: Star) -> int:
    """How many levels lie between two people, 0-4; 1 where either level is unknown.

    Examples
    --------
    >>> level_gap(Star(1, 0, 1, "Ana", level=Level.MANAGER), Star(2, 1, 2, "Ben", level=Level.EXECUTIVE))
    3
    """
    if one.level is None or other.level is None:
        return UNKNOWN_GAP
    return abs(RANKS[one.level] - RANKS[other.level])
