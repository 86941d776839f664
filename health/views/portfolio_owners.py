"""Who carries what: the accounts, the revenue and the work of each owner."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from health.selectors.loads import carried
from health.selectors.portfolio import portfolio
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import Carried, figure_urls, folded, loads_together, opening, owner_lines

PART = "portfolio-owners"
FIRST = "revenue"


class PortfolioOwnersPage(PortfolioFrame):
    """All owners, in the order asked for; as a part of the overview those with most revenue, the others in one line."""

    template_name = "health/portfolio_owners.html"
    tab = "owners"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = portfolio(self.book)
        work = carried(self.viewer)
        owners = owner_lines(found, work)
        orders = _orders(work)
        sort = request.GET.get("sort", FIRST)
        is_part = self.request.htmx.target == PART
        shown = folded(owners) if is_part else sorted(owners, key=orders.get(sort, orders[FIRST]), reverse=True)
        return self.page(
            partial=PART,
            found=found,
            owners=opening(self, shown),
            loads_together=loads_together(owners),
            owner_urls=figure_urls(self),
            heads=self._heads(work, sort if sort in orders else FIRST),
            is_part=is_part,
            whole_url=self.address("health:portfolio_owners"),
            kept=[("sort", sort)] if sort in orders and sort != FIRST else [],
        )

    def _heads(self, work: Carried, sort: str) -> list[dict[str, Any]]:
        """The columns of figures, each of which puts the owners in order."""
        labels = {
            "accounts": _("Accounts"),
            FIRST: _("Revenue"),
            "red": _("At risk"),
            "renewing": _("Renews within 90 days"),
            "single": _("On one person"),
            "unknown": _("Not enough known"),
            **{load.key: str(load.label) for load, _counts in work},
        }
        return [
            {
                "key": key,
                "label": label,
                "url": self.address("health:portfolio_owners", sort=key),
                "direction": "descending" if key == sort else "",
            }
            for key, label in labels.items()
        ]


Line = dict[str, Any]


def _orders(work: Carried) -> dict[str, Callable[[Line], Any]]:
    """What owners can be put in order by, most first."""

    def of_load(place: int) -> Callable[[Line], Any]:
        return lambda line: line["loads"][place][1]

    return {
        "accounts": lambda line: line["sums"].accounts,
        FIRST: lambda line: line["sums"].revenue,
        "red": lambda line: line["sums"].red_revenue,
        "renewing": lambda line: line["sums"].renewing_revenue,
        "single": lambda line: line["sums"].single_revenue,
        "unknown": lambda line: line["sums"].unknown_revenue,
        **{load.key: of_load(place) for place, (load, _counts) in enumerate(work)},
    }
