"""The map of an account at a date and all that follows from it, what to do next, and what changed between dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import ApiView, operation
from csm.foundation.clock import today
from csm.foundation.fields import FIRST_DAY
from csm.foundation.paging import BadParameter
from csm.foundation.typed import plain, schema_of
from stakeholders.domain.balance import Balance
from stakeholders.domain.bridging import Bridging
from stakeholders.domain.cadence import Promise
from stakeholders.domain.celebration import Celebration
from stakeholders.domain.change_words import sentence
from stakeholders.domain.changes import Change
from stakeholders.domain.comparison import compare
from stakeholders.domain.conclusions import Conclusions, conclude, summarise
from stakeholders.domain.coverage import Coverage
from stakeholders.domain.findings import Findings, find
from stakeholders.domain.freshness import Freshness, Question, ask_first
from stakeholders.domain.headline import headline
from stakeholders.domain.headline_words import part_in_words
from stakeholders.domain.introductions import Introduction, introductions
from stakeholders.domain.next_step import introduction_step
from stakeholders.domain.persona import Personas, personas
from stakeholders.domain.practices import Practice
from stakeholders.domain.silence import Silence
from stakeholders.domain.sky import Link, Ours, Sky, Star
from stakeholders.domain.strength import Relationship
from stakeholders.domain.survival import Survival
from stakeholders.domain.threads import Threads
from stakeholders.domain.what_if import what_if
from stakeholders.selectors.skies import sky_at

DAY: dict[str, Any] = {"type": "string", "format": "date"}
AS_OF = OpenApiParameter("as_of", DAY, description="The date of the map; today where none is given.")
WITHOUT = OpenApiParameter(
    "without", str, description="What if: ids of stakeholders to take out of the map, separated by commas."
)
MOST_TAKEN_OUT = 100


@dataclass(frozen=True)
class Met:
    """Two stakeholders who were in a small touchpoint together within a year."""

    first_id: int
    second_id: int
    last_on: date
    touch_ids: tuple[int, ...]


@dataclass(frozen=True)
class WhatIfAnswer:
    """The same map after these people have gone today."""

    without: tuple[int, ...]
    threads_change: int | None
    survival_change: float | None
    threads: Threads
    survival: Survival | None
    conclusions: Conclusions


@dataclass(frozen=True)
class SkyAnswer:
    """The map of an account at a date. Every conclusion names the facts it rests on and how many are assumed."""

    account_id: int
    as_of: date
    facts_version: int
    headline: tuple[str, ...]
    stakeholders: tuple[Star, ...]
    users: tuple[Ours, ...]
    connections: tuple[Link, ...]
    met_together: tuple[Met, ...]
    relationships: tuple[Relationship, ...]
    conclusions: Conclusions
    threads: Threads
    survival: Survival | None
    coverage: Coverage
    balance: Balance
    bridging: Bridging
    freshness: Freshness
    celebration: Celebration
    ask_first: tuple[Question, ...]
    personas: Personas
    promises: tuple[Promise, ...]
    silences: tuple[Silence, ...]
    practices: tuple[Practice, ...]
    what_if: WhatIfAnswer | None


@dataclass(frozen=True)
class Proposed:
    """An introduction and how one would say it."""

    words: str
    introduction: Introduction


@dataclass(frozen=True)
class IntroductionsAnswer:
    """The new relationships and connections that help most, best first; empty while it is unknown who decides."""

    account_id: int
    as_of: date
    introductions: tuple[Proposed, ...]


@dataclass(frozen=True)
class Said:
    """A difference and how one would say it."""

    words: str
    change: Change


@dataclass(frozen=True)
class ComparisonAnswer:
    """What changed on the map between two dates: people, roles, assessments, connections, relationships, figures."""

    account_id: int
    before: Conclusions
    after: Conclusions
    changes: tuple[Said, ...]


class AccountView(ApiView):
    """Something concluded about one account that the caller sees."""

    def sky(self, account_id: str) -> Sky:
        """The map at the date asked for. *Raises* Http404, BadParameter."""
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        return sky_at(account.pk, self.day("as_of", today()))

    def day(self, name: str, default: date | None = None) -> date:
        """A date from the query. *Raises* BadParameter."""
        given = self.request.query_params.get(name, "")
        if not given and default is not None:
            return default
        try:
            day = date.fromisoformat(given) if len(given) == 10 else None
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= today():
            why = "" if given else _("This parameter is required.")
            raise BadParameter(name, _("a date from 1900 to today, YYYY-MM-DD; nothing is known of days ahead"), why)
        return day


class SkyView(AccountView):
    """The sky of an account you see."""

    @operation(answer=schema_of(SkyAnswer), parameters=(AS_OF, WITHOUT))
    def get(self, request: Request, account_id: str) -> Response:
        """Stakeholders, connections, relationships, conclusions and evidence at a date."""
        self.refuse_unknown_parameters(frozenset({"as_of", "without"}))
        sky = self.sky(account_id)
        found = find(sky)
        return Response(plain(_sky_answer(found, self._what_if(sky))))

    def _what_if(self, sky: Sky) -> WhatIfAnswer | None:
        star_ids = self._without(sky)
        if not star_ids:
            return None
        seen = what_if(sky, star_ids)
        after = seen.after
        return WhatIfAnswer(
            seen.star_ids, seen.threads_change, seen.survival_change, after.threads, after.survival, summarise(after)
        )

    def _without(self, sky: Sky) -> set[int]:
        given = [part.strip() for part in self.request.query_params.get("without", "").split(",") if part.strip()]
        known = {str(star.id): star.id for star in sky.stars}
        if len(given) > MOST_TAKEN_OUT or any(part not in known for part in given):
            raise BadParameter("without", _("ids of stakeholders on this map, separated by commas"))
        return {known[part] for part in given}


class IntroductionsView(AccountView):
    """Whom to meet next at an account you see."""

    @operation(
        answer=schema_of(IntroductionsAnswer),
        parameters=(AS_OF, OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 5})),
    )
    def get(self, request: Request, account_id: str) -> Response:
        """Computed on demand; each with its gain in threads and survival, and the warm path to it."""
        self.refuse_unknown_parameters(frozenset({"as_of", "limit"}))
        sky = self.sky(account_id)
        best = introductions(find(sky).network, top=self._limit())
        said = tuple(Proposed(part_in_words(introduction_step(sky, each), _), each) for each in best)
        return Response(plain(IntroductionsAnswer(sky.account_id, sky.as_of, said)))

    def _limit(self) -> int:
        given = self.request.query_params.get("limit", "5")
        limit = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 0
        if not 1 <= limit <= 100:
            raise BadParameter("limit", _("a whole number from 1 to 100"))
        return limit


class ComparisonView(AccountView):
    """What changed at an account you see."""

    @operation(
        answer=schema_of(ComparisonAnswer),
        parameters=(
            OpenApiParameter("from", DAY, required=True),
            OpenApiParameter("to", DAY, description="Today where none is given."),
        ),
    )
    def get(self, request: Request, account_id: str) -> Response:
        """Two dates of the map compared, in words and as data."""
        self.refuse_unknown_parameters(frozenset({"from", "to"}))
        visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        start, end = self.day("from"), self.day("to", today())
        if start > end:
            raise BadParameter("from", _("a date not after `to`"))
        before, after = sky_at(int(account_id), start), sky_at(int(account_id), end)
        then, now = conclude(before), conclude(after)
        said = tuple(Said(sentence(each, _), each) for each in compare(before, after, then, now))
        return Response(plain(ComparisonAnswer(after.account_id, then, now, said)))


def _sky_answer(found: Findings, what: WhatIfAnswer | None) -> SkyAnswer:
    sky, kept = found.sky, summarise(found)
    leverage = found.survival.leverage if found.survival else {}
    return SkyAnswer(
        account_id=sky.account_id,
        as_of=sky.as_of,
        facts_version=sky.facts_version,
        headline=tuple(part_in_words(part, _) for part in headline(sky, kept)),
        stakeholders=sky.stars,
        users=sky.ours,
        connections=sky.links,
        met_together=tuple(Met(*pair, met.last_on, met.touch_ids) for pair, met in sorted(found.met.items())),
        relationships=found.known,
        conclusions=kept,
        threads=found.threads,
        survival=found.survival,
        coverage=found.coverage,
        balance=found.balance,
        bridging=found.bridging,
        freshness=found.freshness,
        celebration=found.celebration,
        ask_first=ask_first(found.freshness.stars, leverage),
        personas=personas(sky),
        promises=found.promises,
        silences=found.silences,
        practices=found.practices,
        what_if=what,
    )
