"""Who is told of what, and when: pure rules of notifications."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from health.domain.alerts.conditions import Figures
from health.domain.alerts.kinds import BY_KEY, AlertKind

MOST_LINES: Final = 10
FIRST_AFTER: Final = timedelta(days=14)
MONDAY, SATURDAY = 0, 5
DAILY, WEEKLY = "daily", "weekly"


def notifies(kind: str, figures: Figures, chosen: Collection[str] | None = None) -> bool:
    """Whether an alert is told outside of its account.

    Parameters
    ----------
    kind : str
    figures : mapping
        As found.
    chosen : collection of str, optional
        The kinds somebody chose; None is the default of the table.

    Examples
    --------
    >>> notifies("band_changed", {"to": "amber"}), notifies("band_changed", {"to": "red"})
    (False, True)
    >>> notifies("stale_contact", {}), notifies("stale_contact", {}, ["stale_contact"])
    (False, True)
    """
    if chosen is not None:
        return kind in chosen
    if kind == AlertKind.BAND_CHANGED:
        return figures.get("to") == "red"
    return BY_KEY[AlertKind(kind)].notifies


def is_quiet(hour: int, quiet_from: int, quiet_to: int) -> bool:
    """Whether an hour of the day lies within quiet hours, which may go over midnight; equal ends: never.

    >>> is_quiet(23, 20, 7), is_quiet(6, 20, 7), is_quiet(7, 20, 7), is_quiet(12, 9, 9)
    (True, True, False, False)
    """
    if quiet_from <= quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to


def period_due(now: datetime, digest: str, hour: int, quiet_from: int, quiet_to: int) -> str:
    """The day for which a summary is due at a reader's local time; "" where none is.

    Parameters
    ----------
    now : datetime
        In the reader's time zone.
    digest : str
        "daily" is every working day, "weekly" is Monday; anything else is never.
    hour : int
        From this hour of the day on; one that falls into quiet hours waits for their end.
    quiet_from, quiet_to : int

    Examples
    --------
    >>> monday = datetime(2026, 3, 2, 8, 5)
    >>> period_due(monday, "daily", 8, 20, 7), period_due(monday, "daily", 9, 20, 7)
    ('2026-03-02', '')
    >>> period_due(monday + timedelta(days=1), "weekly", 8, 20, 7), period_due(monday, "never", 8, 20, 7)
    ('', '')
    """
    is_day = {DAILY: now.weekday() < SATURDAY, WEEKLY: now.weekday() == MONDAY}.get(digest, False)
    if not is_day or now.hour < hour or is_quiet(now.hour, quiet_from, quiet_to):
        return ""
    return now.date().isoformat()
