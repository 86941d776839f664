"""The clocks of a handoff from sales: when the internal debrief and the introduction of the CSM are due.

Both count elapsed time between instants, so that neither time zones nor daylight saving change anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from accounts.domain.deals import LIKELY_FROM, DealStage, IntroductionPoint

DEBRIEF_WITHIN: Final = timedelta(hours=48)
INTRODUCTION_WITHIN: Final = timedelta(days=5)
PRESSES_FOR: Final = timedelta(days=90)
INSTANTS: Final = ("likely_at", "known_at", "expected_at", "closed_at", "live_at")


class ClockKind(StrEnum):
    """What is to be held in time."""

    DEBRIEF = "debrief"
    NEW_OWNER = "new_owner_debrief"
    INTRODUCTION = "introduction"


class ClockState(StrEnum):
    """How a clock stands."""

    WAITING = "waiting"
    RUNNING = "running"
    IN_TIME = "in_time"
    LATE = "late"
    BREACHED = "breached"
    STARTED_AGAIN = "started_again"
    ALREADY_KNOWN = "already_known"


class Why(StrEnum):
    """What a clock started from, or what it waits for."""

    CLOSED = "closed"
    OWNER_CHANGED = "owner_changed"
    LIKELY = "likely"
    LIVE = "live"
    KNOWN_BEFORE = "known_before"
    NOT_LIKELY = "not_likely"
    NOT_CLOSED = "not_closed"
    NOT_LIVE = "not_live"


class Held(NamedTuple):
    """Something that took place; `touchpoint_id` is what it was derived from, None where somebody said so."""

    at: datetime
    touchpoint_id: int | None = None


@dataclass(frozen=True, slots=True)
class DealFacts:
    """What is known of a deal and of what was held about it.

    Attributes
    ----------
    stage : DealStage
    point : IntroductionPoint
        Of the account's segment.
    probability : int or None
        In per cent.
    likely_at : datetime or None
        Since when an open deal has been at 80 % or more.
    known_at : datetime or None
        When the deal came to be known: when it was recorded or reached 80 %, at the latest when it closed.
    expected_at : datetime or None
        When it is expected to close.
    closed_at, live_at : datetime or None
        When it was won or lost, and when what it sold went into use.
    owner_changes : sequence of datetime
        When the account went from one owner to another while this was the deal won last, in any order.
    debriefs, introductions : sequence of datetime
        When somebody says that one was held, in any order.
    met : sequence of Held
        Two-way touchpoints of the CSM with somebody at the account, in any order; those from the point on count.
    acquainted : Held or None
        The first two-way touchpoint of the CSM of today with an account that was a customer before this deal came to be
        known, where it lies before that.
    """

    stage: DealStage
    point: IntroductionPoint
    probability: int | None = None
    likely_at: datetime | None = None
    expected_at: datetime | None = None
    closed_at: datetime | None = None
    live_at: datetime | None = None
    owner_changes: Sequence[datetime] = ()
    debriefs: Sequence[datetime] = ()
    introductions: Sequence[datetime] = ()
    met: Sequence[Held] = ()
    known_at: datetime | None = None
    acquainted: Held | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock at an instant.

    Attributes
    ----------
    kind : ClockKind
    state : ClockState
    why : Why
        What it started from; while it waits, what for.
    started_at, due_at : datetime or None
        In UTC. None while it waits; the clock of an open deal without an expected close runs without `due_at`.
    held : Held or None
        What ended it.
    left : timedelta or None
        Of a running clock until it is due, of one that is breached or was late how much over; never negative. None
        where no end is known or nothing is to be counted.
    is_superseded : bool
        Whether the account has gone on to another owner since: it counts, and asks for nothing any more.
    """

    kind: ClockKind
    state: ClockState
    why: Why
    started_at: datetime | None = None
    due_at: datetime | None = None
    held: Held | None = None
    left: timedelta | None = None
    is_superseded: bool = False

    def presses(self, now: datetime) -> bool:
        """Whether something is still to be done: it runs, or was breached at most 90 days ago and is not superseded."""
        if self.is_superseded:
            return False
        if self.state is ClockState.BREACHED:
            return self.due_at is not None and now - self.due_at <= PRESSES_FOR
        return self.state is ClockState.RUNNING

    @property
    def counts(self) -> bool:
        """Whether it has been decided: done in time, done late, or not done though due."""
        return self.state in (ClockState.IN_TIME, ClockState.LATE, ClockState.BREACHED)


