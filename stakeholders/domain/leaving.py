"""Who will leave on a day that is known, and what becomes of the threads then."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from stakeholders.domain.network import network_of
from stakeholders.domain.sky import Sky, Star
from stakeholders.domain.threads import thread_cut
from stakeholders.domain.what_if import without_people


class Leaving(NamedTuple):
    """One announced departure.

    `threads_before` and `threads_after` are the threads just before and from that day on, everybody who leaves earlier
    or on the same day gone and nothing else changed; None where it is unknown who decides. `successor_id` is a
    stakeholder who is present and not about to leave.
    """

    star_id: int
    leaves_on: date
    successor_id: int | None
    threads_before: int | None
    threads_after: int | None

    @property
    def threads_fall(self) -> bool:
        if self.threads_before is None or self.threads_after is None:
            return False
        return self.threads_after < self.threads_before


def leaving_stars(sky: Sky) -> tuple[Star, ...]:
    """Those present who said when they leave, the soonest first.

    >>> ana = Star(3, 0, 3, "Ana", leaves_on=date(2026, 6, 1))
    >>> [star.name for star in leaving_stars(Sky(1, date(2026, 3, 1), (ana, Star(4, 1, 4, "Bob")), ()))]
    ['Ana']
    """
    stars = (star for star in sky.stars if star.leaves_on is not None and star.is_present(sky.as_of))
    return tuple(sorted(stars, key=lambda star: (star.leaves_on or date.max, star.number)))


def leavings(sky: Sky, threads_count: int | None) -> tuple[Leaving, ...]:
    """The announced departures in the order of their days, each with the threads before and after it.

    Parameters
    ----------
    sky : Sky
        The map of the date: everybody who will leave is still in it.
    threads_count : int or None
        Its threads, from `thread_cut`.

    Returns
    -------
    tuple of Leaving

    Notes
    -----
    The map is that of the date without those people, not one of the future: what decays meanwhile is in our hands.

    Examples
    --------
    >>> from stakeholders.domain.sky import Basis, Ours, RoleHeld, Touch, TouchKind
    >>> day = date(2026, 3, 1)
    >>> decides = RoleHeld(1, "decision_maker", True, Basis.STATED, day)
    >>> ana = Star(3, 0, 3, "Ana", leaves_on=date(2026, 6, 1), roles=(decides,))
    >>> bob = Star(4, 1, 4, "Bob", roles=(decides,))
    >>> met = Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(3, 4))
    >>> found = leavings(Sky(1, day, (ana, bob), (Ours(7, "Jonas", True),), touches=(met,)), 2)
    >>> [(each.star_id, each.threads_before, each.threads_after, each.threads_fall) for each in found]
    [(3, 2, 1, True)]
    """
    return tuple(_leavings(sky, threads_count))


def _leavings(sky: Sky, threads_count: int | None) -> Iterator[Leaving]:
    leaving = leaving_stars(sky)
    staying = {star.id for star in sky.stars if star.is_present(sky.as_of)} - {star.id for star in leaving}
    before, gone = threads_count, []
    for star in leaving:
        gone.append(star.id)
        after = thread_cut(network_of(without_people(sky, gone)), was_connected=True).count
        successor = star.successor_id if star.successor_id in staying else None
        yield Leaving(star.id, star.leaves_on or date.max, successor, before, after)
        before = after
