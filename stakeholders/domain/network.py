"""The integer form of one sky: who is there, whom we reach, who decides, and along what routes run.

Every set of stakeholders is the bits of one integer (bit i is `sky.stars[i]`), so that taking people out
is one AND and a breadth-first step is one OR.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from stakeholders.domain.met_together import met_pairs
from stakeholders.domain.sky import ConnectionKind, Sky
from stakeholders.domain.strength import relationships

REACH_LIMIT = 2


class Tie(Protocol):
    """What a network needs to know of a relationship: whose it is, with whom, and whether it lives."""

    @property
    def user_id(self) -> int: ...
    @property
    def star_id(self) -> int: ...
    @property
    def is_live(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Network:
    """Who may carry a route in one sky.

    Attributes
    ----------
    sky : Sky
        The map this was made from; what is only looked up (names, levels, hazards) stays there.
    index : dict of int to int
        Stakeholder id to bit.
    alive : int
        Stars present on the date and not taken out.
    deciding : int
        Stars who hold a deciding role, present or not.
    ties : dict of int to int
        Active user id to the stars with whom that user has a live relationship, present or not.
    ahead, behind : tuple of int
        For each star the stars one connection closer to, or farther from, a decision. Departed stars
        are in them: read them through `alive`.
    met : frozenset of pairs of int
        The pairs of stakeholder ids who met together.
    reach_limit : int or None
        A route has at most so many connections after the first stakeholder; None is no limit.
    """

    sky: Sky
    index: dict[int, int]
    alive: int
    deciding: int
    ties: dict[int, int]
    ahead: tuple[int, ...]
    behind: tuple[int, ...]
    met: frozenset[tuple[int, int]] = frozenset()
    reach_limit: int | None = REACH_LIMIT
    entries: int = field(init=False)
    deciders: int = field(init=False)

    def __post_init__(self) -> None:
        known = 0
        for stars in self.ties.values():
            known |= stars
        object.__setattr__(self, "entries", known & self.alive)
        object.__setattr__(self, "deciders", self.deciding & self.alive)

    def without(self, star_ids: Iterable[int], user_ids: Iterable[int] = ()) -> "Network":
        """The same network after these people have gone; equal in every conclusion to a real departure.

        Raises
        ------
        KeyError
            If a star is not in the sky.
        """
        gone = frozenset(user_ids)
        ties = {user: stars for user, stars in self.ties.items() if user not in gone} if gone else self.ties
        return replace(self, alive=self.alive & ~self.mask(star_ids), ties=ties)

    def mask(self, star_ids: Iterable[int]) -> int:
        found = 0
        for star_id in star_ids:
            found |= 1 << self.index[star_id]
        return found

    def ids(self, mask: int) -> tuple[int, ...]:
        return tuple(self.sky.stars[i].id for i in bits(mask))


def network_of(sky: Sky, reach_limit: int | None = REACH_LIMIT) -> Network:
    """The network of a sky, with its relationships and met pairs computed from its touchpoints.

    Examples
    --------
    >>> from datetime import date
    >>> network_of(Sky(1, date(2026, 1, 1), stars=(), ours=())).alive
    0
    """
    return build_network(sky, relationships(sky), met_pairs(sky), reach_limit)


def build_network(
    sky: Sky,
    ties: Iterable[Tie],
    met: Iterable[tuple[int, int]] = (),
    reach_limit: int | None = REACH_LIMIT,
) -> Network:
    """Turn a sky with its relationships and met pairs into a `Network`.

    A route runs from an active user of ours over a live relationship to a present stakeholder and on over
    connections to a present stakeholder who decides: reports to, works with and met together both ways,
    influences along its direction, opposes never. Only stakeholders within `reach_limit` connections of one who
    decides count, measured towards the decider among those present; hence a route exists exactly when somebody we
    have a live relationship with stands within the limit, and after a departure the distances are those of the
    people who remain.

    Parameters
    ----------
    sky : Sky
    ties : iterable of relationships
        With `user_id`, `star_id` and `is_live`; those that are not live, of inactive users or of departed
        stars carry nothing.
    met : iterable of pairs of int
        Stakeholder ids who met together, dismissed pairs left out.
    reach_limit : {0, 1, 2, None}, optional

    Raises
    ------
    ValueError
        If `reach_limit` is another number: the least cut of routes of bounded length is the ordinary vertex cut up
        to two connections (four edges with source and sink; Lovasz, Neumann-Lara and Plummer 1978) and NP-hard
        from three (Baier et al. 2010).

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Star
    >>> sky = Sky(1, date(2026, 1, 1), stars=(Star(5, 0, 5, "Ana"), Star(6, 1, 6, "Ben")), ours=())
    >>> network = build_network(sky, ties=(), met=[(5, 6)])
    >>> network.ids(network.ahead[network.index[5]])
    (6,)
    """
    if reach_limit not in {None, 0, 1, 2}:
        raise ValueError(f"reach_limit is 0, 1, 2 or None, not {reach_limit}")
    index = {star.id: bit for bit, star in enumerate(sky.stars)}
    ahead, behind = _adjacency(sky, index, frozenset(met))
    return Network(
        sky=sky,
        index=index,
        alive=_mask_where(star.is_present(sky.as_of) for star in sky.stars),
        deciding=_mask_where(any(role.decides for role in star.roles) for star in sky.stars),
        ties=_live_ties(sky, index, ties),
        ahead=ahead,
        behind=behind,
        met=frozenset(met),
        reach_limit=reach_limit,
    )


def _mask_where(flags: Iterable[bool]) -> int:
    mask = 0
    for bit, flag in enumerate(flags):
        if flag:
            mask |= 1 << bit
    return mask


def _live_ties(sky: Sky, index: dict[int, int], ties: Iterable[Tie]) -> dict[int, int]:
    stars_of = {user.id: 0 for user in sky.ours if user.is_active}
    for tie in ties:
        if tie.is_live and tie.user_id in stars_of and tie.star_id in index:
            stars_of[tie.user_id] |= 1 << index[tie.star_id]
    return stars_of


def _adjacency(
    sky: Sky, index: dict[int, int], met: frozenset[tuple[int, int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    ahead = [0] * len(sky.stars)
    behind = [0] * len(sky.stars)
    for from_id, to_id in _arcs(sky, met):
        if from_id in index and to_id in index and from_id != to_id:
            ahead[index[from_id]] |= 1 << index[to_id]
            behind[index[to_id]] |= 1 << index[from_id]
    return tuple(ahead), tuple(behind)


def _arcs(sky: Sky, met: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for link in sky.links:
        yield from arcs_of(link.kind, link.from_id, link.to_id)
    for one, other in met:
        yield from arcs_of(ConnectionKind.MET_TOGETHER, one, other)


def arcs_of(kind: ConnectionKind, from_id: int, to_id: int) -> tuple[tuple[int, int], ...]:
    """The directions in which a connection carries a route.

    Examples
    --------
    >>> arcs_of(ConnectionKind.INFLUENCES, 1, 2)
    ((1, 2),)
    >>> arcs_of(ConnectionKind.REPORTS_TO, 1, 2)
    ((1, 2), (2, 1))
    >>> arcs_of(ConnectionKind.OPPOSES, 1, 2)
    ()
    """
    if kind is ConnectionKind.OPPOSES:
        return ()
    if kind is ConnectionKind.INFLUENCES:
        return ((from_id, to_id),)
    return ((from_id, to_id), (to_id, from_id))


def bits(mask: int) -> Iterator[int]:
    """The positions of the set bits, lowest first.

    Examples
    --------
    >>> list(bits(0b10110))
    [1, 2, 4]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def spread(start: int, steps: Sequence[int], within: int, limit: int | None = None) -> int:
    """All stars reached from `start` in at most `limit` steps without leaving `within`.

    Examples
    --------
    >>> bin(spread(0b001, [0b010, 0b100, 0], within=0b111, limit=1))
    '0b11'
    """
    reached = edge = start & within
    while edge and limit != 0:
        found = 0
        for star in bits(edge):
            found |= steps[star]
        edge = found & within & ~reached
        reached |= edge
        limit = None if limit is None else limit - 1
    return reached
