"""What is read beside the sky: the sentences, figures and lists, drawn from the findings of one sky."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Min

from stakeholders.domain.conclusions import Conclusions, summarise
from stakeholders.domain.coverage import Orphaned
from stakeholders.domain.findings import Findings, find
from stakeholders.domain.freshness import Question, ask_first
from stakeholders.domain.headline import headline
from stakeholders.domain.headline_words import PartKind
from stakeholders.domain.introductions import Introduction, introductions
from stakeholders.domain.leaving import leaving_stars
from stakeholders.domain.persona import Personas, personas
from stakeholders.domain.question_words import Asked
from stakeholders.domain.questions import MapQuestion, QuestionKind
from stakeholders.domain.quiet import Quiet, quiet_on_routes
from stakeholders.domain.sky import Star
from stakeholders.domain.threads import ThreadState
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.selectors.constellation import Words
from stakeholders.selectors.skies import sky_at
from stakeholders.selectors.wording import asked_in_words, balance_warning, headline_sentences

ASKED = 3
STEPS = {
    PartKind.MAP_WHO_DECIDES,
    PartKind.MAP_ANOTHER,
    PartKind.FILL_ROLE,
    PartKind.MEET_DECIDER,
    PartKind.GO_AROUND,
    PartKind.SECOND_USER,
    PartKind.INTRODUCE_THROUGH,
    PartKind.INTRODUCE,
    PartKind.BRING_TOGETHER,
    PartKind.INTRODUCE_THROUGH_THREADS,
    PartKind.INTRODUCE_THREADS,
    PartKind.BRING_TOGETHER_THREADS,
    PartKind.INTRODUCE_THROUGH_PLAIN,
    PartKind.INTRODUCE_PLAIN,
    PartKind.BRING_TOGETHER_PLAIN,
}


class RoleLine(NamedTuple):
    """One required role on the page: who holds it and whom of them we reach."""

    name: str
    holders: tuple[Star, ...]
    engaged: frozenset[int]
    assumed: frozenset[int]

    @property
    def tone(self) -> str:
        if not self.holders:
            return "risk"
        return "good" if self.engaged else "watch"


class Leaves(NamedTuple):
    """Somebody who will leave on `star.leaves_on`; `successor` is empty while nobody is named."""

    star: Star
    successor: str


class Doubt(NamedTuple):
    """Somebody worth asking about, and why."""

    star: Star
    question: Question


class AskedOf(NamedTuple):
    """One question: what is asked, of whom where it is about a person, and the words for it."""

    question: MapQuestion
    star: Star | None
    words: Asked


@dataclass(frozen=True)
class Reading:
    """One sky, concluded, with the words of the page. Everything is found once."""

    found: Findings
    catalogue: Words

    @cached_property
    def kept(self) -> Conclusions:
        return summarise(self.found)

    @cached_property
    def stars(self) -> Mapping[int, Star]:
        return {star.id: star for star in self.found.sky.stars}

    @cached_property
    def users(self) -> Mapping[int, str]:
        return {user.id: user.name for user in self.found.sky.ours}

    @property
    def sentences(self) -> list[str]:
        """Where we stand and what may happen, without the next step; assumptions are counted under the figures."""
        parts = headline(self.found.sky, self.kept)
        return headline_sentences(part for part in parts if part.kind not in STEPS | {PartKind.ASSUMED})

    @property
    def step(self) -> str:
        """The next step that the map alone shows; empty when nothing urgent shows."""
        return self._step(None)

    def best_step(self) -> str:
        """The next step by the best introduction, where there is one: computed on demand."""
        return self._step(next(iter(introductions(self.found.network, top=1)), None))

    def _step(self, best: Introduction | None) -> str:
        steps = [part for part in headline(self.found.sky, self.kept, best) if part.kind in STEPS]
        return " ".join(headline_sentences(steps))

    @cached_property
    def quiet(self) -> Quiet | None:
        """Whom the figures count though nobody heard of them for long, where these are most of those that count."""
        found = quiet_on_routes(self.found)
        return found if found is not None and found.is_most else None

    @property
    def leaving(self) -> list[Leaves]:
        """Who said when they leave, the soonest first, with whom was named to succeed them."""
        leaving = leaving_stars(self.found.sky)
        heirs = [self.stars.get(star.successor_id or 0) for star in leaving]
        return [Leaves(star, heir.name if heir else "") for star, heir in zip(leaving, heirs, strict=True)]

    @property
    def threads_tone(self) -> str:
        return {ThreadState.NO_ROUTE: "risk", ThreadState.SINGLE: "watch", ThreadState.MULTI: "good"}.get(
            self.found.threads.state, "unknown"
        )

    @property
    def warnings(self) -> list[str]:
        """What is wrong with the balance, in words."""
        return [balance_warning(warning) for warning in self.found.balance.warnings]

    @property
    def key_persons(self) -> list[Star]:
        return [self.stars[star_id] for star_id in self.found.threads.key_persons]

    @property
    def roles(self) -> list[RoleLine]:
        return [
            RoleLine(
                self.catalogue.roles[role.role].name,
                tuple(self.stars[star_id] for star_id in role.mapped_ids),
                frozenset(role.engaged_ids),
                frozenset(role.assumed_ids),
            )
            for role in self.found.coverage.roles
        ]

    @property
    def orphaned(self) -> list[tuple[Orphaned, Star, str]]:
        return [
            (each, self.stars[each.star_id], self.catalogue.roles[each.role].name)
            for each in self.found.coverage.orphaned
        ]

    @property
    def doubts(self) -> list[Doubt]:
        """Whom to ask about first: likely wrong and costly to be wrong about."""
        leverage = self.found.survival.leverage if self.found.survival else {}
        doubted = {each.star_id for each in self.kept.questions if each.kind is QuestionKind.STILL_THERE}
        asked = [each for each in ask_first(self.found.freshness.stars, leverage) if each.star_id in doubted]
        return [Doubt(self.stars[each.star_id], each) for each in asked[:ASKED]]

    @property
    def questions(self) -> list[AskedOf]:
        """What is worth asking, in words."""
        names = {key: str(role.name) for key, role in self.catalogue.roles.items()}
        return [
            AskedOf(each, self.stars.get(each.star_id or 0), asked_in_words(each, self.found, names))
            for each in self.kept.questions
        ]

    @cached_property
    def personas(self) -> Personas:
        return personas(self.found.sky)

    def introductions(self, top: int = 5) -> list[tuple[Introduction, list[str]]]:
        """The best introductions, each with the names along its warm path."""
        return [(each, list(self._path(each))) for each in introductions(self.found.network, top=top)]

    def _path(self, each: Introduction) -> Iterator[str]:
        for user_id in each.path.user_ids:
            yield self.users[user_id]
        for star_id in each.path.star_ids:
            yield self.stars[star_id].name


def read_sky(account_id: int, as_of: date, catalogue: Words) -> Reading:
    """Load the sky of an account at a date and conclude from it."""
    return Reading(find(sky_at(account_id, as_of)), catalogue)


def first_day(account_id: int) -> date | None:
    """The earliest day anything is known of an account: where the slider begins. One query."""
    touched = Touchpoint.objects.standing().filter(account_id=account_id).order_by().values("account_id")
    earliest = touched.annotate(first=Min("touched_on")).values_list("first", flat=True)
    joined = (Stakeholder.objects.standing().filter(account_id=account_id).order_by().values("account_id")).annotate(
        first=Min("joined_on")
    )
    days = [day for day in earliest.union(joined.values_list("first", flat=True), all=True) if day]
    return min(days, default=None)
