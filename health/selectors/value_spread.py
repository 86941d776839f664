"""How the levels of value are spread over the accounts one sees: by team, by owner, by segment, in one query."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from csm.foundation.registry import AccountFilter, Column, Figure
from health.domain.value_level import LEVELS, GroupStep, Level, level_of_many, step_of_many
from health.selectors.value_levels import LACK_NAMES, LEVEL_NAMES

Key = int | None
Of = TypeVar("Of")


@dataclass(frozen=True)
class Spread:
    """How many accounts are on which level, and what they lack; `open` wait for their first judgement."""

    counts: Mapping[int, int]
    open: int = 0
    lacks: Mapping[tuple[int, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.open

    @property
    def level(self) -> int | None:
        """The level they have together."""
        return level_of_many(self.counts)

    @property
    def step(self) -> GroupStep | None:
        """What brings them to their next level together."""
        return step_of_many(self.lacks)


Rows = list[tuple[Any, ...]]


class Groups(Mapping[Key, Of]):
    """Something of each group by id; None is without one. Worked out when asked for: there may be hundreds."""

    def __init__(self, rows: Mapping[Key, Rows], shaped: Callable[[Rows], Of]) -> None:
        self._rows, self._shaped = rows, shaped

    def __getitem__(self, key: Key) -> Of:
        return self._shaped(self._rows[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def largest(self, most: int) -> list[Key]:
        """The groups with most accounts."""
        return sorted(self._rows, key=self._accounts, reverse=True)[:most]

    def _accounts(self, key: Key) -> int:
        return sum(row[-1] for row in self._rows[key])


@dataclass(frozen=True)
class Grouped(Generic[Of]):
    """Something of all, and of each team, owner and segment."""

    whole: Of
    teams: Groups[Of]
    owners: Groups[Of]
    segments: Groups[Of]


OWN = ("owner_id", "owner__team_id", "segment_id")


def grouped(
    accounts: "QuerySet[Account]",
    columns: Sequence[str],
    shaped: Callable[[Rows], Of],
    read: Callable[..., tuple[Any, ...]] = lambda *row: row,
) -> Grouped[Of]:
    """What `shaped` makes of all accounts and of each of their groups, in one query.

    It gets a row for each combination of the columns with the number of accounts last, read once by `read`.
    """
    found = accounts.order_by().values_list(*OWN, *columns).annotate(count=Count("pk", distinct=True))
    whole: Rows = []
    sides: list[dict[Key, Rows]] = [defaultdict(list) for _name in OWN]
    for row in found:
        figures = read(*row[len(OWN) :])
        whole.append(figures)
        for side, key in zip(sides, row, strict=False):
            side[key].append(figures)
    owners, teams, segments = (Groups(dict(side), shaped) for side in sides)
    return Grouped(shaped(whole), teams, owners, segments)


def spreads_of(accounts: "QuerySet[Account]") -> Grouped[Spread]:
    """The spreads over a set of accounts, in one query."""
    return grouped(accounts, ("health__value_level", "health__value_lack"), _spread)


def _spread(rows: Iterable[tuple[Any, ...]]) -> Spread:
    counts: Counter[Key] = Counter()
    lacks: Counter[tuple[int, str]] = Counter()
    for level, lack, count in rows:
        counts[level] += count
        if level is not None:
            lacks[level, lack] += count
    return Spread({int(level): counts[level] for level in LEVELS}, counts[None], lacks)


COLUMN = Column(
    "value_level",
    _("Level of value"),
    "health/_column_value.html",
    annotations={"value_level": F("health__value_level")},
    order_by="value_level",
    api_fields={"value_level": "value_level"},
    is_shown_first=False,
    position=15,
)

FILTER = AccountFilter(
    "value_level",
    _("Level of value"),
    {str(int(level)): (LEVEL_NAMES[level], Q(health__value_level=level)) for level in LEVELS},
    position=15,
)
LACKING = AccountFilter(
    "value_lack",
    _("Missing for the next level of value"),
    {lack.value: (name, Q(health__value_lack=lack)) for lack, name in LACK_NAMES.items()},
    position=15,
)


def head_figure(viewer: Any, account: Any) -> Mapping[str, Any]:
    """The level in the head of an account; its row carries it already."""
    level = getattr(account, "value_level", None)
    return {"level": level, "name": LEVEL_NAMES[Level(level)] if level else ""}


HEAD = Figure("value_level", "health/_figure_value.html", head_figure, position=15)
