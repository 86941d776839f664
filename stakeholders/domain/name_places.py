"""Where names stand beside their spots on a small chart, so that they can be read."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

LETTER_WIDTH: Final = 1.25
LINE_HEIGHT: Final = 2.6
GAP: Final = 2.2
APART: Final = 3.6
LEFT_EDGE: Final = -11.0
RIGHT_EDGE: Final = 111.0


class Spot(NamedTuple):
    """A name to write at a point; x to the right and y down, in the units of the chart."""

    name: str
    x: float
    y: float


class Written(NamedTuple):
    """The spot as it is drawn, with the point and the side ("start", "middle", "end") at which its name is anchored."""

    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "_Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def write_names(spots: Sequence[Spot]) -> list[Written]:
    """Set spots that fall on one point beside each other, and each name on the freest side of its own.

    Parameters
    ----------
    spots : sequence of Spot
        In the order in which they choose their place.

    Returns
    -------
    list of Written
        In the order of `spots`.

    Examples
    --------
    >>> [(one.x, one.anchor) for one in write_names([Spot("Ana", 50, 50), Spot("Ben", 50, 50)])]
    [(50, 'middle'), (53.6, 'middle')]
    >>> [round(one.text_y, 1) for one in write_names([Spot("Ana", 50, 50), Spot("Ben", 50, 50)])]
    [47.8, 54.0]
    """
    points = _spread(spots)
    taken = [_Box(x - GAP / 2, y - GAP / 2, x + GAP / 2, y + GAP / 2) for x, y in points]
    written = []
    for spot, (x, y) in zip(spots, points, strict=True):
        sides = list(_sides(spot.name, x, y))
        best, box = min(sides, key=lambda side: sum(side[1].covers(other) for other in taken))
        taken.append(box)
        written.append(best)
    return written


def _spread(spots: Sequence[Spot]) -> list[tuple[float, float]]:
    used: set[tuple[float, float]] = set()
    points = []
    for _name, x, y in spots:
        step = -APART if x > (LEFT_EDGE + RIGHT_EDGE) * 0.75 else APART
        while (x, y) in used:
            x += step
        used.add((x, y))
        points.append((x, y))
    return points


def _sides(name: str, x: float, y: float) -> Iterator[tuple[Written, _Box]]:
    """The ways to write a name, the nearest first, where the chart is wide enough."""
    width, half = LETTER_WIDTH * len(name), LETTER_WIDTH * len(name) / 2
    low = 0.35 * LINE_HEIGHT
    ways = [
        (Written(x, y, x, y - GAP, "middle"), x - half),
        (Written(x, y, x, y + GAP + 0.7 * LINE_HEIGHT, "middle"), x - half),
        (Written(x, y, x + GAP, y + low, "start"), x + GAP),
        (Written(x, y, x - GAP, y + low, "end"), x - GAP - width),
        (Written(x, y, x, y - GAP - LINE_HEIGHT, "middle"), x - half),
        (Written(x, y, x, y + GAP + 1.7 * LINE_HEIGHT, "middle"), x - half),
    ]
    fitting = [(way, left) for way, left in ways if left >= LEFT_EDGE and left + width <= RIGHT_EDGE]
    for way, left in fitting or ways:
        yield way, _Box(left, way.text_y - 0.8 * LINE_HEIGHT, left + width, way.text_y + 0.2 * LINE_HEIGHT)
