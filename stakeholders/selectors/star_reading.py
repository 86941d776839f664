"""All that is known and concluded of one star: what the panel says, with the arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from stakeholders.domain.cadence import Promise
from stakeholders.domain.freshness import Confirmed
from stakeholders.domain.persona import Placed, place
from stakeholders.domain.silence import Silence
from stakeholders.domain.sky import ConnectionKind, RoleHeld, Star
from stakeholders.domain.strength import Relationship
from stakeholders.domain.strength_explained import StrengthExplained, explain_strength
from stakeholders.domain.survival import KEPT_HORIZON_DAYS, stay_chance
from stakeholders.models import Stakeholder
from stakeholders.models.words import CONNECTION_LABELS, LEVEL_LABELS, SENTIMENT_LABELS
from stakeholders.selectors.reading import Reading
from stakeholders.selectors.wording import persona_label

SHOWN_TOUCHES = 6


class Tie(NamedTuple):
    """One recorded connection of the star: in words, with whom."""

    id: int
    words: str
    other: Star
    is_assumed: bool


class Strand(NamedTuple):
    """One relationship with its arithmetic, the weightiest touchpoints first."""

    user: str
    relationship: Relationship
    explained: StrengthExplained
    more: int


class HeldRole(NamedTuple):
    name: str
    held: RoleHeld


@dataclass(frozen=True)
class StarReading:
    """One star of a reading. *Raises* KeyError on making when the star is not in the sky."""

    reading: Reading
    star_id: int

    @cached_property
    def star(self) -> Star:
        return self.reading.stars[self.star_id]

    @property
    def is_present(self) -> bool:
        return self.star.is_present(self.reading.found.sky.as_of)

    @property
    def level(self) -> str:
        return str(LEVEL_LABELS[self.star.level]) if self.star.level else ""

    @property
    def roles(self) -> list[HeldRole]:
        return [HeldRole(self.reading.catalogue.roles[held.role].name, held) for held in self.star.roles]

    @property
    def sentiment(self) -> str:
        thought = self.star.assessed
        return "" if thought is None or thought.sentiment is None else str(SENTIMENT_LABELS[thought.sentiment])

    @cached_property
    def placed(self) -> Placed:
        return place(self.star)

    @property
    def persona(self) -> str:
        return persona_label(self.placed.persona)

    @cached_property
    def strands(self) -> list[Strand]:
        known = [each for each in self.reading.found.known if each.star_id == self.star_id]
        return [self._strand(each) for each in sorted(known, key=lambda each: -each.strength)]

    def _strand(self, each: Relationship) -> Strand:
        explained = explain_strength(self.reading.found.sky, each.user_id, each.star_id)
        weighty = sorted(explained.contributions, key=lambda one: (-one.amount, -one.on.toordinal()))
        shown = explained._replace(contributions=tuple(weighty[:SHOWN_TOUCHES]))
        return Strand(self.reading.users[each.user_id], each, shown, max(0, len(weighty) - SHOWN_TOUCHES))

    @cached_property
    def ties(self) -> list[Tie]:
        return sorted(self._ties(), key=lambda tie: (tie.words, tie.other.name))

    def _ties(self) -> Iterator[Tie]:
        stars = self.reading.stars
        for link in self.reading.found.sky.links:
            if link.from_id == self.star_id and link.to_id in stars:
                yield Tie(link.id, str(CONNECTION_LABELS[link.kind]), stars[link.to_id], link.basis == "assumed")
            elif link.to_id == self.star_id and link.from_id in stars:
                yield Tie(link.id, passive(link.kind), stars[link.from_id], link.basis == "assumed")

    @property
    def met(self) -> list[Star]:
        pairs = [pair for pair in self.reading.found.met if self.star_id in pair]
        others = [one if other == self.star_id else other for one, other in pairs]
        return sorted((self.reading.stars[other] for other in others if other in self.reading.stars), key=_name)

    @property
    def promise(self) -> Promise | None:
        return next((each for each in self.reading.found.promises if each.star_id == self.star_id), None)

    @property
    def turn(self) -> str:
        promise = self.promise
        return self.reading.users.get(promise.turn_user_id, "") if promise and promise.turn_user_id else ""

    @property
    def silence(self) -> Silence | None:
        found = (each for each in self.reading.found.silences if each.star_id == self.star_id)
        return next((each for each in found if each.is_unusual), None)

    @property
    def confirmed(self) -> Confirmed | None:
        return next((each for each in self.reading.found.freshness.stars if each.star_id == self.star_id), None)

    @property
    def leaving(self) -> float:
        """The chance that they leave within a year, by their level."""
        return 1 - stay_chance(self.reading.found.sky, self.star, KEPT_HORIZON_DAYS)

    @property
    def leverage(self) -> float | None:
        survival = self.reading.found.survival
        return survival.leverage.get(self.star_id) if survival else None

    @property
    def is_key(self) -> bool:
        return self.star_id in self.reading.found.threads.key_persons

    @property
    def successor(self) -> Star | None:
        return self.reading.stars.get(self.star.successor_id) if self.star.successor_id else None

    @cached_property
    def elsewhere(self) -> list[Stakeholder]:
        """Other positions the person holds on the date, wherever: the page names only those one may see."""
        as_of = self.reading.found.sky.as_of
        others = Stakeholder.objects.standing().filter(person_id=self.star.person_id).select_related("account")
        here = others.exclude(account_id=self.reading.found.sky.account_id)
        return [row for row in here if row.left_on is None or row.left_on > as_of]


def passive(kind: ConnectionKind) -> str:
    """A connection as seen from its far end."""
    directed = {ConnectionKind.REPORTS_TO: _("is the manager of"), ConnectionKind.INFLUENCES: _("is influenced by")}
    return directed.get(kind, str(CONNECTION_LABELS[kind]))


def _name(star: Star) -> str:
    return star.name
