"""How alike two rows must be to be proposed as doubles, and in which word that is said."""

from enum import StrEnum
from typing import Final, NamedTuple

CERTAIN_FROM: Final = 80
LIKELY_FROM: Final = 60
POSSIBLE_FROM: Final = 45


class Likelihood(StrEnum):
    """How likely two rows mean one thing."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


# From which score on, and below which.
BOUNDS: Final = {
    Likelihood.CERTAIN: (CERTAIN_FROM, 101),
    Likelihood.LIKELY: (LIKELY_FROM, CERTAIN_FROM),
    Likelihood.POSSIBLE: (POSSIBLE_FROM, LIKELY_FROM),
}


class Reason(NamedTuple):
    """Why two rows look alike or not: a key that pages put into words, points (negative: against), and what to name."""

    key: str
    points: int
    named: tuple[str, ...] = ()


def likelihood(score: int) -> Likelihood | None:
    """The word for a score of 0 to 100; None where two rows are not worth proposing.

    >>> [likelihood(score) for score in (44, 45, 60, 80)]
    [None, <Likelihood.POSSIBLE: 'possible'>, <Likelihood.LIKELY: 'likely'>, <Likelihood.CERTAIN: 'certain'>]
    """
    if score >= CERTAIN_FROM:
        return Likelihood.CERTAIN
    if score >= LIKELY_FROM:
        return Likelihood.LIKELY
    return Likelihood.POSSIBLE if score >= POSSIBLE_FROM else None


def score(reasons: tuple[Reason, ...]) -> int:
    """The points of all reasons together, 0 to 100.

    >>> score((Reason("same_name", 55), Reason("same_phone", 60)))
    100
    """
    return max(0, min(100, sum(reason.points for reason in reasons)))
