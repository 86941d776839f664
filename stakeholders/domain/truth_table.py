"""Exact probabilities of a yes-no question about a few uncertain people, from its truth table."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


class Branch(NamedTuple):
    """A question of a decision diagram: is this person there? If not go to `low`, if so to `high`."""

    person: int
    low: int
    high: int


class Chance(NamedTuple):
    """A probability, and for each person how much it rises from their certain absence to their certain presence."""

    share: float
    importance: tuple[float, ...]


@lru_cache(maxsize=256)
def presence_column(person: int, people: int) -> int:
    """The truth table of "this person is there" over all 2^people cases.

    Case k is one in which the persons of the set bits of k are there.

    Examples
    --------
    >>> [bin(presence_column(person, 2)) for person in (0, 1)]
    ['0b1010', '0b1100']
    """
    run = 1 << person
    ones = ((1 << run) - 1) << run
    table = 0
    for start in range(0, 1 << people, 2 * run):
        table |= ones << start
    return table


def chance(table: int, probabilities: Sequence[float]) -> Chance:
    """The probability that a truth table says yes when people are there independently.

    Parameters
    ----------
    table : int
        2^n bits, bit k the answer in case k.
    probabilities : sequence of float
        For each of the n people the chance to be there, 0-1.

    Returns
    -------
    Chance

    Notes
    -----
    The table is halved into a reduced ordered decision diagram (Bryant 1986), in which equal halves and equal parts
    are met once; one pass up gives the probability, one pass down its derivatives, which are the importances of
    Birnbaum 1969, the probability being linear in each person's.

    Examples
    --------
    Both of two people (only case 3):

    >>> chance(0b1000, (0.5, 0.8))
    Chance(share=0.4, importance=(0.8, 0.5))
    """
    branches, root = _diagram(table, len(probabilities))
    values = [0.0, 1.0]
    for person, low, high in branches:
        values.append(values[low] + probabilities[person] * (values[high] - values[low]))
    return Chance(values[root], _importance(branches, root, values, probabilities))


def _diagram(table: int, people: int) -> tuple[list[Branch], int]:
    """The diagram's branches, children first; place 0 is no, 1 is yes, branch i has place i + 2."""
    branches: list[Branch] = []
    places: dict[tuple[int, int], int] = {}

    def place(part: int, depth: int) -> int:
        if not part:
            return 0
        if part == (1 << (1 << depth)) - 1:
            return 1
        if (depth, part) not in places:
            half = 1 << (depth - 1)
            low, high = place(part & ((1 << half) - 1), depth - 1), place(part >> half, depth - 1)
            if low != high:
                branches.append(Branch(depth - 1, low, high))
            places[depth, part] = low if low == high else len(branches) + 1
        return places[depth, part]

    root = place(table, people)
    return branches, root


def _importance(
    branches: Sequence[Branch], root: int, values: Sequence[float], probabilities: Sequence[float]
) -> tuple[float, ...]:
    reached = [0.0] * len(values)
    reached[root] = 1.0
    importance = [0.0] * len(probabilities)
    for place in range(len(values) - 1, 1, -1):
        person, low, high = branches[place - 2]
        importance[person] += reached[place] * (values[high] - values[low])
        reached[high] += reached[place] * probabilities[person]
        reached[low] += reached[place] * (1 - probabilities[person])
    return tuple(importance)
