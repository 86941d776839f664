"""Sampled futures as bits: one fixed table of uniform numbers, compared with each person's probability to stay."""

from functools import lru_cache
from hashlib import shake_256
from typing import Final

WORLDS: Final = 8192
EVERY_WORLD: Final = (1 << WORLDS) - 1
# Binary digits of a uniform number: probabilities are kept to 6e-8, far below the sampling error of 0.0055.
DIGITS: Final = 24
SCALE: Final = 1 << DIGITS


def still_there(number: int, probability: float) -> int:
    """The worlds in which the star with this permanent number is still there.

    Parameters
    ----------
    number : int
        `Star.number`, the row of the table; non-negative.
    probability : float
        Chance to be still there, 0-1.

    Returns
    -------
    int
        8,192 bits, bit k for world k. The same number meets the same uniforms in every sky, so that a larger
        probability keeps every world of a smaller one (monotone coupling).

    Examples
    --------
    >>> still_there(3, 0.5) & ~still_there(3, 0.6)
    0
    >>> 0.48 < still_there(3, 0.5).bit_count() / WORLDS < 0.52
    True
    """
    return _below(number, min(SCALE, max(0, round(probability * SCALE))))


@lru_cache(maxsize=4096)
def _below(number: int, threshold: int) -> int:
    """The worlds whose uniform digits, read as an integer, lie below a threshold: a comparison of all at once."""
    if threshold == SCALE:
        return EVERY_WORLD
    below = 0
    for digit, ones in enumerate(_digits(number)):
        zeros = ones ^ EVERY_WORLD
        below = zeros | below if threshold >> digit & 1 else zeros & below
    return below


@lru_cache(maxsize=512)
def _digits(number: int) -> tuple[int, ...]:
    """One row of the table: for each binary digit, lowest first, its value in every world.

    An extendable hash of the row's number is the generator: the same on every machine and Python, without a state.
    """
    size = WORLDS // 8
    drawn = shake_256(f"worlds of star {number}".encode()).digest(DIGITS * size)
    return tuple(int.from_bytes(drawn[start : start + size], "little") for start in range(0, len(drawn), size))
