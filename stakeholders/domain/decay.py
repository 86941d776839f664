"""How much of a touchpoint is left after some days, and how a sum of what is left becomes a strength."""

import math
from functools import lru_cache
from typing import Final

from stakeholders.domain.sky import TouchKind

# Weight of one two-way touchpoint (design.md, "Strength"); one-way counts nothing.
WEIGHTS: Final[dict[TouchKind, float]] = {
    TouchKind.JOINT_SESSION: 1.2,
    TouchKind.MEETING: 1.0,
    TouchKind.CALL: 0.8,
    TouchKind.TRAINING: 0.6,
    TouchKind.EMAIL: 0.3,
    TouchKind.EVENT: 0.3,
}
# Ages up to this many days are looked up, older ones computed. Ten years cover every real account.
TABLED_DAYS: Final = 3660


def decay(age_days: int, half_life_days: float) -> float:
    """What is left of a touchpoint after some days, in (0, 1]: 2^(-age / half-life).

    >>> decay(0, 45.0), decay(45, 45.0), decay(180, 90.0)
    (1.0, 0.5, 0.25)
    """
    if 0 <= age_days < TABLED_DAYS:
        return decays(half_life_days)[age_days]
    return float(2.0 ** (-age_days / half_life_days))


@lru_cache(maxsize=64)
def decays(half_life_days: float) -> tuple[float, ...]:
    """What is left after 0, 1, 2, ... days, up to ten years: the table behind `decay`.

    >>> decays(1.0)[:4]
    (1.0, 0.5, 0.25, 0.125)
    """
    return tuple(2.0 ** (-age / half_life_days) for age in range(TABLED_DAYS))


def strength_of(total: float) -> float:
    """Strength in [0, 1] of a sum of decayed weights: 1 - exp(-total).

    >>> strength_of(0.0), round(strength_of(1.0), 6)
    (0.0, 0.632121)
    """
    return -math.expm1(-total)
