"""How well a figure of before each renewal told those who renewed from those who churned.

Pure statistics, each with its source: nothing here knows what the figure is. A high figure promises a renewal.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

LEAST_CHURNED: Final = 10
Z95: Final = 1.959963984540054


class Interval(NamedTuple):
    """A confidence interval, both ends in [0, 1]."""

    low: float
    high: float


class Auc(NamedTuple):
    """The area under the ROC curve: the chance that a renewed one stood above a churned one, ties half."""

    area: float
    standard_error: float

    @property
    def interval(self) -> Interval:
        """At 95 %, cut to [0, 1]."""
        reach = Z95 * self.standard_error
        return Interval(max(0.0, self.area - reach), min(1.0, self.area + reach))


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Renewals whose chance was said to lie in [low, high): how many, the mean said, and what happened."""

    low: float
    high: float
    count: int
    said: float
    happened: float
    interval: Interval


class Caught(NamedTuple):
    """The churned among the `looked_at` worst, and the share of all churned that these are."""

    looked_at: int
    churned: int
    share: float


class Skill(NamedTuple):
    """What can be said of a figure; `has_verdict` is false below `LEAST_CHURNED`, then `is_skilled` is None.

    `is_skilled` asks whether the whole interval of the area lies above one half.
    """

    renewed: int
    churned: int
    auc: Auc | None
    has_verdict: bool
    is_skilled: bool | None


def auc(renewed: Sequence[float], churned: Sequence[float]) -> Auc:
    """The area under the ROC curve with the standard error of Hanley and McNeil.

    Parameters
    ----------
    renewed, churned : sequence of float
        The figures of those who renewed and of those who churned; neither empty.

    Returns
    -------
    Auc

    Raises
    ------
    ValueError
        If one of the two is empty.

    Notes
    -----
    J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC)
    curve", Radiology 143 (1982): the area is the Wilcoxon statistic; its variance is
    (A(1-A) + (n-1)(Q1-A²) + (m-1)(Q2-A²)) / nm with Q1 = A/(2-A), Q2 = 2A²/(1+A). O(n log n) by ranks.

    Examples
    --------
    >>> auc([0.9, 0.8], [0.1, 0.8]).area
    0.875
    """
    if not renewed or not churned:
        raise ValueError("both who renewed and who churned are needed")
    n, m = len(renewed), len(churned)
    rank_sum = _rank_sum(renewed, churned)
    area = (rank_sum - n * (n + 1) / 2) / (n * m)
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    variance = (area * (1 - area) + (n - 1) * (q1 - area**2) + (m - 1) * (q2 - area**2)) / (n * m)
    return Auc(area, math.sqrt(max(variance, 0.0)))


def _rank_sum(renewed: Sequence[float], churned: Sequence[float]) -> float:
    """The sum of the ranks of the first among both, equal figures sharing the mean of their ranks."""
    ordered = sorted([(figure, 1) for figure in renewed] + [(figure, 0) for figure in churned])
    total, place = 0.0, 0
    while place < len(ordered):
        after = place
        while after < len(ordered) and ordered[after][0] == ordered[place][0]:
            after += 1
        mean_rank = (place + 1 + after) / 2
        total += mean_rank * sum(mine for _figure, mine in ordered[place:after])
        place = after
    return total


def brier(chances: Sequence[float], outcomes: Sequence[bool]) -> float:
    """The mean squared distance of chances from what happened: 0 is perfect, 0.25 is always saying one half.

    Parameters
    ----------
    chances : sequence of float
        Of a renewal, each in [0, 1].
    outcomes : sequence of bool
        Whether it was renewed, in the same order.

    Raises
    ------
    ValueError
        If the two differ in length, or are empty.

    Notes
    -----
    G. W. Brier, "Verification of forecasts expressed in terms of probability", 1950, in the form for two outcomes.

    Examples
    --------
    >>> round(brier([0.9, 0.2], [True, False]), 3)
    0.025
    """
    if len(chances) != len(outcomes) or not chances:
        raise ValueError("as many chances as outcomes are needed, and at least one")
    return sum((chance - happened) ** 2 for chance, happened in zip(chances, outcomes, strict=True)) / len(chances)


