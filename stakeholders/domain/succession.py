"""Who is likely to take over from somebody, judged from the map alone, and why."""

from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.sky import ConnectionKind, Level, Sky, Star


class Reason(StrEnum):
    """Why somebody is proposed as successor, in the order in which the reasons are told."""

    NAMED = "named"
    REPORTS = "reports"
    DEPARTMENT = "department"
    LEVEL = "level"
    WORKS_WITH = "works_with"


class Heir(NamedTuple):
    """A proposed successor: a stakeholder id and the reasons, strongest first."""

    star_id: int
    reasons: tuple[Reason, ...]


# A named successor outweighs all else; a report or the same department outweighs level and daily work.
POINTS: Final = {
    Reason.NAMED: 100,
    Reason.REPORTS: 4,
    Reason.DEPARTMENT: 3,
    Reason.LEVEL: 1,
    Reason.WORKS_WITH: 1,
}
LEAST_POINTS: Final = 3
LEVELS: Final = tuple(Level)


def propose_heir(sky: Sky, star_id: int) -> Heir | None:
    """Propose who takes over from a star.

    Parameters
    ----------
    sky : Sky
        The map on the day one asks.
    star_id : int
        The stakeholder who leaves or left.

    Returns
    -------
    Heir or None
        The present star with the most points: named already 100, reports to them 4, same department 3, same level or
        one below 1, works with them 1. Ties go to the one who joined the map earlier. None below 3 points: level
        alone says nothing.

    Examples
    --------
    >>> from datetime import date
    >>> ana, bob = Star(1, 0, 1, "Ana", department="IT"), Star(2, 1, 2, "Bob", department="IT")
    >>> propose_heir(Sky(7, date(2026, 1, 1), (ana, bob), ()), 1)
    Heir(star_id=2, reasons=(<Reason.DEPARTMENT: 'department'>,))
    >>> propose_heir(Sky(7, date(2026, 1, 1), (ana,), ()), 1) is None
    True
    """
    stars = {star.id: star for star in sky.stars}
    gone = stars.get(star_id)
    if gone is None:
        return None
    heirs = [Heir(star.id, _reasons(sky, gone, star)) for star in sky.stars if _may_follow(sky, gone, star)]
    best = max(heirs, key=lambda heir: (_points(heir), -stars[heir.star_id].number), default=None)
    return best if best is not None and _points(best) >= LEAST_POINTS else None


def _may_follow(sky: Sky, gone: Star, star: Star) -> bool:
    return star.id != gone.id and star.is_present(sky.as_of)


def _points(heir: Heir) -> int:
    return sum(POINTS[reason] for reason in heir.reasons)


def _reasons(sky: Sky, gone: Star, star: Star) -> tuple[Reason, ...]:
    ties = {(link.kind, link.from_id, link.to_id) for link in sky.links}
    works = ConnectionKind.WORKS_WITH
    holds = {
        Reason.NAMED: gone.successor_id == star.id,
        Reason.REPORTS: (ConnectionKind.REPORTS_TO, star.id, gone.id) in ties,
        Reason.DEPARTMENT: bool(gone.department) and gone.department == star.department,
        Reason.LEVEL: _is_close(gone.level, star.level),
        Reason.WORKS_WITH: (works, star.id, gone.id) in ties or (works, gone.id, star.id) in ties,
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)


def _is_close(gone: Level | None, star: Level | None) -> bool:
    """The same level, or one below."""
    if gone is None or star is None:
        return False
    return LEVELS.index(star) - LEVELS.index(gone) in (0, 1)
