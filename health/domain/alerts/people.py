"""Conditions about people: broken promises, silences, departures, arrivals, roles nobody holds."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from health.domain.alerts.conditions import Condition, condition, star_subject
from health.domain.alerts.kinds import FRESH_FROM, MISSED_DAYS, AlertKind
from stakeholders.domain.cadence import stale
from stakeholders.domain.coverage import Orphaned, orphaned_roles
from stakeholders.domain.findings import Findings
from stakeholders.domain.leaving import leavings
from stakeholders.domain.silence import UNUSUAL_UP_TO, Silence
from stakeholders.domain.what_if import without_people

LISTED = 8
DECIDER_LEFT = 0.4
CHAMPION = "champion"


def stale_contacts(found: Findings) -> Iterator[Condition]:
    """One line per account, however many promises are broken; never met first, then the longest overdue.

    It has held since the first of the promises was broken.
    """
    broken = stale(found.promises)
    if not broken:
        return
    overdue = [each.due_on for each in broken if each.due_on is not None]
    figures = {
        "people": [each.star_id for each in broken[:LISTED]],
        "count": len(broken),
        "never_met": sum(each.due_on is None for each in broken),
        "due_on": min(overdue).isoformat() if overdue else None,
    }
    since = min(overdue) + timedelta(days=1) if overdue else None
    yield condition(AlertKind.STALE_CONTACT, found.sky, figures, since=since)


def unusual_silences(found: Findings) -> Iterator[Condition]:
    """One for each person whose silence chance would hardly give."""
    for each in found.silences:
        if each.is_unusual:
            figures = {"people": [each.star_id], "last_on": each.last_on.isoformat(), "usual_days": usual_gap(each)}
            since = unusual_from(each)
            yield condition(AlertKind.UNUSUAL_SILENCE, found.sky, figures, star_subject(each.star_id), since=since)


def usual_gap(silence: Silence) -> int:
    """The days that usually lie between two of their days of contact, at least 1.

    >>> usual_gap(Silence(3, 4, 90, 270, date(2026, 1, 1), 0.0156, True, ()))
    30
    """
    return max(1, round(silence.span_days / (silence.day_count - 1)))


def unusual_from(silence: Silence) -> date:
    """The first day on which a silence is unusual: where (T / (T + g)) ** (n - 1) falls to 0.02.

    Four days over 90: g = 90 * (0.02 ** (-1/3) - 1) = 241.56, so the 242nd day.

    >>> unusual_from(Silence(3, 4, 90, 270, date(2026, 1, 1), 0.0156, True, ()))
    datetime.date(2026, 8, 31)
    """
    gap = silence.span_days * (UNUSUAL_UP_TO ** (-1 / (silence.day_count - 1)) - 1)
    return silence.last_on + timedelta(days=math.ceil(gap - 1e-9))


def departures(found: Findings, moved: Iterable[int] = ()) -> Iterator[Condition]:
    """One for each person who lately left roles behind that are missed; `moved`: those who are elsewhere now."""
    left: dict[int, list[Orphaned]] = {}
    for orphan in found.coverage.orphaned:
        if is_missed(found, orphan):
            left.setdefault(orphan.star_id, []).append(orphan)
    elsewhere = frozenset(moved)
    for star_id, orphans in left.items():
        figures = {
            "people": [star_id],
            "roles": sorted({orphan.role for orphan in orphans}),
            "left_on": orphans[0].left_on.isoformat(),
            "moved": star_id in elsewhere,
        }
        likelihood = DECIDER_LEFT if any(orphan.decides for orphan in orphans) else None
        yield condition(AlertKind.DEPARTURE, found.sky, figures, star_subject(star_id), likelihood)


def announced_departures(found: Findings) -> Iterator[Condition]:
    """One for each person who said when they leave, will be missed, and has no successor yet.

    Missed are those who would leave a role as `departures` tells of, and those without whom threads fall.
    """
    for each in leavings(found.sky, found.threads.count):
        if each.successor_id is not None:
            continue
        then = orphaned_roles(without_people(found.sky, [each.star_id]))
        orphans = [orphan for orphan in then if orphan.star_id == each.star_id and is_missed(found, orphan)]
        if orphans or each.threads_fall:
            figures = {
                "people": [each.star_id],
                "roles": sorted({orphan.role for orphan in orphans}),
                "leaves_on": each.leaves_on.isoformat(),
            }
            likelihood = DECIDER_LEFT if any(orphan.decides for orphan in orphans) else None
            subject = star_subject(each.star_id)
            yield condition(AlertKind.DEPARTURE_ANNOUNCED, found.sky, figures, subject, likelihood)


def is_missed(found: Findings, orphan: Orphaned) -> bool:
    """Whether an orphaned role is worth an alert.

    It was left within a year, and it decides, was the champion's, or is required here and nobody else holds it.
    """
    if (found.sky.as_of - orphan.left_on).days > MISSED_DAYS:
        return False
    is_alone = orphan.role in found.sky.terms.required_roles and not orphan.other_holder_ids
    return orphan.decides or orphan.role == CHAMPION or is_alone


def uncovered_roles(found: Findings) -> Iterator[Condition]:
    """One line per account for the required roles that nobody holds; those just left are the departure's."""
    left = {orphan.role for orphan in found.coverage.orphaned if is_missed(found, orphan)}
    missing = [role.role for role in found.coverage.roles if not role.is_mapped and role.role not in left]
    if missing:
        figures = {"roles": missing, "required": found.coverage.required_count}
        yield condition(AlertKind.ROLE_UNCOVERED, found.sky, figures)


def arrived_champions(found: Findings, came: Mapping[int, date]) -> Iterator[Condition]:
    """One for each present person who lately was a champion elsewhere (`came`: when they left there), not yet met."""
    engaged = {each.star_id for each in found.known if each.is_live}
    for star in found.sky.stars:
        if star.id in came and star.id not in engaged and star.is_present(found.sky.as_of):
            figures = {"people": [star.id], "left_on": came[star.id].isoformat()}
            yield condition(AlertKind.CHAMPION_MOVED, found.sky, figures, star_subject(star.id))


def stale_map(found: Findings) -> Iterator[Condition]:
    """One where too much of the map is probably wrong by now; a map nobody ever confirmed is not judged."""
    share = found.freshness.share
    if share is not None and share < FRESH_FROM:
        yield condition(AlertKind.MAP_STALE, found.sky, {"freshness": round(share, 2)})
