"""How the levels of value are spread over the accounts one sees: by team, by owner, by segment, in one query."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from csm.foundation.registry import AccountFilter, Column, Figure
from health.domain.value_level import LEVELS, Level, level_of_many
from health.selectors.value_levels import LEVEL_NAMES

Key = int | None


@dataclass(frozen=True)
class Spread:
    """How many accounts are on which level; `open` wait for their first judgement."""

    counts: Mapping[int, int]
    open: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.open

    @property
    def level(self) -> int | None:
        """The level they have together."""
        return level_of_many(self.counts)


@dataclass(frozen=True)
class Spreads:
    """The spread of all, and of each team, owner and segment by id; None is without one."""

    whole: Spread
    teams: Mapping[Key, Spread]
    owners: Mapping[Key, Spread]
    segments: Mapping[Key, Spread]


def spreads_of(accounts: "QuerySet[Account]") -> Spreads:
    """The spreads over a set of accounts, in one query."""
    rows = list(
        accounts.order_by()
        .values_list("owner_id", "owner__team_id", "segment_id", "health__value_level")
        .annotate(count=Count("pk", distinct=True))
    )
    return Spreads(
        _spread((level, count) for *_ids, level, count in rows),
        _by(rows, 1),
        _by(rows, 0),
        _by(rows, 2),
    )


def _by(rows: Iterable[tuple[Any, ...]], place: int) -> dict[Key, Spread]:
    groups: dict[Key, list[tuple[Key, int]]] = defaultdict(list)
    for row in rows:
        groups[row[place]].append((row[3], row[4]))
    return {key: _spread(group) for key, group in groups.items()}


def _spread(pairs: Iterable[tuple[Key, int]]) -> Spread:
    counts: Counter[Key] = Counter()
    for level, count in pairs:
        counts[level] += count
    return Spread({int(level): counts[level] for level in LEVELS}, counts[None])


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


def head_figure(viewer: Any, account: Any) -> Mapping[str, Any]:
    """The level in the head of an account; its row carries it already."""
    level = getattr(account, "value_level", None)
    return {"level": level, "name": LEVEL_NAMES[Level(level)] if level else ""}


HEAD = Figure("value_level", "health/_figure_value.html", head_figure, position=15)