def clocks(facts: DealFacts, now: datetime) -> tuple[Clock, ...]:
    """The clocks of one deal as they stand.

    Parameters
    ----------
    facts : DealFacts
    now : datetime
        Aware, in any zone, as all instants here; facts after it are ignored.

    Returns
    -------
    tuple of Clock
        Of a lost deal none. Else the debrief, the debrief with a new owner where the account changed hands after
        closing, and the introduction.

    Notes
    -----
    Source: mission.md, S2.2. Due within 48 hours of closing, or of the change of owner: the debrief. The introduction:
    before closing in segments of high touch, running from 80 %; within 5 days of closing for medium; within 5 days of
    go-live for low touch. What is held exactly at the due instant is in time; a clock is breached only after it. A
    debrief may be held before closing. Each change of owner starts one with the new owner, which counts from the change
    on: what was told the owner before does not help. A debrief that was still running then is started again; one that
    was held or missed stays so in the counts, and is no longer asked for.

    Contact of the CSM counts from when the introduction is awaited: 80 % of the deal (where that is not known, when the
    deal came to be known), closing, or go-live. What somebody says was held counts whenever it was. A customer who had
    this CSM before the deal came to be known needs no introduction: they are already known, and count in no share.

    Examples
    --------
    >>> from datetime import UTC
    >>> closed = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> won = DealFacts(DealStage.WON, IntroductionPoint.AFTER_CLOSING, closed_at=closed)
    >>> [(clock.kind.value, clock.state.value, str(clock.left)) for clock in clocks(won, closed + timedelta(hours=49))]
    [('debrief', 'breached', '1:00:00'), ('introduction', 'running', '2 days, 23:00:00')]
    """
    if facts.stage is DealStage.LOST:
        return ()
    plain, moment = _elapsing(facts), now.astimezone(UTC)
    return (*_debriefs(plain, moment), _introduction(plain, moment))


def _elapsing(facts: DealFacts) -> DealFacts:
    """The facts with every instant in UTC: Python subtracts two of one zone by what the clock on the wall shows."""
    if _is_in_utc(facts):
        return facts
    single = {name: getattr(facts, name) for name in INSTANTS}
    plain: dict[str, Any] = {name: None if at is None else at.astimezone(UTC) for name, at in single.items()}
    return replace(
        facts,
        **plain,
        owner_changes=tuple(at.astimezone(UTC) for at in facts.owner_changes),
        debriefs=tuple(at.astimezone(UTC) for at in facts.debriefs),
        introductions=tuple(at.astimezone(UTC) for at in facts.introductions),
        met=tuple(one._replace(at=one.at.astimezone(UTC)) for one in facts.met),
        acquainted=facts.acquainted and facts.acquainted._replace(at=facts.acquainted.at.astimezone(UTC)),
    )


def _is_in_utc(facts: DealFacts) -> bool:
    """Whether nothing has to be turned into UTC: so it is as the database answers."""
    single = (facts.likely_at, facts.known_at, facts.expected_at, facts.closed_at, facts.live_at)
    first = (facts.acquainted.at,) if facts.acquainted else ()
    held = (*facts.owner_changes, *facts.debriefs, *facts.introductions, *[one.at for one in facts.met])
    return not [at for at in (*single, *held, *first) if at is not None and at.tzinfo is not UTC]


def _debriefs(facts: DealFacts, now: datetime) -> Iterator[Clock]:
    """One debrief for each owner there was since closing."""
    closed_at = facts.closed_at
    if facts.stage is DealStage.OPEN or closed_at is None or closed_at > now:
        yield Clock(ClockKind.DEBRIEF, ClockState.WAITING, Why.NOT_CLOSED)
        return
    changes = sorted({at for at in facts.owner_changes if closed_at < at <= now})
    first = [at for at in facts.debriefs if not changes or at < changes[0]]
    yield _debrief(ClockKind.DEBRIEF, Why.CLOSED, closed_at, first, now, next(iter(changes), None))
    for start, end in zip(changes, [*changes, None][1:], strict=True):
        again = [at for at in facts.debriefs if at >= start and (end is None or at < end)]
        yield _debrief(ClockKind.NEW_OWNER, Why.OWNER_CHANGED, start, again, now, end)


