"""The clocks of everything that a viewer sees: those that press, those decided in a period, and the share in time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.visibility import Viewer, visible_account_ids
from stakeholders.domain.handoff_clocks import INTRODUCTION_WITHIN, Clock, ClockKind, ClockState
from stakeholders.selectors.handoff_clocks import PRESSING, DealClocks, Place, clocks_of, urgency
from stakeholders.selectors.handoff_words import ClockReading, read_clock

DEBRIEF, INTRODUCTION, NO_TEAM = "debrief", "introduction", "none"
PRESSES, DECIDED = "pressing", "decided"
CLOCKS = [(DEBRIEF, gettext_lazy("Debriefs")), (INTRODUCTION, gettext_lazy("Introductions"))]
STATES = [
    (PRESSES, gettext_lazy("Running and overdue")),
    (ClockState.RUNNING.value, gettext_lazy("Running")),
    (ClockState.BREACHED.value, gettext_lazy("Overdue")),
    (ClockState.IN_TIME.value, gettext_lazy("Held in time")),
    (ClockState.LATE.value, gettext_lazy("Held late")),
    ("missed", gettext_lazy("Not in time")),
    (DECIDED, gettext_lazy("All that were due")),
]
PERIODS = [
    ("90", gettext_lazy("due in the last 90 days")),
    ("30", gettext_lazy("due in the last 30 days")),
    ("180", gettext_lazy("due in the last 180 days")),
    ("365", gettext_lazy("due in the last year")),
]
OPEN = {PRESSES, ClockState.RUNNING.value}


@dataclass(frozen=True)
class Entry:
    """One clock of a deal at an account."""

    deal: DealClocks
    clock: Clock

    @property
    def place(self) -> Place:
        return self.deal.place

    @property
    def reading(self) -> ClockReading:
        return read_clock(self.clock)


@dataclass(frozen=True)
class Kept:
    """How many of the clocks that were due were kept; `share` in per cent, None where none was due."""

    kept: int = 0
    due: int = 0

    @property
    def share(self) -> int | None:
        return round(100 * self.kept / self.due) if self.due else None

    @property
    def missed(self) -> int:
        return self.due - self.kept


@dataclass(frozen=True)
class TeamKept:
    """What a team kept of debriefs and introductions."""

    key: str
    name: str
    debriefs: Kept
    introductions: Kept


class HandoffList:
    """The clocks of what a viewer sees, as the filters ask; one query, two where not of all."""

    def __init__(self, viewer: Viewer, asked: Mapping[str, str], now: datetime | None = None) -> None:
        self.asked, self.now = asked, now or timezone.now()
        self.state = asked.get("state") or PRESSES
        self.since = self.now - timedelta(days=int(asked.get("days") or PERIODS[0][0]))
        begun = min(self.since - INTRODUCTION_WITHIN, self.now - PRESSING)
        found = clocks_of(_asked_of(viewer, asked), self.now, begun)
        self.entries = [Entry(deal, clock) for deal in found for clock in deal.clocks]

    def rows(self) -> list[Entry]:
        """The clocks asked for: what presses by urgency, what is decided the latest first."""
        rows = [one for one in self.entries if self._is_of_kind(one) and self._is_asked(one)]
        if self.state in OPEN:
            return sorted(rows, key=lambda one: urgency((one.deal, one.clock)))
        return sorted(rows, key=lambda one: urgency((one.deal, one.clock)), reverse=True)

    def _is_of_kind(self, one: Entry) -> bool:
        kind = self.asked.get("clock", "")
        return not kind or kind == kind_of(one.clock)

    def _is_asked(self, one: Entry) -> bool:
        clock, state = one.clock, self.state
        if state in OPEN:
            return clock.presses(self.now) and (state == PRESSES or clock.state.value == state)
        if not self.was_due(one):
            return False
        if state == DECIDED:
            return True
        return clock.state is not ClockState.IN_TIME if state == "missed" else clock.state.value == state

    def was_due(self, one: Entry) -> bool:
        """Whether a clock is decided and was due in the period."""
        due_at = one.clock.due_at
        return one.clock.counts and due_at is not None and self.since <= due_at <= self.now

    @cached_property
    def due(self) -> list[Entry]:
        """The clocks that are decided and were due in the period."""
        return [one for one in self.entries if self.was_due(one)]

    def teams(self) -> list[TeamKept]:
        """What each team kept, by name; what is nobody's team comes last."""
        clocks: defaultdict[int | None, list[Clock]] = defaultdict(list)
        names: dict[int | None, str] = {}
        for one in self.due:
            clocks[one.place.team_id].append(one.clock)
            names[one.place.team_id] = one.place.team
        ordered = sorted(names, key=lambda pk: (pk is None, names[pk].casefold()))
        return [TeamKept(str(pk or NO_TEAM), names[pk] or _("No team"), *_kept_of(clocks[pk])) for pk in ordered]

    def total(self) -> TeamKept:
        """What all together kept."""
        return TeamKept("", _("All teams"), *_kept_of([one.clock for one in self.due]))


def kind_of(clock: Clock) -> str:
    """Whether a clock is one of the debriefs or the introduction."""
    return INTRODUCTION if clock.kind is ClockKind.INTRODUCTION else DEBRIEF


def _kept_of(clocks: Sequence[Clock]) -> tuple[Kept, Kept]:
    return (
        _kept([clock for clock in clocks if kind_of(clock) == DEBRIEF]),
        _kept([clock for clock in clocks if kind_of(clock) == INTRODUCTION]),
    )


def _kept(clocks: Iterable[Clock]) -> Kept:
    states = [clock.state for clock in clocks]
    return Kept(states.count(ClockState.IN_TIME), len(states))


def _asked_of(viewer: Viewer, asked: Mapping[str, str]) -> list[int] | None:
    """The ids of the accounts whose clocks are asked for; None where these are all that there are."""
    team, owner, account_id = asked.get("team", ""), asked.get("owner", ""), asked.get("account_id", "")
    if visible_account_ids(viewer) is None and not (team or owner or account_id):
        return None
    rows: Any = Account.objects.visible_to(viewer).order_by()
    if account_id:
        rows = rows.filter(pk=int(account_id))
    if team:
        rows = rows.filter(owner__team=None if team == NO_TEAM else int(team))
    return list((rows.filter(owner=int(owner)) if owner else rows).values_list("pk", flat=True))
