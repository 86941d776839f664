"""Who carries what: the accounts, the revenue and the work of each owner."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from health.selectors.loads import carried
from health.selectors.portfolio import owned
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import Carried, figure_urls, folded, loads_together, opening, owner_lines

PART = "portfolio-owners"
FIRST = "revenue"


class PortfolioOwnersPage(PortfolioFrame):
    """All owners, in the order asked for; as a part of the overview those with most revenue, the others in one line."""

    template_name = "health/portfolio_owners.html"
    tab = "owners"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = owned(self.book)
        work = carried(self.viewer)
        owners = owner_lines(found, work)
        columns = _columns(work)
        asked = request.GET.get("sort", FIRST)
        sort = asked if asked in columns else FIRST
        is_part = self.request.htmx.target == PART
        shown = folded(owners) if is_part else sorted(owners, key=columns[sort].figure, reverse=True)
        return self.page(
            partial=PART,
            found=found,
            owners=opening(self, shown),
            loads_together=loads_together(owners),
            owner_urls=figure_urls(self),
            heads=[self._head(key, column, sort) for key, column in columns.items()],
            is_part=is_part,
            whole_url=self.address("health:portfolio_owners"),
            kept=[("sort", sort)] if sort != FIRST else [],
        )

    def _head(self, key: str, column: "Column", sort: str) -> dict[str, Any]:
        return {
            "key": key,
            "label": column.label,
            "url": self.address("health:portfolio_owners", sort=key),
            "direction": "descending" if key == sort else "",
        }


class Column(NamedTuple):
    """A column of figures, and by what of a line it puts the owners in order, most first."""

    label: str
    figure: Callable[[dict[str, Any]], Any]


def _columns(work: Carried) -> dict[str, Column]:
    return {
        "accounts": Column(_("Accounts"), lambda line: line["sums"].accounts),
        FIRST: Column(_("Revenue"), lambda line: line["sums"].revenue),
        "red": Column(_("At risk"), lambda line: line["sums"].red_revenue),
        "renewing": Column(_("Renews within 90 days"), lambda line: line["sums"].renewing_revenue),
        "single": Column(_("On one person"), lambda line: line["sums"].single_revenue),
        "unknown": Column(_("Not enough known"), lambda line: line["sums"].unknown_revenue),
        **{load.key: _of_load(place, str(load.label)) for place, (load, _counts) in enumerate(work)},
    }


def _of_load(place: int, label: str) -> Column:
    return Column(label, lambda line: line["loads"][place][1])
