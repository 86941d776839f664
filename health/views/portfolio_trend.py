"""How health moved over the last quarter of a year: a part of the portfolio that is read after the rest stands."""

from django.http import HttpRequest, HttpResponse

from health.selectors.portfolio import trend
from health.views.portfolio_charts import trend_chart
from health.views.portfolio_frame import PortfolioFrame


class PortfolioTrendPart(PortfolioFrame):
    """Revenue by health, week by week."""

    template_name = "health/_portfolio_trend.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(weeks=trend_chart(trend(self.book)))
