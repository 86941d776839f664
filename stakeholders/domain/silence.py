"""Silences that are unusual for the rhythm a star had, and how many of them chance alone would give.

Source: design.md, "Unusual silence". If two-way days come as a Poisson process of unknown rate and the first n
of them span T days, the next gap exceeds g days with probability (T / (T + g)) ** (n - 1).
"""

from datetime import date
from typing import Final, NamedTuple

from stakeholders.domain.sky import Sky

# All from design.md, "Unusual silence".
WINDOW_DAYS: Final = 365
LEAST_DAYS: Final = 4
UNUSUAL_UP_TO: Final = 0.02


class Silence(NamedTuple):
    """How long a star has been silent, against their rhythm: `day_count` two-way days over `span_days`, then nothing.

    `p` in (0, 1] is the probability of a gap at least as long if the rhythm had gone on.
    """

    star_id: int
    day_count: int
    span_days: int
    gap_days: int
    last_on: date
    p: float
    is_unusual: bool
    touch_ids: tuple[int, ...]


def silences(sky: Sky) -> tuple[Silence, ...]:
    """The current silence of every present star with enough of a rhythm to judge it.

    Parameters
    ----------
    sky : Sky
        The map; two-way touchpoints up to 365 days before its date count, with whomever of ours.

    Returns
    -------
    tuple of Silence
        Stars with at least four distinct two-way days, most unusual first; unusual at p <= 0.02. Stars with fewer
        are absent: not quiet, but not judged. The touchpoints it rests on are listed oldest first; none is assumed.

    Examples
    --------
    Four calls 30 days apart, then 360 - 90 = 270 days of nothing: (90 / 360) ** 3 = 1 / 64.

    >>> from datetime import timedelta
    >>> from stakeholders.domain.sky import Star, Touch, TouchKind
    >>> first = date(2025, 1, 1)
    >>> calls = tuple(
    ...     Touch(i, first + timedelta(days=30 * i), TouchKind.CALL, True, (7,), (3,)) for i in range(4)
    ... )
    >>> sky = Sky(1, first + timedelta(days=360), (Star(3, 0, 3, "Ana"),), (), touches=calls)
    >>> [found] = silences(sky)
    >>> found.p, found.is_unusual
    (0.015625, True)
    """
    rhythms = _two_way_days(sky).items()
    judged = [_silence(sky.as_of, star_id, days) for star_id, days in rhythms if len(days) >= LEAST_DAYS]
    return tuple(sorted(judged, key=lambda each: (each.p, each.star_id)))


def expected_by_chance(judged_count: int) -> float:
    """How many unusual silences chance alone would give among some that were judged.

    Parameters
    ----------
    judged_count : int
        The number of silences judged, over one account or a whole book; at least 0.

    Returns
    -------
    float
        `0.02 * judged_count`: where the rhythm goes on, p is uniform, so that each fires with probability 0.02.

    Examples
    --------
    >>> expected_by_chance(150)
    3.0
    """
    return UNUSUAL_UP_TO * judged_count


def silence_p(day_count: int, span_days: int, gap_days: int) -> float:
    """The probability of a gap at least this long after so many days of contact over such a span.

    Parameters
    ----------
    day_count : int
        Distinct days of contact, n >= 2.
    span_days : int
        Days from the first to the last of them, T >= 1.
    gap_days : int
        Days since the last, g >= 0.

    Returns
    -------
    float
        (T / (T + g)) ** (n - 1), in (0, 1]; 1 when there was contact today.

    Examples
    --------
    >>> silence_p(4, 90, 270), silence_p(4, 90, 0)
    (0.015625, 1.0)
    """
    return float((span_days / (span_days + gap_days)) ** (day_count - 1))


def _two_way_days(sky: Sky) -> dict[int, dict[date, list[int]]]:
    present = {star.id for star in sky.stars if star.is_present(sky.as_of)}
    days: dict[int, dict[date, list[int]]] = {}
    for touch in sky.touches:
        if touch.is_two_way and (sky.as_of - touch.on).days <= WINDOW_DAYS:
            for star_id in present.intersection(touch.stars):
                days.setdefault(star_id, {}).setdefault(touch.on, []).append(touch.id)
    return days


def _silence(as_of: date, star_id: int, days: dict[date, list[int]]) -> Silence:
    first, last = min(days), max(days)
    span_days, gap_days = (last - first).days, (as_of - last).days
    p = silence_p(len(days), span_days, gap_days)
    touch_ids = tuple(touch_id for on in sorted(days) for touch_id in days[on])
    return Silence(star_id, len(days), span_days, gap_days, last, p, p <= UNUSUAL_UP_TO, touch_ids)
