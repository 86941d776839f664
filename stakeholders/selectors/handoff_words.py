"""Handoffs in words: how a clock stands, why, and what a side still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stakeholders.domain.handoff_clocks import Clock, ClockKind, ClockState, Why
from stakeholders.domain.handoff_record import Owed, Side

HOURS_BELOW = timedelta(hours=72)
NEAR = timedelta(hours=24)
LABELS = {
    ClockKind.DEBRIEF: gettext_lazy("Debrief"),
    ClockKind.NEW_OWNER: gettext_lazy("Debrief with the new owner"),
    ClockKind.INTRODUCTION: gettext_lazy("Introduction"),
}
STATES = {
    ClockState.WAITING: gettext_lazy("not started"),
    ClockState.RUNNING: gettext_lazy("running"),
    ClockState.IN_TIME: gettext_lazy("held in time"),
    ClockState.LATE: gettext_lazy("held late"),
    ClockState.BREACHED: gettext_lazy("overdue"),
    ClockState.STARTED_AGAIN: gettext_lazy("started again"),
    ClockState.ALREADY_KNOWN: gettext_lazy("already known"),
}
TONES = {ClockState.IN_TIME: "good", ClockState.LATE: "watch", ClockState.BREACHED: "risk"}
SIDES = {Side.SALES: gettext_lazy("Sales"), Side.SUCCESS: gettext_lazy("Customer success")}
OWED = {
    Owed.GOALS: gettext_lazy("the goals"),
    Owed.PROMISES: gettext_lazy("the promises made"),
    Owed.PEOPLE: gettext_lazy("whom they met"),
    Owed.RISKS: gettext_lazy("the risks"),
    Owed.WORD: gettext_lazy("to say that its part is complete"),
}
WAITS = {
    Why.NOT_CLOSED: gettext_lazy("starts when the deal is won"),
    Why.NOT_LIVE: gettext_lazy("starts when they go live"),
    Why.NOT_LIKELY: gettext_lazy("starts when the deal is 80 % likely"),
}
STARTED = {
    Why.CLOSED: gettext_lazy("counts from closing, %(at)s"),
    Why.OWNER_CHANGED: gettext_lazy("counts from the change of owner, %(at)s"),
    Why.LIVE: gettext_lazy("counts from go-live, %(at)s"),
    Why.LIKELY: gettext_lazy("due before closing, awaited since %(at)s"),
}


@dataclass(frozen=True)
class ClockReading:
    """A clock as readers see it."""

    clock: Clock
    label: str
    state: str
    tone: str
    why: str
    held: str

    @property
    def sentence(self) -> str:
        """Label and state in one: "Debrief due in 31 h"."""
        return f"{self.label} {self.state}"


def read_clock(clock: Clock) -> ClockReading:
    """A clock in words."""
    return ClockReading(
        clock, str(LABELS[clock.kind]), state_words(clock), tone_of(clock), why_words(clock), _held(clock)
    )


def tone_of(clock: Clock) -> str:
    """The tone of the band it is shown in."""
    if clock.state is ClockState.RUNNING:
        return "watch" if clock.left is not None and clock.left <= NEAR else "accent"
    return TONES.get(clock.state, "unknown")


def state_words(clock: Clock) -> str:
    """How a clock stands."""
    if clock.state is ClockState.WAITING:
        return str(WAITS[clock.why])
    left = clock.left
    if clock.state is ClockState.RUNNING:
        return _("due in %(time)s") % {"time": duration(left, up=True)} if left else _("due before it closes")
    if clock.state is ClockState.BREACHED:
        return _("overdue by %(time)s") % {"time": duration(left or timedelta(0))}
    if clock.state is ClockState.ALREADY_KNOWN and clock.held is not None:
        return _("already known since %(on)s") % {"on": date_format(timezone.localtime(clock.held.at), "DATE_FORMAT")}
    if clock.state is ClockState.LATE:
        return _("held %(time)s late") % {"time": duration(left or timedelta(0))}
    return str(STATES[clock.state])


def why_words(clock: Clock) -> str:
    """What a clock counts from."""
    if clock.state is ClockState.STARTED_AGAIN:
        return _("the account got a new owner before it was held")
    if clock.state is ClockState.ALREADY_KNOWN:
        return _("a customer who had this CSM before the deal came to be known: no introduction is due")
    if clock.started_at is None or clock.why not in STARTED:
        return ""
    return str(STARTED[clock.why]) % {"at": moment(clock.started_at)}


def _held(clock: Clock) -> str:
    if clock.held is None:
        return ""
    if clock.state is ClockState.ALREADY_KNOWN:
        return _("the CSM was first in touch with them %(at)s") % {"at": moment(clock.held.at)}
    if clock.held.touchpoint_id is not None:
        return _("derived: the CSM was in touch with them, %(at)s") % {"at": moment(clock.held.at)}
    return _("said to be held, %(at)s") % {"at": moment(clock.held.at)}


def moment(at: datetime) -> str:
    """An instant in the reader's time zone."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def duration(time: timedelta, up: bool = False) -> str:
    """A length of time, in minutes below an hour, in hours below three days; begun units count with `up`."""
    unit = (
        timedelta(minutes=1)
        if time < timedelta(hours=1)
        else timedelta(hours=1)
        if time < HOURS_BELOW
        else timedelta(1)
    )
    count = -(-time // unit) if up else time // unit
    if unit == timedelta(minutes=1):
        return _("%(count)d min") % {"count": count}
    if unit == timedelta(hours=1):
        return _("%(count)d h") % {"count": count}
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def owed_words(side: Side, owed: Sequence[Owed]) -> str:
    """What a side still owes, in one sentence."""
    if not owed:
        return _("%(side)s has completed its part.") % {"side": SIDES[side]}
    listed: Any = [str(OWED[one]) for one in owed]
    said = (
        listed[0]
        if len(listed) == 1
        else _("%(first)s and %(last)s")
        % {
            "first": ", ".join(listed[:-1]),
            "last": listed[-1],
        }
    )
    return _("%(side)s still owes %(what)s.") % {"side": SIDES[side], "what": said}
