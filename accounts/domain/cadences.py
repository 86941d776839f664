"""The rule that ties a cadence to a half-life: by two half-lives without a touch a relationship has faded."""

from collections.abc import Mapping

MOST_HALF_LIVES = 2


def longest_cadence(half_life_days: int) -> int:
    """Return the longest cadence, in days, that a segment with this half-life can promise.

    >>> longest_cadence(45)
    90
    """
    return MOST_HALF_LIVES * half_life_days


def too_slow(half_life_days: int, cadence_days: Mapping[str, int | None]) -> list[str]:
    """Return the keys whose cadence is longer than the half-life allows, in the order given.

    Parameters
    ----------
    half_life_days
        Days after which a touchpoint counts half, above 0.
    cadence_days
        Days between touches by key; None where nothing is promised.

    >>> too_slow(45, {"champion": 30, "it": 91, "user": None})
    ['it']
    """
    longest = longest_cadence(half_life_days)
    return [key for key, days in cadence_days.items() if days is not None and days > longest]
