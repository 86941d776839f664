"""A curve of shares that falls in steps, as the points of a line."""

from math import ceil
from typing import Final, NamedTuple

from health.domain.waiting_times import Curve

WIDTH: Final = 480.0
HEIGHT: Final = 150.0
FEWEST_DAYS: Final = 30
MOST_DAYS: Final = 730  # what takes longer would press the beginning together; the table says it
TAIL: Final = 1.2  # so far beyond its last fall the line is drawn; after that nothing happens
STEPS: Final = (10, 30, 60, 90, 180)
MOST_TICKS: Final = 8
ROOM: Final = 0.88  # of the width: beyond stands the last day in words


class StepCurve(NamedTuple):
    """The line from the upper left corner, in a frame of 480 x 150; where the median is, and the day at the right edge.

    The line ends a little after its last fall, where nothing is known any more (the longest that anybody has waited),
    or after two years. `end_share` is the share there; `ticks` are places and days of the axis.
    """

    points: tuple[tuple[float, float], ...]
    median_x: float | None
    last_day: int
    end_share: float
    ticks: tuple[tuple[float, int], ...]


def step_curve(curve: Curve) -> StepCurve:
    """Draw the share that still waits against the days.

    >>> from health.domain.waiting_times import Wait, curve_of
    >>> drawn = step_curve(curve_of([Wait(30, True), Wait(60, False)]))
    >>> drawn.points
    ((0.0, 0.0), (400.0, 0.0), (400.0, 75.0), (480.0, 75.0))
    >>> drawn.median_x, drawn.last_day, drawn.end_share
    (400.0, 36, 0.5)
    >>> [day for _x, day in drawn.ticks]
    [0, 10, 20, 30]
    """
    last = _last_day(curve)
    points, height = [(0.0, 0.0)], 0.0
    for drop in curve.drops:
        if drop.day > last:
            break
        x = WIDTH * drop.day / last
        points.append((x, height))
        height = HEIGHT * (1 - drop.share_waiting)
        points.append((x, height))
    points.append((WIDTH * min(curve.longest, last) / last, height))
    median = curve.median
    median_x = None if median is None or median > last else WIDTH * median / last
    return StepCurve(tuple(points), median_x, last, 1 - height / HEIGHT, _ticks(last))


def _last_day(curve: Curve) -> int:
    known = min(max(curve.longest, FEWEST_DAYS), MOST_DAYS)
    falls = [drop.day for drop in curve.drops if drop.day <= MOST_DAYS]
    return min(known, max(FEWEST_DAYS, ceil(TAIL * falls[-1]))) if falls else known


def _ticks(last: int) -> tuple[tuple[float, int], ...]:
    step = next((step for step in STEPS if last / step <= MOST_TICKS), STEPS[-1])
    return tuple((WIDTH * day / last, day) for day in range(0, last, step) if day <= ROOM * last)
