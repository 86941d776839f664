"""Which of all things worth doing a day shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

MOST: Final = 7
MOST_OF_AN_ACCOUNT: Final = 2
MAPS_A_DAY: Final = 5


class Worth(Protocol):
    """What picking needs to know."""

    @property
    def key(self) -> str: ...
    @property
    def account_id(self) -> int: ...
    @property
    def weight(self) -> float: ...


class Alike(Worth, Protocol):
    """What folding needs to know besides: what an item says, whomever it is about; empty stands alone."""

    @property
    def alike(self) -> str: ...


W = TypeVar("W", bound=Worth)
A = TypeVar("A", bound=Alike)


@dataclass(frozen=True)
class Fold(Generic[A]):
    """Items of one account that say the same of several people, the weightiest first; most often one alone."""

    items: tuple[A, ...]

    @property
    def first(self) -> A:
        return self.items[0]

    @property
    def is_several(self) -> bool:
        return len(self.items) > 1

    @property
    def key(self) -> str:
        return self.first.key

    @property
    def account_id(self) -> int:
        return self.first.account_id

    @property
    def weight(self) -> float:
        return self.first.weight


def fold(items: Iterable[A]) -> tuple[Fold[A], ...]:
    """Put the items of an account that say the same of several people together, all by weight.

    Examples
    --------
    >>> from collections import namedtuple
    >>> Item = namedtuple("Item", "key account_id weight alike")
    >>> items = [Item("a", 1, 9, "silent"), Item("b", 2, 8, "silent"), Item("c", 1, 7, "silent"), Item("d", 1, 1, "")]
    >>> [[item.key for item in one.items] for one in fold(items)]
    [['a', 'c'], ['b'], ['d']]
    """
    found: dict[tuple[int, str], list[A]] = {}
    for item in sorted(items, key=lambda each: (-each.weight, each.key)):
        found.setdefault((item.account_id, item.alike or item.key), []).append(item)
    return tuple(Fold(tuple(some)) for some in found.values())


def pick(
    items: Iterable[W], most: int = MOST, most_of_an_account: int = MOST_OF_AN_ACCOUNT
) -> tuple[tuple[W, ...], tuple[W, ...]]:
    """The few things to show first, and the rest, each by weight.

    Parameters
    ----------
    items : iterable
    most : int
        How many are shown, seven by default.
    most_of_an_account : int
        How many of these may be of one account, so that one customer on fire does not hide the others.

    Examples
    --------
    >>> from collections import namedtuple
    >>> Item = namedtuple("Item", "key account_id weight")
    >>> items = [Item("a", 1, 9), Item("b", 1, 8), Item("c", 1, 7), Item("d", 2, 1)]
    >>> first, rest = pick(items)
    >>> [item.key for item in first], [item.key for item in rest]
    (['a', 'b', 'd'], ['c'])
    """
    first: list[W] = []
    rest: list[W] = []
    shown: Counter[int] = Counter()
    for item in sorted(items, key=lambda each: (-each.weight, each.key)):
        has_room = len(first) < most and shown[item.account_id] < most_of_an_account
        (first if has_room else rest).append(item)
        shown[item.account_id] += has_room
    return tuple(first), tuple(rest)