def wilson(successes: int, trials: int, z: float = Z95) -> Interval:
    """The Wilson score interval of a share.

    Parameters
    ----------
    successes, trials : int
        0 <= successes <= trials.
    z : float
        Of the normal distribution; 1.96 for 95 %.

    Returns
    -------
    Interval
        [0, 1] without trials.

    Notes
    -----
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    Examples
    --------
    >>> found = wilson(8, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.49, 0.943)
    """
    if not trials:
        return Interval(0.0, 1.0)
    share, spread = successes / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def calibration(chances: Sequence[float], outcomes: Sequence[bool], bins: int = 5) -> list[CalibrationBin]:
    """What happened where a chance was said, in bins of equal width; empty ones are left out.

    Parameters
    ----------
    chances : sequence of float
        Each in [0, 1]; 1 belongs to the last bin.
    outcomes : sequence of bool
        In the same order.
    bins : int
        At least 1.

    Returns
    -------
    list of CalibrationBin
        The lowest first; `interval` is Wilson's at 95 % around `happened`.

    Examples
    --------
    >>> [found] = calibration([0.95, 0.85], [True, False], 5)
    >>> found.count, round(found.said, 2), found.happened
    (2, 0.9, 0.5)
    """
    held: list[list[tuple[float, bool]]] = [[] for _bin in range(bins)]
    for chance, happened in zip(chances, outcomes, strict=True):
        held[min(int(chance * bins), bins - 1)].append((chance, happened))
    return [_bin(place / bins, (place + 1) / bins, pairs) for place, pairs in enumerate(held) if pairs]


def _bin(low: float, high: float, pairs: list[tuple[float, bool]]) -> CalibrationBin:
    count, renewed = len(pairs), sum(happened for _chance, happened in pairs)
    said = sum(chance for chance, _happened in pairs) / count
    return CalibrationBin(low, high, count, said, renewed / count, wilson(renewed, count))


def caught(figures: Sequence[float], outcomes: Sequence[bool], worst: int) -> Caught | None:
    """How many of the churned are among the worst figures: what a team that looks at so many accounts would meet.

    Parameters
    ----------
    figures : sequence of float
        A low one promises churn.
    outcomes : sequence of bool
        Whether it was renewed, in the same order.
    worst : int
        How many are looked at; equal figures at the edge count by the share of them that is looked at, rounded down.

    Returns
    -------
    Caught or None
        None where nobody churned.

    Examples
    --------
    >>> caught([10, 20, 30, 40], [False, True, False, True], 2)
    Caught(looked_at=2, churned=1, share=0.5)
    """
    churned = len(outcomes) - sum(outcomes)
    if not churned:
        return None
    worst = min(worst, len(figures))
    edge = sorted(figures)[worst - 1] if worst else -math.inf
    below = [happened for figure, happened in zip(figures, outcomes, strict=True) if figure < edge]
    at_edge = [happened for figure, happened in zip(figures, outcomes, strict=True) if figure == edge]
    left = worst - len(below)
    met = below.count(False) + (at_edge.count(False) * left // len(at_edge) if at_edge else 0)
    return Caught(worst, met, met / churned)


def skill(figures: Sequence[float], outcomes: Sequence[bool]) -> Skill:
    """Whether a figure told renewals from churn, where there is enough to say so.

    Parameters
    ----------
    figures : sequence of float
        Of each past renewal some days before it.
    outcomes : sequence of bool
        Whether it was renewed, in the same order.

    Returns
    -------
    Skill
        Without a verdict under `LEAST_CHURNED` churned, or where none renewed.

    Examples
    --------
    >>> skill([1.0, 0.0], [True, False]).has_verdict
    False
    """
    renewed = [figure for figure, happened in zip(figures, outcomes, strict=True) if happened]
    churned = [figure for figure, happened in zip(figures, outcomes, strict=True) if not happened]
    area = auc(renewed, churned) if renewed and churned else None
    has_verdict = len(churned) >= LEAST_CHURNED and area is not None
    is_skilled = area.interval.low > 0.5 if has_verdict and area else None
    return Skill(len(renewed), len(churned), area, has_verdict, is_skilled)
