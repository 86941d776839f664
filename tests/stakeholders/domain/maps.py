"""Small made-up maps, and the definitions of design.md written out by brute force."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product
from typing import NamedTuple

from stakeholders.domain.network import REACH_LIMIT, Network, build_network
from stakeholders.domain.sky import Basis, ConnectionKind, Hazards, Level, Link, Ours, RoleHeld, Sky, Star

DAY = date(2026, 1, 1)
DECIDES = RoleHeld(1, "decision_maker", True, Basis.STATED, DAY)
USES = RoleHeld(2, "user", False, Basis.STATED, DAY)
KINDS = (
    ConnectionKind.REPORTS_TO,
    ConnectionKind.WORKS_WITH,
    ConnectionKind.INFLUENCES,
    ConnectionKind.OPPOSES,
    ConnectionKind.MET_TOGETHER,
)


class MadeTie(NamedTuple):
    user_id: int
    star_id: int
    is_live: bool = True


@dataclass(frozen=True)
class Map:
    """A sky with its relationships and met pairs given, and what brute force says about it."""

    sky: Sky
    ties: tuple[MadeTie, ...]
    met: frozenset[tuple[int, int]] = frozenset()
    limit: int | None = REACH_LIMIT

    @property
    def network(self) -> Network:
        return build_network(self.sky, self.ties, self.met, self.limit)

    @property
    def present(self) -> list[int]:
        return [star.id for star in self.sky.stars if star.is_present(self.sky.as_of)]

    def is_connected(self, gone: Iterable[int] = ()) -> bool:
        """Walk routes literally: only stakeholders within the limit of one who decides count."""
        there = set(self.present) - set(gone)
        arcs = [(a, b) for a, b in self.arcs() if a in there and b in there]
        deciding = {star.id for star in self.sky.stars if any(role.decides for role in star.roles)} & there
        counting = self._counting(deciding, arcs)
        active = {user.id for user in self.sky.ours if user.is_active}
        reached = {tie.star_id for tie in self.ties if tie.is_live and tie.user_id in active} & counting
        for _ in there:
            reached |= {b for a, b in arcs if a in reached and b in counting}
        return bool(reached & deciding)

    def _counting(self, deciding: set[int], arcs: list[tuple[int, int]]) -> set[int]:
        counting = set(deciding)
        for _ in range(len(self.sky.stars) if self.limit is None else self.limit):
            counting |= {a for a, b in arcs if b in counting}
        return counting

    def arcs(self) -> list[tuple[int, int]]:
        both = {ConnectionKind.REPORTS_TO, ConnectionKind.WORKS_WITH}
        arcs = [(link.from_id, link.to_id) for link in self.sky.links if link.kind is not ConnectionKind.OPPOSES]
        arcs += [(link.to_id, link.from_id) for link in self.sky.links if link.kind in both]
        return arcs + [pair for a, b in self.met for pair in ((a, b), (b, a))]

    def cuts(self) -> list[set[int]]:
        """All least sets of present stakeholders whose departure leaves no route."""
        for size in range(len(self.present) + 1):
            found = [set(gone) for gone in combinations(self.present, size) if not self.is_connected(gone)]
            if found:
                return found
        raise AssertionError("without anybody there is no route")

    def stays(self, star_id: int, days: float = 365) -> float:
        star = next(star for star in self.sky.stars if star.id == star_id)
        return math.exp(-self.sky.hazards.of(star.level) * days / 365)

    def survival(
        self, days: float = 365, certainly_gone: int | None = None, certainly_there: int | None = None
    ) -> float:
        share = 0.0
        chances = {star: self.stays(star, days) for star in self.present}
        if certainly_gone is not None:
            chances[certainly_gone] = 0.0
        if certainly_there is not None:
            chances[certainly_there] = 1.0
        for there in product((True, False), repeat=len(chances)):
            gone = [star for star, stays in zip(chances, there, strict=True) if not stays]
            odds = math.prod(p if stays else 1 - p for p, stays in zip(chances.values(), there, strict=True))
            if odds and self.is_connected(gone):
                share += odds
        return share

    def with_tie(self, user_id: int, star_id: int) -> "Map":
        return replace(self, ties=(*self.ties, MadeTie(user_id, star_id)))

    def with_link(self, kind: ConnectionKind, from_id: int, to_id: int) -> "Map":
        if kind is ConnectionKind.MET_TOGETHER:
            return replace(self, met=self.met | {(min(from_id, to_id), max(from_id, to_id))})
        added = Link(10_000 + len(self.sky.links), kind, from_id, to_id, Basis.STATED, DAY)
        return replace(self, sky=replace(self.sky, links=(*self.sky.links, added)))


def made_map(
    names: str,
    ties: str,
    deciding: str,
    connections: Iterable[str],
    limit: int | None = REACH_LIMIT,
    gone: str = "",
    hazards: Hazards | None = None,
) -> Map:
    """A map of one-letter people, ids from 10 on; each connection names two who work with each other."""
    ids = {name: 10 + place for place, name in enumerate(names)}
    stars = tuple(
        Star(
            ids[name],
            place,
            ids[name],
            name,
            roles=(DECIDES,) if name in deciding else (),
            left_on=DAY if name in gone else None,
        )
        for place, name in enumerate(names)
    )
    links = tuple(
        Link(place, ConnectionKind.WORKS_WITH, ids[pair[0]], ids[pair[1]], Basis.STATED, DAY)
        for place, pair in enumerate(connections)
    )
    sky = Sky(1, DAY, stars, (Ours(1, "Jonas", True),), links, hazards=hazards or Hazards())
    return Map(sky, tuple(MadeTie(1, ids[name]) for name in ties), limit=limit)


def random_map(seed: int, limit: int | None = REACH_LIMIT, most_people: int = 10) -> Map:
    """A random map with every kind of connection, departed people, orphaned roles, dead ties and inactive users."""
    chance = random.Random(seed)
    people = chance.randint(1, most_people)
    density = chance.choice((0.15, 0.3, 0.5))
    stars = tuple(_random_star(chance, place) for place in range(people))
    ids = [star.id for star in stars]
    users = tuple(Ours(user, f"user {user}", is_active=user != 3) for user in (1, 2, 3))
    ties = [
        MadeTie(user.id, star, chance.random() < 0.8) for user in users for star in ids if chance.random() < density / 2
    ]
    pairs = [(a, b, chance.choice(KINDS)) for a in ids for b in ids if a != b and chance.random() < density]
    links = tuple(
        Link(place, kind, a, b, chance.choice((Basis.STATED, Basis.ASSUMED)), DAY)
        for place, (a, b, kind) in enumerate(pairs)
        if kind is not ConnectionKind.MET_TOGETHER
    )
    met = frozenset((min(a, b), max(a, b)) for a, b, kind in pairs if kind is ConnectionKind.MET_TOGETHER)
    rates = {level: 0.05 + 0.4 * chance.random() for level in Level}
    sky = Sky(1, DAY, stars, users, links, hazards=Hazards(rates))
    return Map(sky, tuple(ties), met, limit)


def _random_star(chance: random.Random, place: int) -> Star:
    roles = (DECIDES,) if chance.random() < 0.35 else (USES,) if chance.random() < 0.3 else ()
    return Star(
        id=100 + place,
        number=place,
        person_id=100 + place,
        name=f"star {place}",
        level=chance.choice((None, *Level)),
        left_on=DAY if chance.random() < 0.15 else None,
        roles=roles,
    )
