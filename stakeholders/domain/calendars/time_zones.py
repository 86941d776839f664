"""The time zones of a calendar: by name, by their Windows name, or as the file defines them."""

import hashlib
import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone
from icalendar.timezone import tzp

from stakeholders.domain.calendars.calendar_files import Component

MOST_ZONES = 200


def zone_named(name: str) -> tzinfo | None:
    """A zone by its name, if there is one.

    >>> str(zone_named("Europe/Lisbon"))
    'Europe/Lisbon'
    """
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def own_zones(defined: Sequence[Component]) -> dict[str, str]:
    """Make known the zones that only this file knows, each under a name of its own; returns those by their name.

    Two files may call different zones alike ("Customized Time Zone"), and the library remembers the first.
    """
    renamed: dict[str, str] = {}
    for component in defined[:MOST_ZONES]:
        name = component.value("TZID").strip('"')
        if name and tzp.timezone(name) is None:
            unique = f"own-{hashlib.sha256(chr(10).join(component.lines).encode()).hexdigest()[:24]}"
            if _learn(component, unique):
                renamed[name] = unique
    return renamed


def _learn(component: Component, unique: str) -> bool:
    lines = [f"TZID:{unique}" if line.upper().startswith("TZID") else line for line in component.lines]
    text = "\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""])
    try:
        zone: Any = Timezone.from_ical(text)
        zone.to_tz()
        tzp.cache_timezone_component(zone)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return False
    return True


def in_own_zones(line: str, renamed: dict[str, str]) -> str:
    """A line with the names of the file's own zones replaced by those under which they are known."""
    found = re.search(r';\s*TZID=("[^"]*"|[^;:]*)', line, flags=re.IGNORECASE)
    name = found[1].strip('"') if found else ""
    if found is None or name not in renamed:
        return line
    return f"{line[: found.start()]};TZID={renamed[name]}{line[found.end() :]}"
