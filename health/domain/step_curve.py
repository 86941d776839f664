"""A curve of shares that falls in steps, as the points of a line."""

from typing import Final, NamedTuple

from health.domain.waiting_times import Curve

WIDTH: Final = 480.0
HEIGHT: Final = 150.0
FEWEST_DAYS: Final = 30
MOST_DAYS: Final = 730  # what takes longer would press the beginning together; the table says it


class StepCurve(NamedTuple):
    """The line from the upper left corner, in a frame of 480 x 150; where the median is, and the day at the right edge.

    The line ends where nothing is known any more (the longest that anybody has waited), or after two years.
    """

    points: tuple[tuple[float, float], ...]
    median_x: float | None
    last_day: int


def step_curve(curve: Curve) -> StepCurve:
    """Draw the share that still waits against the days.

    >>> from health.domain.waiting_times import Wait, curve_of
    >>> drawn = step_curve(curve_of([Wait(30, True), Wait(60, False)]))
    >>> drawn.points
    ((0.0, 0.0), (240.0, 0.0), (240.0, 75.0), (480.0, 75.0))
    >>> drawn.median_x, drawn.last_day
    (240.0, 60)
    """
    last = min(max(curve.longest, FEWEST_DAYS), MOST_DAYS)
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
    return StepCurve(tuple(points), None if median is None or median > last else WIDTH * median / last, last)
