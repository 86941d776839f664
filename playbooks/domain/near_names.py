"""The names that somebody may have meant who typed another: by letters mistaken or swapped, and by a word of them."""

from collections.abc import Collection
from typing import Final

NEAR: Final = 0.7
CLOSE: Final = 0.2
MOST: Final = 3
SHORT: Final = 3
OF_A_WORD: Final = 0.95


def near_names(name: str, names: Collection[str], most: int = MOST) -> list[str]:
    """The names most like one, best first: none below 0.7, none far behind the best.

    Likeness is from 0 to 1: of the whole names 1 - distance / length, or, slightly less worth, how well each word of
    what was typed is found among the words of the name.

    >>> known = ["value_level", "value_received", "stale", "threads", "days_to_renewal", "band"]
    >>> near_names("value_recieved", known), near_names("recieved_value", known), near_names("value", known)
    (['value_received'], ['value_received'], ['value_level', 'value_received'])
    >>> near_names("thread", known), near_names("renewal", known), near_names("mood", known)
    (['threads'], ['days_to_renewal'], [])
    """
    typed = name.casefold()
    scored = sorted((-likeness(typed, each), len(each), each) for each in names)
    best = -scored[0][0] if scored else 0.0
    least = max(NEAR, best - CLOSE)
    return [each for score, _length, each in scored if -score >= least][:most]


def likeness(typed: str, name: str) -> float:
    """How like two names are, from 0 to 1; 1 only where they are the same."""
    words = [word for word in typed.split("_") if len(word) >= SHORT]
    found = [max(_alike(word, other) for other in name.split("_")) for word in words]
    by_words = sum(found) / len(found) if found else 0.0
    return max(_alike(typed, name), OF_A_WORD * by_words)


def _alike(one: str, other: str) -> float:
    return 1 - distance(one, other) / max(len(one), len(other), 1)


def distance(one: str, other: str) -> int:
    """How many letters to add, leave out, change or swap with their neighbour (optimal string alignment).

    >>> distance("recieved", "received"), distance("thread", "threads"), distance("band", "bond"), distance("", "ab")
    (1, 1, 1, 2)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, another in enumerate(other, 1):
            steps = [last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != another)]
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], another):
                steps.append(before[j - 2] + 1)
            row.append(min(steps))
        before, last = last, row
    return last[-1]
