"""What the merging of rows must know of every table: each app says here, for each foreign key to a kind of row that can
be merged, what becomes of the rows that point at the one that goes.

A test of the architecture names the foreign keys without a rule. What can be merged at all is registered as `Merger`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from csm.foundation.registry import Label, Registry


class Way(Enum):
    """What happens to rows that point at a row that goes."""

    MOVES = "moves"  # they point at the row that stays
    STAYS = "stays"  # they remain where they are, out of sight until the merge is undone
    HANDLED = "handled"  # a `handler` decides about all of them together


@dataclass(frozen=True)
class MergeRule:
    """What becomes of rows of a model when the rows that `fields` point at are merged.

    `once` are the fields that only one row may hold together: the row of the side that is preferred is kept, the other
    is taken back. `woven` are the fields that only one row may hold together on a day (from `valid_from` to
    `valid_to`): the one preferred keeps its days, the other those that are left; with `joins`, rows that say the same
    become one. `alone` is a yes or no to which only one row of each may say yes: then the other says no. `choice` is
    the key by which whoever merges may prefer the side that goes. `in_order` says of which rows the fields are in
    ascending order. Rows whose fields come to point at one row vanish.
    """

    model: str
    fields: tuple[str, ...]
    way: Way = Way.MOVES
    once: tuple[str, ...] = ()
    woven: tuple[str, ...] = ()
    joins: bool = False
    alone: str = ""
    choice: str = ""
    choice_label: Label = ""
    in_order: Callable[[Any], bool] | None = None
    is_named: bool = False  # other systems and old addresses know its rows by id
    handler: Callable[..., None] | None = None

    @property
    def key(self) -> str:
        return f"{self.model}.{'+'.join(self.fields)}"

    @property
    def position(self) -> int:
        return 100

    @property
    def is_contested(self) -> bool:
        """Whether rows that move may meet rows that leave them no place."""
        return bool(self.once or self.woven or self.alone)


@dataclass(frozen=True)
class Split:
    """What is to be put right after a merge was undone: `settle(label, moved)` with what went back, by row id."""

    key: str
    settle: Callable[[Mapping[str, Mapping[int, Mapping[str, Any]]]], None]
    position: int = 100


@dataclass(frozen=True)
class Card:
    """One of two likely doubles, as lists show it: each line is a fact in words."""

    id: int
    name: str
    url: str
    lines: Sequence[str] = ()


class Found(NamedTuple):
    """Two rows that look like one: the smaller id first, 0-100, why, and the accounts where they are."""

    first_id: int
    second_id: int
    score: int
    reasons: Sequence[Any]
    accounts: Sequence[int]


@dataclass(frozen=True)
class Merger:
    """A kind of row that can be merged; `key` is the name of its model in small letters.

    `accounts_of(ids)` gives for each row the accounts whose facts a merge changes. `find(account_ids)` looks for likely
    doubles (None: everywhere), `search(viewer, words, without)` for rows to choose from. `refuse(winner, loser)` raises
    ValidationError where two cannot be merged. `prepare(plan, winner, loser, columns)` adds what is particular to the
    kind, given the columns the winner takes over. `describe(row)` puts a fact that contradicts another into words. Of
    `joined_texts` both may be kept, one after the other; nobody chooses the fields `left_out`.
    """

    key: str
    label: Label
    label_many: Label
    model: Any
    accounts_of: Callable[[Sequence[int]], Mapping[int, set[int]]]
    cards: Callable[[Any, Sequence[int]], Mapping[int, Card]]
    reasons_in_words: Callable[[Sequence[Any]], Sequence[str]]
    find: Callable[[Sequence[int] | None], Iterator["Found"]]
    search: Callable[[Any, str, int], Sequence[Card]]
    describe: Callable[[Any], str] = str
    refuse: Callable[[Any, Any], None] = lambda winner, loser: None
    prepare: Callable[[Any, Any, Any, Mapping[str, Any]], None] = lambda plan, winner, loser, columns: None
    joined_texts: tuple[str, ...] = ()
    left_out: frozenset[str] = field(default_factory=frozenset)
    position: int = 100


merge_rules: Registry[MergeRule] = Registry()
mergers: Registry[Merger] = Registry()
splits: Registry[Split] = Registry()
