"""The calendar that a feed of tasks is: an all-day entry for each, as calendar programs show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

REFRESH: Final = "PT1H"


@dataclass(frozen=True, slots=True)
class Entry:
    """A task in a calendar: nothing of it but title, account and where it is.

    `on` is the day it stands on, `made_at` when it was recorded (with its zone), `revision` rises with each change.
    """

    id: int
    title: str
    account: str
    url: str
    on: date
    made_at: datetime
    revision: int


def day_of(due_on: date, snoozed_until: date | None, on: date) -> date:
    """The day a task stands on: when it is due or comes back; today once that has passed, so that it stays in sight.

    >>> day_of(date(2026, 3, 2), None, date(2026, 3, 9)), day_of(date(2026, 3, 2), date(2026, 3, 12), date(2026, 3, 9))
    (datetime.date(2026, 3, 9), datetime.date(2026, 3, 12))
    """
    return max(due_on, snoozed_until or due_on, on)


def calendar_of(entries: Iterable[Entry], name: str, key: str) -> bytes:
    """The calendar of some tasks as iCalendar (RFC 5545); the same tasks give the same bytes.

    Parameters
    ----------
    entries : in the order they are written
    name : of the calendar
    key : of the installation, which with the id of a task makes its UID

    Notes
    -----
    Events and not to-dos, since Google and Outlook leave to-dos of a subscribed calendar out; transparent, since a task
    is no time at which somebody cannot be met.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Constellation//Tasks//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        calendar.add_component(_event(entry, key))
    return bytes(calendar.to_ical())


def _event(entry: Entry, key: str) -> Event:
    event = Event()
    event.add("uid", f"task-{entry.id}@{key}")
    event.add("dtstamp", entry.made_at)
    event.add("sequence", entry.revision)
    event.add("summary", f"{entry.account}: {entry.title}")
    event.add("description", entry.url)
    event.add("url", entry.url)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
