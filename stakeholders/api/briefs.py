"""The brief of a meeting: who comes, what matters to them, what happened since, what to ask, whom to ask about."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account, User
from accounts.visibility import visible_or_404
from csm.foundation.api import operation
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter
from csm.foundation.typed import plain, schema_of
from stakeholders.api.skies import AccountView, Said
from stakeholders.domain.attendance import Gathering
from stakeholders.domain.introductions import Introduction
from stakeholders.domain.not_met import NotMet
from stakeholders.domain.sky import Star, Touch
from stakeholders.domain.spoken_questions import Spoken
from stakeholders.domain.strength import Relationship
from stakeholders.selectors.brief import Attendee, Brief
from stakeholders.selectors.constellation import words

MOST_COMING = 12
ATTENDEES = OpenApiParameter("attendees", str, description="Ids of stakeholders who come, separated by commas.")
OURS = OpenApiParameter("ours", str, description="Ids of our users who come, separated by commas.")


@dataclass(frozen=True)
class AttendeeAnswer:
    """One of theirs who comes: who they are, how they like to be met, how we stand with them."""

    stakeholder: Star
    is_present: bool
    persona: str
    is_key_person: bool
    preferred_channel: str
    language: str
    time_zone: str
    local_time: datetime | None
    interests: str
    notes: str
    last_two_way: Touch | None
    relationships: tuple[Relationship, ...]
    overdue_days: int | None
    is_stale: bool
    is_unusually_silent: bool
    open_commitment_ids: tuple[int, ...]
    open_concern_ids: tuple[int, ...]


@dataclass(frozen=True)
class SpokenAnswer:
    """A question as one may ask it aloud."""

    words: str
    question: Spoken


@dataclass(frozen=True)
class AskAboutAnswer:
    """Somebody to ask about, and why."""

    words: str
    person: NotMet


@dataclass(frozen=True)
class OursAnswer:
    """One of ours who comes."""

    user_id: int
    name: str


@dataclass(frozen=True)
class ThroughThemAnswer:
    """The best introduction that one of those who come can make, and how one would say it."""

    words: str
    introduction: Introduction


@dataclass(frozen=True)
class BriefAnswer:
    """What to know before a meeting. `since`: the earliest of their last contacts, at most a year ago."""

    account_id: int
    as_of: date
    headline: tuple[str, ...]
    attendees: tuple[AttendeeAnswer, ...]
    ours: tuple[OursAnswer, ...]
    since: date | None
    changes: tuple[Said, ...]
    questions: tuple[SpokenAnswer, ...]
    ask_about: tuple[AskAboutAnswer, ...]
    introduction: ThroughThemAnswer | None
    suggestions: tuple[Gathering, ...]


class BriefView(AccountView):
    """The brief of a meeting at an account you see."""

    @operation(answer=schema_of(BriefAnswer), parameters=(ATTENDEES, OURS))
    def get(self, request: Request, account_id: str) -> Response:
        """As of today. Without attendees only the sentences and who met last: suggestions for who may come."""
        self.refuse_unknown_parameters(frozenset({"attendees", "ours"}))
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        brief = Brief(account.pk, today(), words(), self._ids("attendees"), self._ids("ours"))
        if brief.missing_count:
            raise BadParameter("attendees", _("ids of stakeholders on this map, separated by commas"))
        if len(brief.ours) < len(brief.user_ids):
            raise BadParameter("ours", _("ids of our users, separated by commas"))
        return Response(plain(_answer(brief)))

    def _ids(self, name: str) -> tuple[int, ...]:
        """Ids from the query, each once. *Raises* BadParameter."""
        parts = [part.strip() for part in self.request.query_params.get(name, "").split(",") if part.strip()]
        if len(parts) > MOST_COMING or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in parts):
            raise BadParameter(name, _("at most %(most)s ids, separated by commas") % {"most": MOST_COMING})
        return tuple(dict.fromkeys(map(int, parts)))


def _answer(brief: Brief) -> BriefAnswer:
    through = brief.introduction
    return BriefAnswer(
        account_id=brief.account_id,
        as_of=brief.on,
        headline=tuple(brief.sentences),
        attendees=tuple(_attendee(one) for one in brief.attendees),
        ours=tuple(OursAnswer(*_named(user)) for user, _jobs in brief.ours),
        since=brief.since,
        changes=tuple(Said(each.words, each.change) for each in brief.news),
        questions=tuple(SpokenAnswer(each.words, each.asked) for each in brief.questions) if brief.coming else (),
        ask_about=tuple(AskAboutAnswer(each.why, each.found) for each in brief.ask_about),
        introduction=ThroughThemAnswer(brief.introduction_words, through) if through else None,
        suggestions=tuple(each.gathering for each in brief.suggestions),
    )


def _named(user: User) -> tuple[int, str]:
    return user.pk, user.name


def _attendee(one: Attendee) -> AttendeeAnswer:
    prefers, promise = one.preferences, one.reading.promise
    return AttendeeAnswer(
        stakeholder=one.star,
        is_present=one.reading.is_present,
        persona=one.reading.placed.persona.value,
        is_key_person=one.reading.is_key,
        preferred_channel=prefers.channel,
        language=prefers.language,
        time_zone=prefers.time_zone,
        local_time=prefers.there,
        interests=prefers.interests,
        notes=prefers.notes,
        last_two_way=one.last,
        relationships=tuple(strand.relationship for strand in one.reading.strands),
        overdue_days=promise.overdue_days if promise else None,
        is_stale=bool(promise and promise.is_stale),
        is_unusually_silent=one.reading.silence is not None,
        open_commitment_ids=tuple(each.row.pk for each in one.pending.commitments),
        open_concern_ids=tuple(each.row.pk for each in one.pending.concerns),
    )
