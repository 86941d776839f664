"""Whom to bring together: at most k guests who cover roles and departments and do not know each other yet.

Source: mission.md S0.5. Oracle: all subsets, in the tests.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import comb
from typing import Final, NamedTuple

from stakeholders.domain.sky import Sky, Star

MOST_GUESTS: Final = 8
# Up to so many sets of guests each is tried, about 0.2 s; beyond, guests are exchanged one by one.
MOST_SETS: Final = 60_000
UNKNOWN_INFLUENCE: Final = 5  # design.md, "Freshness"
NOT_COVERED: Final = frozenset({"detractor"})  # a role that nobody wants to have at the table


class SessionKind(StrEnum):
    """What the session is for, which decides what weighs most."""

    JOINT_QBR = "joint_qbr"
    INNOVATION = "innovation"
    WORKSHOP = "workshop"


USER_ROLE: Final = "user"


class Weights(NamedTuple):
    """What one more role that decides, the role of a user, another role, one more department and one more pair of
    strangers is worth."""

    deciding: int
    user: int
    role: int
    department: int
    pair: int


# A review needs those who decide, pay and use it at one table: from two guests on a role that decides is worth more
# than all that the guest brings who brings least without it (of the built-in roles 12 + 5 * 6 = 42 among two, 3 for a
# department, 1 for a pair). A workshop needs those who would never meet otherwise.
WEIGHTS: Final[Mapping[SessionKind, Weights]] = {
    SessionKind.JOINT_QBR: Weights(30, 12, 6, 3, 1),
    SessionKind.INNOVATION: Weights(3, 3, 3, 4, 2),
    SessionKind.WORKSHOP: Weights(2, 2, 2, 4, 3),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: how many guests at most, who comes in any case, who does not."""

    kind: SessionKind = SessionKind.JOINT_QBR
    most: int = 5
    pinned: tuple[int, ...] = ()  # stakeholder ids
    without: frozenset[int] = frozenset()


class Guest(NamedTuple):
    """One of the guests and what they bring: the roles and the department that nobody else brings, and the ids of
    the guests whom they do not know yet."""

    star_id: int
    only_roles: tuple[str, ...]
    only_department: str
    stranger_ids: tuple[int, ...]


class Session(NamedTuple):
    """The proposed guests; `value` is the sum that was made as large as possible.

    `roles` and `departments` are covered by them; `all_roles` and `all_departments` count what all present could.
    `has_decider`: whether one of them holds a role that decides.
    `is_exact`: no other set of as many is worth more; else none that differs in one guest is.
    """

    guests: tuple[Guest, ...]
    value: int
    roles: tuple[str, ...]
    departments: tuple[str, ...]
    stranger_pairs: int
    all_roles: int
    all_departments: int
    is_exact: bool
    has_decider: bool


def propose_session(sky: Sky, wish: Wish, most_sets: int = MOST_SETS) -> Session:
    """Propose guests for a joint session.

    Parameters
    ----------
    sky : Sky
        Present stars can be guests. Two are strangers when no two-way touchpoint had both and no connection between
        them is recorded; departments are compared without regard to case or outer spaces.
    wish : Wish
        At most 8 guests. Pinned guests who are not present are left out, as is whoever is `without` (unless pinned).
    most_sets : int
        Up to how many sets each is tried.

    Returns
    -------
    Session
        Guests maximise ``deciding * roles that decide + user * (whether a user is there) + role * other roles +
        department * departments + pair * pairs of strangers``; among equals the larger sum of influence (5 where
        unknown), then the smaller ids. A role decides where somebody present holds it as one that does. The same for
        the same facts.

    Examples
    --------
    >>> from datetime import date
    >>> people = (Star(1, 0, 1, "Ana", department="IT"), Star(2, 1, 2, "Bob", department="IT"),
    ...           Star(3, 2, 3, "Cy", department="Legal"))
    >>> found = propose_session(Sky(1, date(2026, 3, 1), people, ()), Wish(most=2))
    >>> [guest.star_id for guest in found.guests], found.departments, found.value
    ([1, 3], ('IT', 'Legal'), 7)
    """
    table = _Table(sky, WEIGHTS[wish.kind])
    pinned = [table.place[key] for key in dict.fromkeys(wish.pinned) if key in table.place][:MOST_GUESTS]
    free = [place for place, star in enumerate(table.stars) if place not in pinned and star.id not in wish.without]
    room = min(max(wish.most, len(pinned)), MOST_GUESTS) - len(pinned)
    is_exact = comb(len(free), min(room, len(free))) <= most_sets
    best = table.search(pinned, free, room) if is_exact else table.exchange(pinned, free, room)
    return table.session(best, is_exact)


Rank = tuple[int, int, tuple[int, ...]]


