"""A calendar file as its events, or the reason why it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from accounts.domain.importing.files import Unreadable
from stakeholders.domain.calendars.content_lines import Line, lines_of, name_of, parted

MOST_EVENTS = 50_000
# What is read of an event; descriptions, alarms and attachments never leave the file.
READ = {"UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"} | {
    "SEQUENCE",
    "DTSTAMP",
    "LAST-MODIFIED",
    "STATUS",
    "CLASS",
    "ORGANIZER",
    "ATTENDEE",
}


@dataclass(slots=True)
class Component:
    """One event or time zone: its lines, and the line of the file where it begins."""

    line: int
    lines: list[str] = field(default_factory=list)

    def first(self, name: str) -> str | None:
        """The first line of that name."""
        return next((text for text in self.lines if name_of(text) == name), None)

    def value(self, name: str) -> str:
        """What the first line of that name says, else nothing."""
        text = self.first(name)
        return parted(text).value if text is not None else ""

    def has(self, *names: str) -> bool:
        return any(name_of(text) in names for text in self.lines)


@dataclass(slots=True)
class CalendarText:
    """One calendar of a file: what it is for, the zone of its owner, the zones it defines, its events."""

    method: str = ""
    zone: str = ""
    zones: list[Component] = field(default_factory=list)
    events: list[Component] = field(default_factory=list)


def read_calendars(file: BinaryIO) -> list[CalendarText]:
    """The calendars of a file; most files hold one.

    Raises: Unreadable with `not_calendar`, `truncated`, `nesting`, `no_events`, `events` or as `lines_of`.
    """
    found = _Splitter().split(lines_of(file))
    events = sum(len(calendar.events) for calendar in found)
    if not found:
        raise Unreadable("not_calendar")
    if not events:
        raise Unreadable("no_events")
    return found


class _Splitter:
    def __init__(self) -> None:
        self.calendars: list[CalendarText] = []
        self.within: list[str] = []
        self.open: Component | None = None
        self.events = 0
        self.last = 0

    def split(self, lines: Sequence[Line]) -> list[CalendarText]:
        self.last = lines[-1].number
        for line in lines:
            name = name_of(line.text)
            if name == "BEGIN":
                self._begin(line, parted(line.text).value.upper())
            elif name == "END":
                self._end(line, parted(line.text).value.upper())
            elif self.within:
                self._keep(line.text, name)
        if self.within:
            raise Unreadable("truncated", line=self.last)
        return self.calendars

    def _begin(self, line: Line, what: str) -> None:
        if (what == "VCALENDAR") != (not self.within):
            raise Unreadable("nesting" if self.within else "not_calendar", line=line.number)
        self.within.append(what)
        if what == "VCALENDAR":
            self.calendars.append(CalendarText())
        elif self.within == ["VCALENDAR", "VEVENT"]:
            self._open(self.calendars[-1].events, line)
            self.events += 1
            if self.events > MOST_EVENTS:
                raise Unreadable("events", most=MOST_EVENTS)
        elif self.within == ["VCALENDAR", "VTIMEZONE"]:
            self._open(self.calendars[-1].zones, line)
        elif self.within[1] == "VTIMEZONE" and self.open is not None:
            self.open.lines.append(line.text)

    def _open(self, components: list[Component], line: Line) -> None:
        self.open = Component(line.number)
        components.append(self.open)

    def _end(self, line: Line, what: str) -> None:
        if self.within and line.number == self.last and self.within[-1] != what:
            raise Unreadable("truncated", line=self.last)
        if not self.within or self.within[-1] != what:
            raise Unreadable("nesting" if self.calendars else "not_calendar", line=line.number)
        self.within.pop()
        if len(self.within) > 1 and self.within[1] == "VTIMEZONE" and self.open is not None:
            self.open.lines.append(line.text)

    def _keep(self, text: str, name: str) -> None:
        if self._is_kept(name) and self.open is not None:
            self.open.lines.append(text)
        elif self.within == ["VCALENDAR"] and name == "METHOD":
            self.calendars[-1].method = parted(text).value.upper()
        elif self.within == ["VCALENDAR"] and name == "X-WR-TIMEZONE":
            self.calendars[-1].zone = parted(text).value

    def _is_kept(self, name: str) -> bool:
        return self.within[1:2] == ["VTIMEZONE"] or (self.within == ["VCALENDAR", "VEVENT"] and name in READ)
