"""How the levels of value are spread over the accounts one sees: by team, by owner, by segment, in one query."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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


@dataclass(frozen=True)
class Grouped(Generic[Of]):
    """Something of all, and of each team, owner and segment by id; None is without one."""

    whole: Of
    teams: Mapping[Key, Of]
    owners: Mapping[Key, Of]
    segments: Mapping[Key, Of]


OWN = ("owner_id", "owner__team_id", "segment_id")


def grouped(
    accounts: "QuerySet[Account]", columns: Sequence[str], shaped: Callable[[list[tuple[Any, ...]]], Of]
) -> Grouped[Of]:
    """What `shaped` makes of (columns, count) of all accounts and of each of their groups, in one query."""
    found = accounts.order_by().values_list(*OWN, *columns).annotate(count=Count("pk", distinct=True))
    rows = [(row[: len(OWN)], row[len(OWN) :]) for row in found]
    sides: list[dict[Key, list[tuple[Any, ...]]]] = [defaultdict(list) for _name in OWN]
    for ids, figures in rows:
        for side, key in zip(sides, ids, strict=True):
            side[key].append(figures)
    owners, teams, segments = ({key: shaped(some) for key, some in side.items()} for side in sides)
    return Grouped(shaped([figures for _ids, figures in rows]), teams, owners, segments)


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
