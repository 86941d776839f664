"""Where accounts stand in the sky of accounts: health against the renewal date, as plain coordinates.

The horizontal axis is days until the renewal, the vertical one the score; the area of a star is revenue. Accounts
without a score stand below the axis, in a strip of their own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WIDTH: Final = 1000.0
HEIGHT: Final = 400.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 20.0, 16.0, 74.0
UNKNOWN_Y: Final = HEIGHT - 44.0
SMALLEST, LARGEST = 3.5, 24.0
COVERED_BELOW: Final = 6.0
LETTER: Final = 6.2
LINE: Final = 14.0


class Seen(NamedTuple):
    """An account to place: `days` until it renews, `score` 0-100 or None, `revenue` above 0."""

    id: int
    name: str
    days: int
    score: float | None
    revenue: float


@dataclass(frozen=True, slots=True)
class Placed:
    """An account in the sky: its middle and radius, and where its name begins; `label_x` None where it has none."""

    id: int
    x: float
    y: float
    radius: float
    label_x: float | None = None
    label_y: float = 0.0


class Box(NamedTuple):
    """A rectangle: its left, upper, right and lower edge."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have a point in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def x_of(days: float, within_days: int) -> float:
    """The horizontal place of a day.

    >>> x_of(0, 365), x_of(365, 365)
    (44.0, 980.0)
    """
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(days, 0), within_days) / within_days


def y_of(score: float | None) -> float:
    """The vertical place of a score; without one the strip below.

    >>> y_of(100), y_of(0), y_of(None)
    (16.0, 326.0, 356.0)
    """
    if score is None:
        return UNKNOWN_Y
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * score / 100


def place_accounts(seen: Sequence[Seen], within_days: int = 365, names: int = 12) -> list[Placed]:
    """Place accounts, and the names of the largest where they cover no other name and no account but the smallest.

    Parameters
    ----------
    seen : sequence of Seen
        In any order.
    within_days : int
        What the horizontal axis reaches to; later renewals stand at its end.
    names : int
        At most so many names.

    Returns
    -------
    list of Placed
        The largest first, so that a small star drawn later is never hidden by a large one.

    Examples
    --------
    >>> [only] = place_accounts([Seen(1, "Alpha", 0, 50.0, 100.0)])
    >>> only.x, only.y, only.radius
    (44.0, 171.0, 24.0)
    """
    ordered = sorted(seen, key=lambda one: (-one.revenue, one.id))
    most = ordered[0].revenue if ordered else 1.0
    stars = [
        Placed(
            one.id,
            x_of(one.days, within_days),
            y_of(one.score),
            max(SMALLEST, LARGEST * math.sqrt(one.revenue / most)),
        )
        for one in ordered
    ]
    taken = {star.id: _box(star) for star in stars if star.radius >= COVERED_BELOW}
    placed, named = [], 0
    for one, star in zip(ordered, stars, strict=True):
        box = _label(one.name, star.x, star.y, star.radius)
        if named < names and not any(box.meets(other) for key, other in taken.items() if key != one.id):
            named += 1
            taken[-one.id] = box
            star = Placed(star.id, star.x, star.y, star.radius, box.left, star.y + 4)
        placed.append(star)
    return placed


def _box(star: Placed) -> Box:
    """What a star covers."""
    reach = star.radius
    return Box(star.x - reach, star.y - reach, star.x + reach, star.y + reach)


def _label(name: str, x: float, y: float, radius: float) -> Box:
    """Where a name stands: right of its star, left of it at the right edge."""
    length = LETTER * len(name)
    left = x + radius + 4
    if left + length > WIDTH - 4:
        left = x - radius - 4 - length
    return Box(left, y - LINE / 2, left + length, y + LINE / 2)
