"""The portfolio: how much revenue is safe, at risk, hanging on one person or not known, and what moved."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from health.selectors.portfolio import portfolio
from health.views import portfolio_words as words
from health.views.portfolio_charts import tenth_chart
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import (
    band_lines,
    compared_lines,
    folded,
    move_lines,
    route_lines,
    tiles,
)


class PortfolioPage(PortfolioFrame):
    """Every figure of the accounts chosen, each of which opens its rows; some pictures follow once it stands."""

    template_name = "health/portfolio.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        compare = request.GET.get("by", "segment")
        if compare not in words.COMPARED:
            raise BadRequest(_("The portfolio is compared by segment, phase or region."))
        found = portfolio(self.book, compare)
        return self.page(
            found=found,
            tiles=tiles(self, found),
            bands=band_lines(self, found),
            moves=move_lines(self, found),
            routes=route_lines(self, found),
            tenths=tenth_chart(self, found.tenths),
            compared=folded(compared_lines(self, found, compare)),
            compare=compare,
            kept=[("by", compare)] if compare != "segment" else [],
            unvalued=found.total.accounts - found.total.valued,
            unvalued_url=self.rows_url(valued="no"),
            urls=self.beside(),
            sky_url=self.address("health:portfolio_sky"),
            months_url=self.address("health:portfolio_months"),
            trend_url=self.address("health:portfolio_trend"),
            owners_url=self.address("health:portfolio_owners"),
            comparisons=[
                (key, label, self.address("health:portfolio", by=key)) for key, label in words.COMPARED.items()
            ],
            export_url=self.address("health:portfolio_export", by=compare),
        )

    def beside(self) -> dict[str, str]:
        """The accounts that the revenue at stake says nothing of, and those where it rests on assumptions."""
        return {
            "unmapped": self.rows_url(route="unknown"),
            "undated": self.rows_url(undated="yes"),
            "assumed": self.rows_url(assumed="yes"),
        }
