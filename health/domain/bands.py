"""The bands of health: three, each with bounds that a scorecard may move; without a score there is none."""

from enum import StrEnum
from typing import NamedTuple


class Band(StrEnum):
    """How an account does, from worst to best."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class BandBounds(NamedTuple):
    """The least score of amber and of green, each in [0, 100]."""

    amber_from: float = 45.0
    green_from: float = 70.0


USUAL_BOUNDS = BandBounds()


def band_of(score: float, bounds: BandBounds = USUAL_BOUNDS) -> Band:
    """The band of a score.

    Parameters
    ----------
    score : float
        In [0, 100].
    bounds : BandBounds
        Inclusive lower bounds.

    Examples
    --------
    >>> band_of(69.9).value, band_of(70).value, band_of(44.9).value
    ('amber', 'green', 'red')
    """
    if score >= bounds.green_from:
        return Band.GREEN
    return Band.AMBER if score >= bounds.amber_from else Band.RED
