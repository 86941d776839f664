"""Parts of the portfolio that are read after the rest stands: its sky, the renewals ahead, and how health moved."""

from django.http import HttpRequest, HttpResponse

from health.selectors.portfolio import trend
from health.selectors.portfolio_rows import sky_rows
from health.selectors.renewals import months_ahead
from health.views.portfolio_charts import account_sky, month_chart, trend_chart
from health.views.portfolio_frame import PortfolioFrame

STARS = 100


class PortfolioSkyPart(PortfolioFrame):
    """The largest accounts by renewal date and health."""

    template_name = "health/_portfolio_sky.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = sky_rows(self.book, STARS)
        return self.page(sky=account_sky(found.rows, self.book.day), sky_left_out=found.accounts - len(found.rows))


class PortfolioTrendPart(PortfolioFrame):
    """Revenue by health, week by week."""

    template_name = "health/_portfolio_trend.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(weeks=trend_chart(trend(self.book)))


class PortfolioMonthsPart(PortfolioFrame):
    """Revenue that renews in each of the coming months, by forecast."""

    template_name = "health/_portfolio_months.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(months=month_chart(self, months_ahead(self.book)))
