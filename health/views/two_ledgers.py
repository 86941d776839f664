"""Two ledgers side by side for each team: what customers reached and received, and what business came of it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.filtersets import NO_TEAM
from accounts.models import Team
from csm.foundation.registry import Label
from health.domain.value_level import LEVELS
from health.selectors.two_ledgers import BEHIND, Outcomes, Side, two_ledgers
from health.selectors.value_levels import LEVEL_NAMES
from health.views.portfolio_lines import names_of
from health.views.revenue import RevenueFrame, percent, periods

ROWS: Final = 100
HEADINGS: Final[Mapping[str, Label]] = {
    "reached": gettext_lazy("Goals reached"),
    "received": gettext_lazy("Value received, by their word"),
    "first": gettext_lazy("First value received"),
}


class LedgersPage(RevenueFrame):
    """Does what customers receive go along with what they pay, and with which of our teams?"""

    template_name = "health/two_ledgers.html"
    tab = "ledgers"

    def get(self, request: HttpRequest) -> HttpResponse:
        found, names = two_ledgers(self.period), names_of(Team.objects.all())
        teams = [
            self._line(names.get(key, "") if key else _("without a team"), str(key or NO_TEAM), side)
            for key, side in found.teams.items()
        ]
        offered = periods(self.book.day)
        return self.page(
            whole=self._line(_("All of them"), "", found.whole),
            teams=sorted(teams, key=lambda line: (line["key"] == NO_TEAM, line["label"].casefold())),
            period=offered[self.period_key],
            period_key=self.period_key,
            periods=[(key, each[0], self.address("health:ledgers", period=key)) for key, each in offered.items()],
            kept=[("period", self.period_key)],
        )

    def _line(self, label: str, team: str, side: Side) -> dict[str, Any]:
        """A team: its figures, and the address of what is behind each."""
        level, business = side.spread.level, side.business
        return {
            "label": label,
            "key": team,
            "side": side,
            "level": level,
            "level_name": LEVEL_NAMES[LEVELS[level - 1]] if level else "",
            "grr": percent(business.revenue.grr),
            "nrr": percent(business.revenue.nrr),
            "rate": percent(business.renewals.rate),
            "decided": business.renewals.renewed_count + business.renewals.churned_count,
            "urls": self._urls(team),
        }

    def _urls(self, team: str) -> dict[str, str]:
        dated = {"period": self.period_key, "team": team}
        ledger = ("start", "gross", "net", "new", "expansion")
        return {
            **{what: self.address("health:ledger_rows", what=what, **dated) for what in BEHIND},
            **{what: self.address("health:revenue_rows", what=what, **dated) for what in ledger},
            "decided": self.address("health:revenue_contracts", what="decided", **dated),
            "level": self.address("health:value", team=team),
            "median": self.address("health:value", team=team) + "#first-value",
            "waiting": self.address("accounts:list", first_value="none_yet", team=team),
            "accounts": self.address("accounts:list", team=team),
        }


class LedgerRowsPage(RevenueFrame):
    """The accounts behind a figure of what customers reached and received, a hundred at a time."""

    template_name = "health/ledger_rows.html"
    tab = "ledgers"

    @cached_property
    def what(self) -> str:
        """The figure of the address. *Raises* BadRequest."""
        what = self.request.GET.get("what", next(iter(BEHIND)))
        if what not in BEHIND:
            raise BadRequest(_("There is no such figure in the ledger."))
        return what

    def get(self, request: HttpRequest) -> HttpResponse:
        start = request.GET.get("start", "0")
        offset = int(start) if start.isdecimal() and len(start) < 8 else 0
        rows = Outcomes(self.period).rows(self.what, ROWS, offset)
        count = rows[0]["accounts"] if rows else 0
        return self.page(
            rows=rows,
            sums=rows[0] if rows else None,
            what=self.what,
            heading=HEADINGS[self.what],
            period=periods(self.book.day)[self.period_key],
            back_url=self.address("health:ledgers", period=self.period_key),
            next_url=self._at(offset + ROWS) if offset + len(rows) < count else None,
            previous_url=self._at(max(0, offset - ROWS)) if offset else None,
        )

    def _at(self, start: int) -> str:
        return self.address("health:ledger_rows", period=self.period_key, what=self.what, start=str(start))
