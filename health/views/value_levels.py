"""How the levels of value are spread: by team, by owner and by segment, each count leading to its accounts."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Segment, Team, User
from health.domain.value_level import LEVELS
from health.selectors.value_levels import LEVEL_NAMES
from health.selectors.value_spread import Key, Spread, spreads_of
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import names_of


def _owners(ids: Iterable[Key]) -> Any:
    return User.objects.filter(pk__in=[pk for pk in ids if pk])


class ValuePage(PortfolioFrame):
    """How far are we with which customers: the levels of value by team, owner and segment."""

    template_name = "health/value_levels.html"
    tab = "value"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = spreads_of(self.book.accounts)
        tables = (
            (_("Teams"), "team", Team.objects.all(), found.teams, _("without a team")),
            (_("Owners"), "owner", _owners(found.owners), found.owners, _("without an owner")),
            (_("Segments"), "segment", Segment.objects.all(), found.segments, _("without a segment")),
        )
        return self.page(
            whole=self._line(_("All of them"), found.whole, {}),
            tables=[(label, self._lines(name, names_of(rows), of, none)) for label, name, rows, of, none in tables],
            levels=[(int(level), LEVEL_NAMES[level]) for level in LEVELS],
        )

    def _lines(self, name: str, names: Mapping[Any, str], spreads: Mapping[Key, Spread], none: str) -> list[Any]:
        lines = [
            self._line(names.get(key, none) if key else none, spread, {name: str(key)} if key else None)
            for key, spread in spreads.items()
        ]
        return sorted(lines, key=lambda line: (line["label"] == none, line["label"].casefold()))

    def _line(self, label: str, spread: Spread, narrowed: Mapping[str, str] | None) -> dict[str, Any]:
        """A row of a table: each count leads to its accounts, where the list can be narrowed to them."""
        cells = [
            {"count": count, "url": self._list_url(level, narrowed) if count and narrowed is not None else ""}
            for level, count in spread.counts.items()
        ]
        level = spread.level
        name = LEVEL_NAMES[LEVELS[level - 1]] if level else ""
        return {"label": label, "spread": spread, "cells": cells, "level": level, "level_name": name}

    def _list_url(self, level: int, narrowed: Mapping[str, str]) -> str:
        kept = {name: value for name, value in self.chosen if name not in narrowed}
        return f"{reverse('accounts:list')}?{urlencode({**kept, **narrowed, 'value_level': str(level)})}"
