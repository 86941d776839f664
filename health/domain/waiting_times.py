"""How long something takes of which not all has happened yet: the estimate of Kaplan and Meier.

Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958). The median of
those alone who are done flatters: whoever still waits has waited long already, and is left out of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple


class Wait(NamedTuple):
    """How many days it took, or has taken so far where `is_over` is not true; of how many that is so."""

    days: int
    is_over: bool
    many: int = 1


class Drop(NamedTuple):
    """A day on which something ended: how many were still waiting before, how many ended, what share waits after."""

    day: int
    at_risk: int
    ended: int
    share_waiting: float


class Stretch(NamedTuple):
    """Days taken together: how many were still waiting before, how many ended in them, what share waits after."""

    first: int
    last: int
    at_risk: int
    ended: int
    share_waiting: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The share that still waits, by day.

    Attributes
    ----------
    drops : tuple of Drop
        By day; between two of them the share stays as it is.
    done, waiting : int
        For how many it is over, and for how many not.
    longest : int
        The most days anybody has waited; nothing is known of later days.
    """

    drops: tuple[Drop, ...] = ()
    done: int = 0
    waiting: int = 0
    longest: int = 0

    @property
    def median(self) -> int | None:
        """The first day by which at most half still wait; None while more than half do."""
        return next((drop.day for drop in self.drops if drop.share_waiting <= HALF), None)

    def share_waiting(self, day: int) -> float:
        """The share that still waits at the end of a day."""
        return next((drop.share_waiting for drop in reversed(self.drops) if drop.day <= day), 1.0)


HALF = 0.5 + 1e-12  # products of fractions miss a half by less


def curve_of(waits: Iterable[Wait]) -> Curve:
    """Estimate how long it takes from those for whom it is over and those who still wait.

    Parameters
    ----------
    waits : iterable of Wait
        In any order; days of at least 0.

    Returns
    -------
    Curve
        On each day on which something ended, the share waiting is multiplied by 1 - ended / at risk, where at risk are
        all who had not ended before and have been watched for that long. Who waits for exactly d days is still at risk
        on day d.

    Examples
    --------
    Three are done after 10, 20 and 30 days, one has waited for 15. After 10 days three of four wait. On day 20 two
    are still watched and one ends: 3/4 x 1/2.

    >>> found = curve_of([Wait(10, True), Wait(15, False), Wait(20, True), Wait(30, True)])
    >>> [(drop.day, drop.at_risk, drop.share_waiting) for drop in found.drops], found.median
    ([(10, 4, 0.75), (20, 2, 0.375), (30, 1, 0.0)], 20)
    """
    ended: Counter[int] = Counter()
    watched: Counter[int] = Counter()
    for wait in waits:
        (ended if wait.is_over else watched)[wait.days] += wait.many
    at_risk, share, drops = ended.total() + watched.total(), 1.0, []
    for day in sorted(ended | watched):
        if ended[day]:
            share *= 1 - ended[day] / at_risk
            drops.append(Drop(day, at_risk, ended[day], share))
        at_risk -= ended[day] + watched[day]
    return Curve(tuple(drops), ended.total(), watched.total(), max(ended | watched, default=0))


MOST_STRETCHES: Final = 60
TOGETHER: Final = (1, 7, 30, 90, 365)


def stretches_of(curve: Curve, most: int = MOST_STRETCHES) -> tuple[Stretch, ...]:
    """The days on which something ended, as few taken together as leave at most so many rows to read.

    Days are taken together by 7, 30, 90 or 365, counted from day 0; where even that leaves too many, by 365.

    >>> found = curve_of([Wait(3, True), Wait(5, True), Wait(8, True), Wait(20, False)])
    >>> stretches_of(found)[0]
    Stretch(first=3, last=3, at_risk=4, ended=1, share_waiting=0.75)
    >>> [tuple(each) for each in stretches_of(found, most=2)]
    [(0, 6, 4, 2, 0.5), (7, 13, 2, 1, 0.25)]
    """
    for days in TOGETHER:
        found = tuple(_stretches(curve, days))
        if len(found) <= most:
            break
    return found


def _stretches(curve: Curve, days: int) -> Iterator[Stretch]:
    for place, each in groupby(curve.drops, key=lambda drop: drop.day // days):
        drops = list(each)
        ended = sum(drop.ended for drop in drops)
        yield Stretch(place * days, (place + 1) * days - 1, drops[0].at_risk, ended, drops[-1].share_waiting)
