"""Upright columns of a chart as plain coordinates: each a pile of parts, zero-based, in one scale."""

from collections.abc import Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a column: the distance of its upper edge from the top of the chart, and its height."""

    top: float
    height: float


class Column(NamedTuple):
    """A column: its left edge, its width, its parts from the lowest up, and the upper edge of them all."""

    left: float
    width: float
    parts: tuple[Part, ...]
    top: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.left + self.width / 2


def columns(values: Sequence[Sequence[float]], width: float, height: float, gap: float = 0.25) -> list[Column]:
    """Place piles beside each other.

    Parameters
    ----------
    values : sequence of sequence of float
        For each column its parts from the lowest up, none negative.
    width, height : float
        Of the area; the highest column is as high as it.
    gap : float
        The share of each column's place that stays empty, in [0, 1).

    Returns
    -------
    list of Column
        In the given order.

    Examples
    --------
    >>> first, second = columns([[1, 1], [1]], 100, 40, gap=0.2)
    >>> first.parts, second.left, second.top
    ((Part(top=20.0, height=20.0), Part(top=0.0, height=20.0)), 55.0, 20.0)
    """
    most = max((sum(parts) for parts in values), default=0) or 1
    place = width / max(len(values), 1)
    return [
        Column(place * at + place * gap / 2, place * (1 - gap), *_pile(parts, height, height / most))
        for at, parts in enumerate(values)
    ]


def _pile(parts: Sequence[float], height: float, scale: float) -> tuple[tuple[Part, ...], float]:
    top, pile = height, []
    for part in parts:
        top -= part * scale
        pile.append(Part(top, part * scale))
    return tuple(pile), top
