"""A curve of shares that falls in steps, as the points of a line."""

from typing import Final, NamedTuple

from health.domain.waiting_times import Curve

WIDTH: Final = 480.0
HEIGHT: Final = 150.0
FEWEST_DAYS: Final = 30


class StepCurve(NamedTuple):
    """The line from the upper left corner, in a frame of 480 x 150; where the median is, and the day at the right edge.

    `censored_x` is from where on nothing is known: the longest that anybody has waited.
    """

    points: tuple[tuple[float, float], ...]
    median_x: float | None
    last_day: int
    censored_x: float


def step_curve(curve: Curve) -> StepCurve:
    """Draw the share that still waits against the days.

    >>> from health.domain.waiting_times import Wait, curve_of
    >>> drawn = step_curve(curve_of([Wait(30, True), Wait(60, False)]))
    >>> drawn.points
    ((0.0, 0.0), (240.0, 0.0), (240.0, 75.0), (480.0, 75.0))
    >>> drawn.median_x, drawn.last_day
    (240.0, 60)
    """
    last = max(curve.longest, FEWEST_DAYS)
    points, height = [(0.0, 0.0)], 0.0
    for drop in curve.drops:
        x = WIDTH * drop.day / last
        points.append((x, height))
        height = HEIGHT * (1 - drop.share_waiting)
        points.append((x, height))
    points.append((WIDTH * curve.longest / last, height))
    median = curve.median
    return StepCurve(
        tuple(points), None if median is None else WIDTH * median / last, last, WIDTH * curve.longest / last
    )
