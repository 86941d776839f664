"""The occurrences of one event: it alone, or all that its rule, its further dates and its exceptions leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.prop import vBroken

from stakeholders.domain.calendars.calendar_files import Component
from stakeholders.domain.calendars.content_lines import parted
from stakeholders.domain.calendars.recurrence import days_of, read_rule
from stakeholders.domain.calendars.time_zones import in_own_zones

INTO_LIBRARY = frozenset(["DTSTART", "RECURRENCE-ID", "RDATE", "EXDATE"])
EARLIEST = 1970


class UnreadableEvent(ValueError):
    """An event that cannot be read: `code` says why, `found` what was written there."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code)
        self.code = code
        self.found = found[:120]


@dataclass(frozen=True, slots=True)
class Window:
    """The instants looked at, both included, and the zone of times that name none."""

    begins: datetime
    ends: datetime
    zone: tzinfo

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment <= self.ends


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time an event happens.

    `place` is which of the components of its UID tells about it; `original` is when it was first meant to be, None for
    an event that happens once.
    """

    place: int
    starts_at: datetime
    is_all_day: bool
    original: datetime | date | None = None


def is_repeated(component: Component) -> bool:
    return component.has("RRULE", "RDATE")


def occurrences(components: Sequence[Component], zones: dict[str, str], window: Window) -> list[Occurrence]:
    """All occurrences of one UID that begin within the window.

    Raises: UnreadableEvent with `event_time`, `event_zone` or `event_rule`.
    """
    read = [_event(component, zones, place) for place, component in enumerate(components)]
    repeated = [place for place, component in enumerate(components) if is_repeated(component)]
    if not repeated:
        return [
            _occurrence(event, place, window, is_single=not component.has("RECURRENCE-ID"))
            for place, (event, component) in enumerate(zip(read, components, strict=True))
        ]
    for place in repeated:
        _write_out(read[place], components[place], window)
    return _composed(read, window)


def _event(component: Component, zones: dict[str, str], place: int) -> Event:
    kept = [line for line in component.lines if parted(line).name in INTO_LIBRARY]
    lines = [in_own_zones(line, zones) for line in kept]
    text = ["BEGIN:VEVENT", "UID:one", f"X-PLACE:{place}", *lines, "END:VEVENT", ""]
    event: Event = Event.from_ical("\r\n".join(text))  # type: ignore[assignment]
    _refuse_unreadable(event, component)
    return event


def _refuse_unreadable(event: Event, component: Component) -> None:
    for name in ("DTSTART", "RECURRENCE-ID", "RDATE", "EXDATE"):
        if component.has(name):
            given = event.get(name)
            written = component.value(name)
            if given is None or isinstance(given, vBroken):
                raise UnreadableEvent("event_time", written)
            _refuse_unknown_zone(given, written)
    start = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(start, date) or not EARLIEST <= start.year < 2200:
        raise UnreadableEvent("event_time", component.value("DTSTART"))


def _refuse_unknown_zone(given: Any, written: str) -> None:
    for each in given if isinstance(given, list) else [given]:
        zone = getattr(each, "params", {}).get("TZID")
        moments = [one.dt for one in each.dts] if hasattr(each, "dts") else [each.dt]
        naive = any(isinstance(moment, datetime) and moment.tzinfo is None for moment in moments)
        if zone and naive:
            raise UnreadableEvent("event_zone", str(zone))


def _write_out(event: Event, component: Component, window: Window) -> None:
    """Put the days a rule gives into the event, so that the library composes and never has to search."""
    start: Any = event["DTSTART"].dt  # type: ignore[union-attr]
    rules = [parted(line).value for line in component.lines if parted(line).name == "RRULE"]
    zone = start.tzinfo if isinstance(start, datetime) else None
    local = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    first, last = ((moment.astimezone(zone or window.zone)).date() for moment in (window.begins, window.ends))
    margin = timedelta(days=1)
    for text in rules:
        try:
            rule = read_rule(_local_until(text, zone))
            days = days_of(rule, local, max(first, date(EARLIEST, 1, 2)) - margin, last + margin)
        except ValueError as error:
            raise UnreadableEvent("event_rule", text) from error
        moments = [day.replace(tzinfo=zone) if isinstance(start, datetime) else day.date() for day in days]
        if moments:
            event.add("RDATE", moments)


def _local_until(text: str, zone: tzinfo | None) -> str:
    """A rule whose end is said in UTC, said in the zone of the event."""
    parts = text.split(";")
    for place, part in enumerate(parts):
        name, _sign, given = part.partition("=")
        if name.strip().upper() == "UNTIL" and given.upper().endswith("Z") and zone is not None:
            moment = datetime.strptime(given.upper(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            parts[place] = f"UNTIL={moment.astimezone(zone):%Y%m%dT%H%M%S}"
    return ";".join(parts)


def _composed(read: Sequence[Event], window: Window) -> list[Occurrence]:
    calendar = Calendar()
    for event in read:
        calendar.add_component(event)
    margin = timedelta(days=1)
    try:
        found = recurring_ical_events.of(calendar).between(window.begins - margin, window.ends + margin)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise UnreadableEvent("event_rule", str(error)) from error
    return [_occurrence(event, int(event["X-PLACE"]), window, is_single=False) for event in found]


def _occurrence(event: Any, place: int, window: Window, *, is_single: bool) -> Occurrence:
    start = event["DTSTART"].dt
    given = event.get("RECURRENCE-ID")
    original = None if is_single else (given.dt if given is not None else start)
    return Occurrence(place, _instant(start, window), not isinstance(start, datetime), _placed(original, window))


def _placed(original: date | datetime | None, window: Window) -> date | datetime | None:
    return _instant(original, window) if isinstance(original, datetime) else original


def _instant(moment: date | datetime, window: Window) -> datetime:
    """An instant in the zone it was written in; times in UTC or without zone in that of the calendar; days at noon."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(12), tzinfo=window.zone)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=window.zone)
    return moment.astimezone(window.zone) if str(moment.tzinfo) in ("UTC", "Etc/UTC") else moment
