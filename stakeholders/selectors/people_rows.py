"""The people tab: everybody at an account in one line each, from one reading of its sky."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from accounts.models import Account
from accounts.visibility import Viewer
from stakeholders.domain.cadence import Promise
from stakeholders.domain.coverage import Orphaned
from stakeholders.domain.evidence import AssumedOf, assumed_of
from stakeholders.domain.freshness import Confirmed
from stakeholders.domain.sky import Basis, RoleHeld, Star
from stakeholders.domain.strength import Relationship, best_by_star
from stakeholders.models import Stakeholder
from stakeholders.models.words import LEVEL_LABELS, SENTIMENT_LABELS
from stakeholders.selectors.people_finding import begins
from stakeholders.selectors.reading import Doubt, Leaves, Reading
from stakeholders.selectors.wording import persona_label

LIKELY_WRONG = 0.5


class RoleMark(NamedTuple):
    """One role of a row."""

    name: str
    held: RoleHeld

    @property
    def is_assumed(self) -> bool:
        return self.held.basis == Basis.ASSUMED


class Whereabouts(NamedTuple):
    """Where somebody is besides; `account` is None where the viewer may not see it."""

    account: Account | None


@dataclass(frozen=True)
class PersonRow:
    """One of the people at an account, with what is concluded about them."""

    star: Star
    level: str
    roles: tuple[RoleMark, ...]
    persona: str
    sentiment: str
    best: Relationship | None
    best_user: str
    last_touch_on: date | None
    promise: Promise | None
    turn: str
    confirmed: Confirmed | None
    is_key: bool
    is_silent: bool
    successor: str
    elsewhere: tuple[Whereabouts, ...]
    assumed: AssumedOf

    @property
    def is_stale(self) -> bool:
        return self.promise is not None and self.promise.is_stale

    @property
    def is_doubtful(self) -> bool:
        """Whether the map is more likely wrong than right about them, or nothing was ever confirmed."""
        wrong = self.confirmed.p_wrong if self.confirmed else None
        return wrong is None or wrong >= LIKELY_WRONG


class Orphan(NamedTuple):
    """A role that somebody left behind."""

    fact: Orphaned
    role: str
    left_by: Star


@dataclass(frozen=True)
class PeopleTab:
    """Everybody at an account today: present, departed, whom to ask about first, and roles left behind."""

    reading: Reading
    viewer: Viewer

    @cached_property
    def rows(self) -> list[PersonRow]:
        stars = sorted(self.reading.found.sky.stars, key=_most_decisive_first)
        return [self._row(star) for star in stars]

    @property
    def asked_first(self) -> list[Doubt]:
        return self.reading.doubts

    @property
    def leaving(self) -> list[Leaves]:
        return self.reading.leaving

    @property
    def orphans(self) -> list[Orphan]:
        found = [Orphan(fact, role, star) for fact, star, role in self.reading.orphaned]
        return sorted(found, key=lambda orphan: (not orphan.fact.decides, orphan.role))

    def is_present(self, row: PersonRow) -> bool:
        return row.star.is_present(self.reading.found.sky.as_of)

    def _row(self, star: Star) -> PersonRow:
        best, promise = self._best.get(star.id), self._promises.get(star.id)
        thought = star.assessed.sentiment if star.assessed else None
        return PersonRow(
            star=star,
            assumed=assumed_of(star),
            level=str(LEVEL_LABELS[star.level]) if star.level else "",
            roles=tuple(RoleMark(self.reading.catalogue.roles[held.role].name, held) for held in star.roles),
            persona=self._personas.get(star.id, ""),
            sentiment="" if thought is None else str(SENTIMENT_LABELS[thought]),
            best=best,
            best_user=self.reading.users[best.user_id] if best else "",
            last_touch_on=self._touched.get(star.id),
            promise=promise,
            turn=self.reading.users.get(promise.turn_user_id, "") if promise and promise.turn_user_id else "",
            confirmed=self._confirmed.get(star.id),
            is_key=star.id in self.reading.found.threads.key_persons,
            is_silent=star.id in self._silent,
            successor=self._successor(star),
            elsewhere=self._elsewhere.get(star.person_id, ()),
        )

    def _successor(self, star: Star) -> str:
        successor = self.reading.stars.get(star.successor_id) if star.successor_id else None
        return successor.name if successor else ""

    @cached_property
    def _best(self) -> Mapping[int, Relationship]:
        return best_by_star(self.reading.found.sky, self.reading.found.known)

    @cached_property
    def _promises(self) -> Mapping[int, Promise]:
        return {promise.star_id: promise for promise in self.reading.found.promises}

    @cached_property
    def _personas(self) -> Mapping[int, str]:
        return {each.star_id: persona_label(each.persona) for each in self.reading.personas.placed}

    @cached_property
    def _touched(self) -> Mapping[int, date]:
        return {star_id: touch.on for touch in self.reading.found.sky.touches for star_id in touch.stars}

    @cached_property
    def _confirmed(self) -> Mapping[int, Confirmed]:
        return {each.star_id: each for each in self.reading.found.freshness.stars}

    @cached_property
    def _silent(self) -> frozenset[int]:
        return frozenset(each.star_id for each in self.reading.found.silences if each.is_unusual)

    @cached_property
    def _elsewhere(self) -> Mapping[int, tuple[Whereabouts, ...]]:
        sky = self.reading.found.sky
        gone = {star.person_id for star in sky.stars if not star.is_present(sky.as_of)}
        return elsewhere_of(gone, sky.account_id, sky.as_of, self.viewer)


def _most_decisive_first(star: Star) -> tuple[bool, bool, str]:
    return not any(held.decides for held in star.roles), not star.roles, star.name


def elsewhere_of(person_ids: set[int], account_id: int, on: date, viewer: Viewer) -> dict[int, tuple[Whereabouts, ...]]:
    """Where these persons are on a date besides one account, two queries: named only where the viewer sees it."""
    rows = Stakeholder.objects.standing().filter(person_id__in=person_ids, account__retracted_at__isnull=True)
    rows = rows.exclude(account_id=account_id).exclude(left_on__lte=on).exclude(joined_on__gt=on)
    places = list(rows.order_by("pk").values_list("person_id", "account_id"))
    mine = Account.objects.visible_to(viewer).in_bulk([other_id for _person_id, other_id in places])
    found: dict[int, tuple[Whereabouts, ...]] = {}
    for person_id, other_id in places:
        found[person_id] = (*found.get(person_id, ()), Whereabouts(mine.get(other_id)))
    return found


Fits = Callable[[PersonRow], bool]


def _by_words(words: str) -> Fits:
    return lambda row: begins(f"{row.star.name} {row.star.title} {row.star.department}", words)


def _by_role(role: str) -> Fits:
    return lambda row: any(mark.held.role == role for mark in row.roles)


def _by_level(level: str) -> Fits:
    return lambda row: (row.star.level.value if row.star.level else "") == level


def _by_department(department: str) -> Fits:
    return lambda row: row.star.department == department


def _by_trouble(trouble: str) -> Fits:
    return TROUBLES.get(trouble, lambda row: True)


TROUBLES: dict[str, Fits] = {
    "overdue": lambda row: row.is_stale,
    "silent": lambda row: row.is_silent,
    "quiet": lambda row: row.is_silent or row.is_stale,
    "leaving": lambda row: row.star.leaves_on is not None,
    "doubtful": lambda row: row.star.left_on is None and row.is_doubtful,
    "no_contact": lambda row: row.star.left_on is None and not (row.best and row.best.is_live),
    "assumed": lambda row: row.star.left_on is None and row.assumed.number > 0,
}
FILTERS: dict[str, Callable[[str], Fits]] = {
    "q": _by_words,
    "role": _by_role,
    "level": _by_level,
    "department": _by_department,
    "show": _by_trouble,
}


def filtered(tab: PeopleTab, wanted: Mapping[str, str]) -> Iterator[PersonRow]:
    """The rows that fit what was chosen: words, role, level, department, and what is wrong."""
    tests = [test(value) for name, test in FILTERS.items() if (value := wanted.get(name, ""))]
    return (row for row in tab.rows if all(fits(row) for fits in tests))
