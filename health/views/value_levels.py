"""How the levels of value and the time to first value are spread, each count leading to its accounts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.filtersets import NO_TEAM
from accounts.models import Segment, Team, User
from health.domain.step_curve import HEIGHT, WIDTH, step_curve
from health.domain.value_level import LEVELS, GroupStep, Lack
from health.domain.waiting_times import Curve, stretches_of
from health.selectors.first_value_spread import FirstValues, first_values_over
from health.selectors.value_levels import LACK_NAMES, LEVEL_NAMES
from health.selectors.value_spread import Grouped, Key, Spread, spreads_of
from health.views.portfolio_charts import at
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import names_of

NAMED_LACKS: Final = 2
SHOWN_OWNERS: Final = 25
ALL: Final = "all"
Narrowed = Mapping[str, str] | None
"""What narrows the accounts of the page to those of a group; None where nothing can."""


@dataclass(frozen=True)
class Side:
    """One way to group the accounts: its filter in the list of accounts, the groups shown, and what none is called."""

    label: str
    filter: str
    none: str
    groups: str
    names: Mapping[Key, str]
    keys: Sequence[Key]


def _owners(ids: Iterable[Key]) -> Any:
    return User.objects.filter(pk__in=[pk for pk in ids if pk])


class ValuePage(PortfolioFrame):
    """How far are we with which customers, and how long did it take until they received something?"""

    template_name = "health/value_levels.html"
    tab = "value"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = spreads_of(self.book.accounts)
        first = first_values_over(self.book.accounts, self.book.day)
        owners = list(found.owners) if request.GET.get("owners") == ALL else found.owners.largest(SHOWN_OWNERS)
        sides = (
            Side(_("Teams"), "team", _("without a team"), "teams", names_of(Team.objects.all()), list(found.teams)),
            Side(_("Owners"), "owner", _("without an owner"), "owners", names_of(_owners(owners)), owners),
            Side(
                _("Segments"),
                "segment",
                _("without a segment"),
                "segments",
                names_of(Segment.objects.all()),
                list(found.segments),
            ),
        )
        return self.page(
            whole=self._line(_("All of them"), found.whole, {}),
            tables=[(side, self._lines(side, found, self._line)) for side in sides],
            first=self._first(_("All of them"), first.whole, {}),
            first_tables=[(side, self._lines(side, first, self._first)) for side in sides],
            more_owners=len(found.owners) - len(owners),
            all_owners_url=self.address("health:value", owners=ALL),
            curve=_drawn(first.whole.curve),
            has_open=bool(found.whole.open),
            levels=[(int(level), LEVEL_NAMES[level]) for level in LEVELS],
        )

    def _lines(self, side: "Side", found: Grouped[Any], line: Callable[..., dict[str, Any]]) -> list[Any]:
        groups = getattr(found, side.groups)
        lines = [
            line(side.names.get(key, side.none) if key else side.none, groups[key], self._narrowed(side.filter, key))
            for key in side.keys
        ]
        return sorted(lines, key=lambda line: (line["label"] == side.none, line["label"].casefold()))

    def _narrowed(self, name: str, key: Key) -> Narrowed:
        if key:
            return {name: str(key)}
        return {name: NO_TEAM} if name == "team" else None

    def _line(self, label: str, spread: Spread, narrowed: Narrowed) -> dict[str, Any]:
        """A row of a table: each count leads to its accounts, where the list can be narrowed to them."""
        cells = [
            {"count": count, "url": self._list_url(narrowed, value_level=level) if count else ""}
            for level, count in spread.counts.items()
        ]
        level, step = spread.level, spread.step
        name = LEVEL_NAMES[LEVELS[level - 1]] if level else ""
        return {
            "label": label,
            "spread": spread,
            "cells": cells,
            "level": level,
            "level_name": name,
            "step": self._step(step, narrowed) if step else None,
            "url": self._list_url(narrowed),
        }

    def _step(self, step: GroupStep, narrowed: Narrowed) -> dict[str, Any]:
        """What brings a group to its next level, with the accounts that are nearest and what they lack most often."""
        lacks = [
            {
                "label": LACK_NAMES[Lack(lack)],
                "count": count,
                "url": self._list_url(narrowed, value_level=step.from_level, value_lack=lack),
            }
            for lack, count in step.lacks
        ]
        return {"step": step, "lacks": lacks[:NAMED_LACKS]}

    def _first(self, label: str, found: FirstValues, narrowed: Narrowed) -> dict[str, Any]:
        """A row about the time to first value."""
        asked = {
            "received": "received",
            "in_time": "in_time",
            "waiting": "none_yet",
            "late": "late",
            "left": "left",
            "begun": "not_begun",
        }
        urls = {name: self._list_url(narrowed, first_value=value) for name, value in asked.items()}
        return {"label": label, "found": found, "urls": urls}

    def _list_url(self, narrowed: Narrowed, **asked: Any) -> str:
        if narrowed is None:
            return ""
        kept = {name: value for name, value in self.chosen if name not in narrowed}
        return f"{self._list}?{urlencode({**kept, **narrowed, **asked})}"

    @cached_property
    def _list(self) -> str:
        return reverse("accounts:list")


def _drawn(curve: Curve) -> dict[str, Any] | None:
    """The curve as a picture; None where nobody has begun."""
    if not curve.done + curve.waiting:
        return None
    drawn = step_curve(curve)
    points = " ".join(f"{at(x)},{at(y)}" for x, y in drawn.points)
    stretches = stretches_of(curve)
    end_x, end_y = drawn.points[-1]
    return {
        "points": points,
        "area": f"{points} {at(end_x)},{at(HEIGHT)} 0,{at(HEIGHT)}",
        "ticks": [(at(x), day) for x, day in drawn.ticks],
        "end_x": at(end_x),
        "end_y": at(end_y - 6),
        "end_share": 100 * drawn.end_share,
        "is_median_late": drawn.median_x is not None and drawn.median_x > WIDTH / 2,
        "median_x": None if drawn.median_x is None else at(drawn.median_x),
        "half_y": at(HEIGHT / 2),
        "last_day": drawn.last_day,
        "stretches": [(each, 100 * each.share_waiting) for each in stretches],
        "is_folded": len(stretches) < len(curve.drops),
        "longest": curve.longest,
    }