class _Table:
    """The present stars by place, with what they bring as bits, so that a set is judged without a loop over pairs."""

    def __init__(self, sky: Sky, weights: Weights) -> None:
        self.stars: Sequence[Star] = sorted(
            (star for star in sky.stars if star.is_present(sky.as_of)), key=lambda star: star.id
        )
        self.place = {star.id: place for place, star in enumerate(self.stars)}
        self.weights = weights
        self.role_names = sorted({held.role for star in self.stars for held in star.roles} - NOT_COVERED)
        self.deciding = _bits(
            self.role_names, {held.role for star in self.stars for held in star.roles if held.decides}
        )
        self.using = _bits(self.role_names, {USER_ROLE}) & ~self.deciding
        self.department_names = {_key(star.department): star.department.strip() for star in reversed(self.stars)}
        self.department_names.pop("", None)
        departments = sorted(self.department_names)
        self.roles = [_bits(self.role_names, {held.role for held in star.roles}) for star in self.stars]
        self.departments = [_bits(departments, {_key(star.department)}) for star in self.stars]
        self.strangers = self._strangers(sky)

    def _strangers(self, sky: Sky) -> list[int]:
        """By place, the places of those whom somebody neither met in our presence nor is connected with."""
        known = [1 << place for place in range(len(self.stars))]
        pairs = [pair for touch in sky.touches if touch.is_two_way for pair in combinations(touch.stars, 2)]
        for one, other in (*pairs, *((link.from_id, link.to_id) for link in sky.links)):
            if one in self.place and other in self.place:
                known[self.place[one]] |= 1 << self.place[other]
                known[self.place[other]] |= 1 << self.place[one]
        everybody = (1 << len(self.stars)) - 1
        return [everybody & ~each for each in known]

    def value(self, places: Iterable[int]) -> int:
        roles = departments = chosen = pairs = 0
        for place in places:
            roles |= self.roles[place]
            departments |= self.departments[place]
            pairs += (self.strangers[place] & chosen).bit_count()
            chosen |= 1 << place
        weights = self.weights
        others = roles & ~self.deciding & ~self.using
        return (
            weights.deciding * (roles & self.deciding).bit_count()
            + weights.user * (roles & self.using).bit_count()
            + weights.role * others.bit_count()
            + weights.department * departments.bit_count()
            + weights.pair * pairs
        )

    def rank(self, places: Collection[int]) -> Rank:
        """What makes one set better than another; larger is better."""
        return self.value(places), sum(map(self._influence, places)), tuple(-place for place in sorted(places))

    def _influence(self, place: int) -> int:
        thought = self.stars[place].assessed
        return UNKNOWN_INFLUENCE if thought is None or thought.influence is None else thought.influence

    def search(self, pinned: Sequence[int], free: Sequence[int], room: int) -> list[int]:
        """The best of all sets that fill the room."""
        sets = ([*pinned, *chosen] for chosen in combinations(free, min(room, len(free))))
        return max(sets, key=self.rank)

    def exchange(self, pinned: Sequence[int], free: Sequence[int], room: int) -> list[int]:
        """Add whoever brings most, one after the other; then exchange one guest at a time while that is better."""
        chosen = list(pinned)
        while len(chosen) < len(pinned) + min(room, len(free)):
            rest = (place for place in free if place not in chosen)
            chosen.append(max(rest, key=lambda place: self.rank([*chosen, place])))
        while (better := max(self._neighbours(chosen, pinned, free), key=self.rank, default=chosen)) != chosen:
            if self.rank(better) <= self.rank(chosen):
                break
            chosen = better
        return chosen

    def _neighbours(self, chosen: Sequence[int], pinned: Sequence[int], free: Sequence[int]) -> Iterable[list[int]]:
        for gone in chosen[len(pinned) :]:
            kept = [place for place in chosen if place != gone]
            for place in free:
                if place not in chosen:
                    yield [*kept, place]

    def session(self, places: Sequence[int], is_exact: bool) -> Session:
        guests = tuple(self._guest(place, places) for place in sorted(places))
        roles, departments = self._roles_of(places), self._departments_of(places)
        pairs = sum(len(guest.stranger_ids) for guest in guests) // 2
        return Session(
            guests,
            self.value(places),
            tuple(role for role in self.role_names if role in roles),
            tuple(sorted(self.department_names[key] for key in departments)),
            pairs,
            len(self.role_names),
            len(self.department_names),
            is_exact,
            any(self.roles[place] & self.deciding for place in places),
        )

    def _guest(self, place: int, places: Sequence[int]) -> Guest:
        others = [other for other in places if other != place]
        mine = self._departments_of([place]) - self._departments_of(others)
        return Guest(
            self.stars[place].id,
            tuple(sorted(self._roles_of([place]) - self._roles_of(others))),
            next((self.department_names[key] for key in mine), ""),
            tuple(self.stars[other].id for other in sorted(others) if self.strangers[place] >> other & 1),
        )

    def _roles_of(self, places: Iterable[int]) -> set[str]:
        return {held.role for place in places for held in self.stars[place].roles} - NOT_COVERED

    def _departments_of(self, places: Iterable[int]) -> set[str]:
        return {_key(self.stars[place].department) for place in places} - {""}


def _key(department: str) -> str:
    return department.strip().casefold()


def _bits(names: Sequence[str], held: Collection[str]) -> int:
    return sum(1 << place for place, name in enumerate(names) if name in held)