def _debrief(
    kind: ClockKind, why: Why, start: datetime, debriefs: Sequence[datetime], now: datetime, end: datetime | None
) -> Clock:
    """The debrief of one owner, who had the account until `end`."""
    clock = _settled(kind, why, start, start + DEBRIEF_WITHIN, [Held(at) for at in debriefs], now)
    if end is None:
        return clock
    if clock.held is None and end <= start + DEBRIEF_WITHIN:
        return Clock(kind, ClockState.STARTED_AGAIN, Why.OWNER_CHANGED, start, is_superseded=True)
    return replace(clock, is_superseded=True)


def _introduction(facts: DealFacts, now: datetime) -> Clock:
    start = point_at(facts)
    kind, point = ClockKind.INTRODUCTION, facts.point
    held = [Held(at) for at in facts.introductions]
    if facts.acquainted is not None and not any(one.at <= now for one in held):
        return Clock(kind, ClockState.ALREADY_KNOWN, Why.KNOWN_BEFORE, held=facts.acquainted)
    if point is IntroductionPoint.BEFORE_CLOSING:
        return _before_closing(facts, now)
    why, waits = (Why.LIVE, Why.NOT_LIVE) if point is IntroductionPoint.AFTER_GO_LIVE else (Why.CLOSED, Why.NOT_CLOSED)
    if facts.stage is DealStage.OPEN or start is None or start > now:
        return Clock(kind, ClockState.WAITING, Why.NOT_CLOSED if facts.stage is DealStage.OPEN else waits)
    held += [one for one in facts.met if one.at >= start]
    return _settled(kind, why, start, start + INTRODUCTION_WITHIN, held, now)


def _before_closing(facts: DealFacts, now: datetime) -> Clock:
    """The introduction that is due before closing; while the deal is open it cannot be breached."""
    kind, since = ClockKind.INTRODUCTION, point_at(facts)
    held = [Held(at) for at in facts.introductions]
    held += [one for one in facts.met if since is not None and one.at >= since]
    if facts.stage is DealStage.WON and facts.closed_at is not None:
        return _settled(kind, Why.LIKELY, since or facts.closed_at, facts.closed_at, held, now)
    if (facts.probability or 0) < LIKELY_FROM:
        return Clock(kind, ClockState.WAITING, Why.NOT_LIKELY)
    done = min((one for one in held if one.at <= now), key=_first, default=None)
    if done is not None:
        return Clock(kind, ClockState.IN_TIME, Why.LIKELY, since, facts.expected_at, done)
    left = None if facts.expected_at is None else max(timedelta(0), facts.expected_at - now)
    return Clock(kind, ClockState.RUNNING, Why.LIKELY, since, facts.expected_at, None, left)


def point_at(facts: DealFacts) -> datetime | None:
    """From when on the introduction is awaited; None while that has not come, or is not known.

    >>> point_at(DealFacts(DealStage.WON, IntroductionPoint.AFTER_GO_LIVE)) is None
    True
    """
    if facts.point is IntroductionPoint.BEFORE_CLOSING:
        return facts.likely_at or facts.known_at or facts.closed_at
    return facts.live_at if facts.point is IntroductionPoint.AFTER_GO_LIVE else facts.closed_at


def _settled(kind: ClockKind, why: Why, start: datetime, due: datetime, held: Sequence[Held], now: datetime) -> Clock:
    """A clock that has started, by what was held first."""
    done = min((one for one in held if one.at <= now), key=_first, default=None)
    if done is None:
        state = ClockState.RUNNING if now <= due else ClockState.BREACHED
        return Clock(kind, state, why, start, due, None, abs(due - now))
    if done.at <= due:
        return Clock(kind, ClockState.IN_TIME, why, start, due, done)
    return Clock(kind, ClockState.LATE, why, start, due, done, done.at - due)


def _first(one: Held) -> tuple[datetime, bool]:
    """What was said comes before what was derived of the same instant."""
    return one.at, one.touchpoint_id is not None
