"""Conditions about the score: fallen values, a worse band, red, payment.

Some last longer than the moment that brought them about: what an alert that stands already remembers decides then.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from health.domain.alerts.conditions import Condition, Figures, condition
from health.domain.alerts.kinds import DROP_POINTS, PAYMENT_POINTS, RECOVERED_POINTS, AlertKind
from health.domain.bands import Band
from health.domain.judgement import Judgement
from stakeholders.domain.sky import Sky

PAYMENT_KEY: Final = "payment"
RANK: Final = {Band.RED: 0, Band.AMBER: 1, Band.GREEN: 2}
RED_LIKELIHOOD: Final = 0.4  # below a lost route: what can be mended stands before the band that follows from it

Points = Mapping[str, tuple[float, float]]


def fallen_band(sky: Sky, now: Judgement, before: Judgement | None, kept: Figures | None) -> Iterator[Condition]:
    """One while the band is worse than the one it fell from, which `kept` remembers."""
    former = Band(kept["from"]) if kept else before.band if before else None
    if now.band is None or former is None or RANK[now.band] >= RANK[former]:
        return
    figures = {"from": former.value, "to": now.band.value}
    likelihood = RED_LIKELIHOOD if now.band is Band.RED else None
    yield condition(AlertKind.BAND_CHANGED, sky, figures, likelihood=likelihood)


def dropped_score(sky: Sky, now: Judgement, earlier: Sequence[Judgement], kept: Figures | None) -> Iterator[Condition]:
    """One when values fell by 10 points against an earlier judgement, until fewer than 5 of them are missing."""
    if kept:
        former = {key: (weight, points) for key, weight, points in kept["was"]}
        if value_effect(former, known_points(now)) <= -RECOVERED_POINTS:
            yield condition(AlertKind.SCORE_DROPPED, sky, _drop(former, now))
        return
    falls = [(value_effect(known_points(one), known_points(now)), place) for place, one in enumerate(earlier)]
    effect, place = min(falls, default=(0.0, 0))
    if effect <= -DROP_POINTS:
        yield condition(AlertKind.SCORE_DROPPED, sky, _drop(known_points(earlier[place]), now))


def red(sky: Sky, now: Judgement) -> Iterator[Condition]:
    """One while the band is red."""
    if now.band is Band.RED and now.score is not None:
        yield condition(AlertKind.RED_ACCOUNT, sky, {"score": round(now.score)})


def late_payment(sky: Sky, now: Judgement) -> Iterator[Condition]:
    """One while the measure of payment is low."""
    for part in now.parts:
        if part.key == PAYMENT_KEY and part.points is not None and part.points < PAYMENT_POINTS:
            yield condition(AlertKind.PAYMENT, sky, {"points": round(part.points), "raw": part.raw})


def known_points(judged: Judgement) -> dict[str, tuple[float, float]]:
    """Weight and points of each measure that is known."""
    return {part.key: (part.weight, part.points) for part in judged.parts if part.points is not None}


def value_effect(before: Points, now: Points) -> float:
    """What changed values alone did to a score, in points: negative where they fell.

    Parameters
    ----------
    before, now : mapping of str to (weight, points)
        The known measures at two times, with their full weights.

    Returns
    -------
    float
        Over the measures known both times, with weights W, W' renormalised over these: sum of (W + W')/2 (s' - s).
        0 without a common measure.

    Notes
    -----
    Source: design.md, "Score": the value part of the exact split.

    Examples
    --------
    >>> value_effect({"a": (0.5, 80), "b": (0.5, 60)}, {"a": (0.25, 60), "b": (0.75, 60)})
    -7.5
    >>> value_effect({"a": (1, 80)}, {"b": (1, 10)})
    0.0
    """
    common = sorted(before.keys() & now.keys())
    was, is_now = (sum(side[key][0] for key in common) for side in (before, now))
    if not was or not is_now:
        return 0.0
    return sum((before[key][0] / was + now[key][0] / is_now) / 2 * (now[key][1] - before[key][1]) for key in common)


def _drop(former: Points, now: Judgement) -> dict[str, Any]:
    known = known_points(now)
    fallen = {key: known[key][1] - points for key, (_weight, points) in former.items() if key in known}
    return {
        "was": [[key, weight, points] for key, (weight, points) in sorted(former.items())],
        "points": round(value_effect(former, known)),
        "measure": min(fallen, key=lambda key: (fallen[key], key), default=""),
    }
