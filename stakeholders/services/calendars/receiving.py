"""A calendar file comes in: read as it is, its events become the rows of a run whose columns are known."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo

from django.utils import timezone

from accounts.domain.importing.columns import signature
from accounts.domain.importing.files import Record
from accounts.models import FileShape, ImportRun
from accounts.services.importing.kinds import Received
from accounts.services.importing.runs import keep_rows
from stakeholders.domain.calendars.calendar_files import read_calendars
from stakeholders.domain.calendars.events import COLUMNS, HEADER, EventRow, Reading, first_day
from stakeholders.domain.calendars.occurrences import Window
from stakeholders.domain.calendars.time_zones import zone_named
from stakeholders.services.calendars.book import SOURCE

MONTHS_BACK = 18


def receive_calendar(said: Received) -> ImportRun:
    """Read a calendar into a run. *Raises* Unreadable."""
    reading = Reading(window_of(said), said.belongs_to.email if said.belongs_to else "")
    rows = reading.rows(read_calendars(said.file))
    run = ImportRun(
        kind="calendar",
        file_name=said.name.replace("\0", "")[-200:],
        source=SOURCE,
        as_of=said.as_of,
        shape=FileShape.ICS,
        header=list(HEADER),
        signature=signature(HEADER),
        mapping={name: place for place, name in enumerate(COLUMNS)},
        left_out={reason: {"": count} for reason, count in reading.left_out.items()},
        made_by=said.actor,
        belongs_to=said.belongs_to,
    )
    keep_rows(run, _records(rows))
    return run


def window_of(said: Received) -> Window:
    """From eighteen months back to now, or to the end of the day that the file is true as of."""
    zone = _zone(said)
    begins = datetime.combine(first_day(said.as_of, MONTHS_BACK), time(), tzinfo=zone)
    ends = datetime.combine(said.as_of + timedelta(days=1), time(), tzinfo=zone) - timedelta(microseconds=1)
    return Window(begins, min(ends, timezone.now()), zone)


def _zone(said: Received) -> tzinfo:
    own = zone_named(said.belongs_to.time_zone) if said.belongs_to else None
    return own or timezone.get_default_timezone()


def _records(rows: list[EventRow]) -> Iterator[Record]:
    """The rows as a table holds them; the first after the header is row 2."""
    return (Record(number, row.cells()) for number, row in enumerate(rows, start=2))
