"""The brief of a meeting: who comes, what matters to them, what happened since, what to ask, whom to ask about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from stakeholders.domain.attendance import Gathering, gatherings, news_since
from stakeholders.domain.cadence import Promise
from stakeholders.domain.changes import Change
from stakeholders.domain.comparison import compare
from stakeholders.domain.headline import headline
from stakeholders.domain.introductions import Introduction, IntroductionKind, introductions
from stakeholders.domain.last_contact import last_two_way_by_star
from stakeholders.domain.not_met import NotMet, WhyAsk, best_through, not_met
from stakeholders.domain.persona import Persona
from stakeholders.domain.sky import Ours, Star, Touch
from stakeholders.domain.spoken_questions import Spoken, question_in_words, spoken_questions
from stakeholders.models import Person
from stakeholders.selectors.constellation import Words
from stakeholders.selectors.preferences import Preferences, preferences_of
from stakeholders.selectors.promises import Pending, pending_of
from stakeholders.selectors.reading import STEPS, Reading, read_sky
from stakeholders.selectors.star_reading import StarReading, Strand
from stakeholders.selectors.wording import change_sentences, headline_sentences, percent

NEWS = 8
KNOWN_BY = 2  # of ours, on the card of somebody
SENTENCES = 2  # what hangs on whom, and how likely it breaks


@dataclass(frozen=True)
class Attendee:
    """One of theirs who comes."""

    reading: StarReading
    preferences: Preferences
    last: Touch | None
    pending: Pending

    @property
    def star(self) -> Star:
        return self.reading.star

    @property
    def persona(self) -> str:
        """In a word; empty where they are not placed."""
        return "" if self.reading.placed.persona is Persona.NOT_PLACED else self.reading.persona

    @property
    def is_persona_assumed(self) -> bool:
        return bool(self.reading.placed.assumed)

    @property
    def known_by(self) -> list[Strand]:
        """Who of ours knows them, the strongest first; who has gone knows nobody for us."""
        return [strand for strand in self.reading.strands if strand.relationship.is_live][:KNOWN_BY]

    @property
    def last_with(self) -> str:
        users = self.reading.reading.users
        return ", ".join(users[user_id] for user_id in self.last.users if user_id in users) if self.last else ""

    @property
    def broken_promise(self) -> Promise | None:
        promise = self.reading.promise
        return promise if promise is not None and promise.is_stale else None


class News(NamedTuple):
    """One change in words; `is_about_them`: about somebody who comes."""

    words: str
    change: Change
    is_about_them: bool


class Question(NamedTuple):
    """One question in words, and whom to ask; nobody in particular where `star` is None."""

    words: str
    star: Star | None
    asked: Spoken


class AskAbout(NamedTuple):
    """Somebody to ask about, why, and who of the coming knows them."""

    star: Star
    why: str
    ask: list[Star]
    found: NotMet


class Suggestion(NamedTuple):
    """People who met before and may be chosen together."""

    gathering: Gathering
    theirs: list[Star]


@dataclass(frozen=True)
class Brief:
    """All that the page says of a meeting, in a fixed number of queries. Unknown ids are left out."""

    account_id: int
    on: date
    catalogue: Words
    star_ids: Sequence[int]
    user_ids: Sequence[int] = ()

    @cached_property
    def reading(self) -> Reading:
        return read_sky(self.account_id, self.on, self.catalogue)

    @cached_property
    def coming(self) -> list[int]:
        """The stakeholder ids that are on the map, each once, in the order named."""
        return [one for one in dict.fromkeys(self.star_ids) if one in self.reading.stars]

    @property
    def missing_count(self) -> int:
        """How many of those named are not on the map."""
        return len(set(self.star_ids)) - len(self.coming)

    @cached_property
    def attendees(self) -> list[Attendee]:
        readings = [StarReading(self.reading, one) for one in self.coming]
        people = Person.objects.in_bulk([one.star.person_id for one in readings])
        last, pending = last_two_way_by_star(self.reading.found.sky), pending_of(self.coming, self.on)
        return [
            Attendee(one, preferences_of(people[one.star.person_id]), last.get(one.star_id), pending[one.star_id])
            for one in readings
            if one.star.person_id in people
        ]

    @cached_property
    def ours(self) -> list[tuple[User, str]]:
        """Who of ours comes, with their jobs on this account in words."""
        known: dict[int, Ours] = {user.id: user for user in self.reading.found.sky.ours}
        users = User.objects.in_bulk(list(dict.fromkeys(self.user_ids)))
        jobs = {pk: [self.catalogue.jobs.get(job, job) for job in known[pk].jobs] for pk in users if pk in known}
        return [(users[pk], ", ".join(jobs.get(pk, []))) for pk in dict.fromkeys(self.user_ids) if pk in users]

    @property
    def sentences(self) -> list[str]:
        """What hangs on whom, and how likely it breaks."""
        parts = headline(self.reading.found.sky, self.reading.kept)
        return headline_sentences(part for part in parts[:SENTENCES] if part.kind not in STEPS)

    @cached_property
    def since(self) -> date | None:
        """From when on there may be news for some of them."""
        return news_since(self.reading.found.sky, self.coming)

    @cached_property
    def news(self) -> list[News]:
        """What changed since then, about those who come first."""
        if self.since is None:
            return []
        before, now = read_sky(self.account_id, self.since, self.catalogue), self.reading
        changes = compare(before.found.sky, now.found.sky, before.kept, now.kept)
        words = change_sentences(changes, {key: role.name for key, role in self.catalogue.roles.items()})
        told = (News(text, each, self._is_about_them(each)) for text, each in zip(words, changes, strict=True))
        return sorted(told, key=lambda each: not each.is_about_them)

    def _is_about_them(self, change: Change) -> bool:
        return bool({change.star_id, change.other_id}.intersection(self.coming))

    @property
    def shown_news(self) -> list[News]:
        return self.news[:NEWS]

    @property
    def more_news(self) -> int:
        return max(0, len(self.news) - NEWS)

    @property
    def questions(self) -> list[Question]:
        """What to ask them, aloud."""
        stars, roles = self.reading.stars, self.catalogue.roles
        asked = spoken_questions(self.reading.found, self.coming)
        return [
            Question(
                question_in_words(each, stars.values(), _, lambda key: roles[key].name),
                stars[each.star_id] if each.star_id is not None else None,
                each,
            )
            for each in asked
        ]

    @property
    def ask_about(self) -> list[AskAbout]:
        """The people who matter and whom we do not know."""
        stars, why = self.reading.stars, _why_ask()
        found = not_met(self.reading.found, self.coming)
        return [AskAbout(stars[one.star_id], why[one.why], [stars[ask] for ask in one.ask_ids], one) for one in found]

    @cached_property
    def introduction(self) -> Introduction | None:
        """The best introduction that one of those who come can make."""
        return best_through(introductions(self.reading.found.network, top=None), self.coming) if self.coming else None

    @property
    def introduction_words(self) -> str:
        return _introduction(self.introduction, self.reading) if self.introduction else ""

    @property
    def suggestions(self) -> Iterator[Suggestion]:
        """Those of the last meetings."""
        for one in gatherings(self.reading.found.sky):
            yield Suggestion(one, [self.reading.stars[star_id] for star_id in one.star_ids])


def _why_ask() -> dict[WhyAsk, str]:
    return {
        WhyAsk.DECIDES: _("decides"),
        WhyAsk.ON_ROUTE: _("stands between us and those who decide"),
        WhyAsk.REQUIRED_ROLE: _("has a role this account needs"),
    }


def _introduction(best: Introduction, reading: Reading) -> str:
    *through, met = best.path.star_ids
    shown = {
        "through": reading.stars[through[-1]].name,
        "name": reading.stars[met].name,
        "user": reading.users.get(best.user_id or 0, ""),
        "before": percent(best.survival),
        "after": percent(best.survival_after),
    }
    if best.kind is IntroductionKind.CONNECTION:
        words = _("Bring %(through)s and %(name)s together.")
    else:
        words = _("Ask %(through)s to introduce %(user)s to %(name)s.")
    gain = _("The chance we stay connected for a year goes from %(before)s to %(after)s.")
    return f"{words % shown} {gain % shown}"
