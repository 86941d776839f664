"""From the calendars of a file to event rows: one for each occurrence and each withdrawal, the best word of each."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from accounts.domain.importing.files import Unreadable
from stakeholders.domain.calendars.attendance import MOST_INVITED, Invited, invited_by
from stakeholders.domain.calendars.calendar_files import CalendarText, Component
from stakeholders.domain.calendars.content_lines import parted, plain
from stakeholders.domain.calendars.occurrences import (
    Occurrence,
    UnreadableEvent,
    Window,
    is_repeated,
    occurrences,
)
from stakeholders.domain.calendars.time_zones import own_zones, zone_named

COLUMNS = ("uid", "instance", "sequence", "changed", "state", "starts", "title", "people", "instances", "problem")
HEADER = (
    "Event id",
    "Occurrence",
    "Changes",
    "Last changed",
    "State",
    "Begins",
    "Title",
    "People",
    "Occurrences",
    "Event",
)
MOST_OCCURRENCES = 50_000
ANSWERS_TO_OTHERS = {"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"}
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}


@dataclass(slots=True)
class EventRow:
    """What a calendar says of one occurrence.

    `instance` is "" for an event that happens once, and for all of a UID when it is cancelled. `instances` names all
    occurrences of the UID since `since`, where the calendar holds the event itself.
    """

    uid: str
    instance: str
    sequence: int = 0
    changed: str = ""
    is_cancelled: bool = False
    starts_at: datetime | None = None
    title: str = ""
    people: list[Invited] = field(default_factory=list)
    instances: list[str] | None = None
    since: str = ""
    problem: tuple[str, str] = ("", "")

    @property
    def word(self) -> tuple[int, str]:
        """By this, of two words about the same the later one counts."""
        return self.sequence, self.changed

    def cells(self) -> list[str]:
        """The row as a file of rows holds it, in the order of `COLUMNS`."""
        return [
            self.uid,
            self.instance,
            str(self.sequence),
            self.changed,
            "cancelled" if self.is_cancelled else "",
            self.starts_at.isoformat() if self.starts_at else "",
            self.title,
            json.dumps([list(one) for one in self.people], ensure_ascii=False) if self.people else "",
            json.dumps([self.since, *self.instances]) if self.instances is not None else "",
            json.dumps([*self.problem, self.title], ensure_ascii=False) if self.problem[0] else "",
        ]


@dataclass(slots=True)
class Reading:
    """What is read of a file, for whom; `left_out` counts what is no row, by reason."""

    window: Window
    own_email: str = ""
    left_out: Counter[str] = field(default_factory=Counter)

    def rows(self, calendars: Sequence[CalendarText]) -> list[EventRow]:
        """The rows of a file, each (UID, instance) once. *Raises* Unreadable `events`."""
        best: dict[tuple[str, str], EventRow] = {}
        for calendar in calendars:
            for row in self._of_calendar(calendar):
                held = best.get((row.uid, row.instance))
                if held is None or row.word >= held.word:
                    best[row.uid, row.instance] = row
                if len(best) > MOST_OCCURRENCES:
                    raise Unreadable("events", most=MOST_OCCURRENCES)
        return list(best.values())

    def _of_calendar(self, calendar: CalendarText) -> Iterator[EventRow]:
        if calendar.method in ANSWERS_TO_OTHERS:
            self.left_out["answer"] += len(calendar.events)
            return
        zones = own_zones(calendar.zones)
        zone = zone_named(calendar.zone)
        window = Window(self.window.begins, self.window.ends, zone) if zone else self.window
        alike: dict[str, list[Component]] = defaultdict(list)
        for component in calendar.events:
            alike[uid_of(component)].append(component)
        for uid, components in alike.items():
            yield from self._of_uid(uid, components, zones, window, is_cancel=calendar.method == "CANCEL")

    def _of_uid(
        self, uid: str, components: list[Component], zones: dict[str, str], window: Window, *, is_cancel: bool
    ) -> Iterator[EventRow]:
        if any(component.value("CLASS").upper() in PRIVATE for component in components):
            self.left_out["private"] += 1
            return
        if not is_cancel and not any(map(concerns_people, components)) and not any(map(is_cancelled, components)):
            self.left_out["alone"] += 1
            return
        try:
            yield from self._told(uid, components, zones, window, is_cancel=is_cancel)
        except UnreadableEvent as error:
            title = plain(components[0].value("SUMMARY"))[:200]
            yield EventRow(uid, "", title=title, problem=(error.code, error.found))

    def _told(
        self, uid: str, components: list[Component], zones: dict[str, str], window: Window, *, is_cancel: bool
    ) -> Iterator[EventRow]:
        """A master that is cancelled withdraws everything of its UID; else each occurrence is told by itself."""
        masters = [one for one in components if not one.has("RECURRENCE-ID")]
        over = [one for one in masters if is_cancel or is_cancelled(one)]
        if over:
            yield EventRow(uid, "", sequence_of(over[-1]), changed_of(over[-1]), is_cancelled=True)
            return
        found = occurrences(components, zones, window)
        told = [
            row
            for one in found
            if (row := self._row(uid, components[one.place], one, window, is_cancel=is_cancel)) is not None
        ]
        if masters:
            self._list(uid, masters[-1], told)
        yield from told

    def _list(self, uid: str, master: Component, told: list[EventRow]) -> None:
        """Say with the first row which occurrences there are, so that those imported before and gone are withdrawn.

        An event that was changed may have been moved out of the window, and then has a row for this alone.
        """
        if not told and (is_repeated(master) or sequence_of(master)):
            told.append(EventRow(uid, "", sequence_of(master), changed_of(master)))
        if told:
            told[0].instances = [row.instance for row in told if row.starts_at]
            told[0].since = f"{self.window.begins.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def _row(
        self, uid: str, component: Component, one: Occurrence, window: Window, *, is_cancel: bool
    ) -> EventRow | None:
        is_over = is_cancel or is_cancelled(component)
        if not window.holds(one.starts_at) and not is_over:
            self.left_out["future" if one.starts_at > window.ends else "past"] += 1
            return None
        people = invited_by((line for line in component.lines if _names_people(line)), self.own_email)
        if len(people) > MOST_INVITED:
            raise UnreadableEvent("event_crowd", str(len(people)))
        return EventRow(
            uid,
            instance_of(one),
            sequence_of(component),
            changed_of(component),
            is_cancelled=is_over,
            starts_at=one.starts_at,
            title=plain(component.value("SUMMARY"))[:200],
            people=people,
        )


def _names_people(line: str) -> bool:
    return line[:8].upper() in ("ATTENDEE", "ORGANIZE")


def concerns_people(component: Component) -> bool:
    """Whether anybody is invited; who merely organises meets nobody."""
    return component.has("ATTENDEE")


def is_cancelled(component: Component) -> bool:
    return component.value("STATUS").upper() == "CANCELLED"


def uid_of(component: Component) -> str:
    """A digest of the UID; of when, what and with whom where there is none, so that the same file twice is once."""
    written = component.value("UID") or "\n".join(
        line for line in component.lines if parted(line).name in ("DTSTART", "SUMMARY", "ATTENDEE")
    )
    return hashlib.sha256(written.strip().encode("utf-8", "surrogatepass")).hexdigest()[:40]


def instance_of(one: Occurrence) -> str:
    """Which occurrence: the instant (UTC) or day it was first meant to be; "" for an event that happens once."""
    if one.original is None:
        return ""
    if isinstance(one.original, datetime):
        return f"{one.original.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{one.original:%Y%m%d}"


def sequence_of(component: Component) -> int:
    """How often the event was changed; 0 where that is not said or not readable."""
    given = component.value("SEQUENCE")
    return min(int(given), 2_000_000_000) if given.isascii() and given.isdigit() else 0


def changed_of(component: Component) -> str:
    """When the event was last changed, as digits that can be compared; "" where that is not said."""
    given = component.value("LAST-MODIFIED") or component.value("DTSTAMP")
    return "".join(sign for sign in given if sign.isascii() and sign.isdigit())[:14]


def first_day(on: date, months: int) -> date:
    """The day so many months before another.

    >>> first_day(date(2026, 8, 31), 18)
    datetime.date(2025, 2, 28)
    """
    total = on.year * 12 + on.month - 1 - months
    last = [31, 29 if total // 12 % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][total % 12]
    return date(total // 12, total % 12 + 1, min(on.day, last))
