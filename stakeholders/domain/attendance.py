"""Who may come to the next meeting: those of the last meetings; and since when there is news for those who come."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from stakeholders.domain.last_contact import last_two_way_by_star
from stakeholders.domain.sky import Sky, TouchKind

# Mail and events gather whom nobody chose.
MET_IN: Final = frozenset({TouchKind.MEETING, TouchKind.CALL, TouchKind.JOINT_SESSION, TouchKind.TRAINING})
# What is older than a year is history, not news.
NEWS_DAYS: Final = 365


class Gathering(NamedTuple):
    """People who met before and may meet again: of theirs who are still there, of ours who are still active."""

    touch_id: int
    on: date
    subject: str
    star_ids: tuple[int, ...]
    user_ids: tuple[int, ...]


def gatherings(sky: Sky, most: int = 3) -> tuple[Gathering, ...]:
    """The last meetings with different people, to be proposed for the next one.

    Parameters
    ----------
    sky : Sky
        The map.
    most : int, optional
        At most so many.

    Returns
    -------
    tuple of Gathering
        Latest first; meetings, calls, joint sessions and trainings that were two-way. Those of whom nobody is left are
        not among them, nor a second one with the same of theirs.

    Examples
    --------
    >>> from stakeholders.domain.sky import Ours, Star, Touch
    >>> stars = (Star(3, 0, 3, "Ana"), Star(4, 1, 4, "Bob", left_on=date(2026, 2, 1)))
    >>> met = Touch(9, date(2026, 1, 5), TouchKind.MEETING, True, (7, 8), (3, 4), "Rollout")
    >>> sky = Sky(1, date(2026, 3, 1), stars, (Ours(7, "Jo", True), Ours(8, "Kim", False)), touches=(met,))
    >>> [(each.subject, each.star_ids, each.user_ids) for each in gatherings(sky)]
    [('Rollout', (3,), (7,))]
    """
    present = {star.id for star in sky.stars if star.is_present(sky.as_of)}
    active = {user.id for user in sky.ours if user.is_active}
    found: dict[frozenset[int], Gathering] = {}
    for touch in reversed(sky.touches):
        theirs = tuple(star_id for star_id in touch.stars if star_id in present)
        if touch.is_two_way and touch.kind in MET_IN and theirs and frozenset(theirs) not in found:
            ours = tuple(user_id for user_id in touch.users if user_id in active)
            found[frozenset(theirs)] = Gathering(touch.id, touch.on, touch.subject, theirs, ours)
            if len(found) == most:
                break
    return tuple(found.values())


def news_since(sky: Sky, star_ids: Iterable[int]) -> date | None:
    """From which day on there may be news for some people: the earliest of their last two-way contacts with us.

    Parameters
    ----------
    sky : Sky
        The map.
    star_ids : iterable of int
        Stakeholder ids of those who come.

    Returns
    -------
    date or None
        Not more than a year before the date of the map; None where none of them ever spoke with us.

    Examples
    --------
    >>> from stakeholders.domain.sky import Touch
    >>> touches = (
    ...     Touch(1, date(2024, 1, 1), TouchKind.CALL, True, (7,), (5,)),
    ...     Touch(2, date(2026, 1, 1), TouchKind.CALL, True, (7,), (3,)),
    ...     Touch(3, date(2026, 2, 1), TouchKind.CALL, True, (7,), (4,)),
    ... )
    >>> sky = Sky(1, date(2026, 3, 1), (), (), touches=touches)
    >>> news_since(sky, [3, 4]), news_since(sky, [4, 6]), news_since(sky, [5]), news_since(sky, [6])
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 1), datetime.date(2025, 3, 1), None)
    """
    last = last_two_way_by_star(sky)
    days = [last[star_id].on for star_id in star_ids if star_id in last]
    return max(min(days), sky.as_of - timedelta(days=NEWS_DAYS)) if days else None
