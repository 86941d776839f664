"""The tables of the portfolio as a file: the figures of the screen, exact."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from accounts.domain.importing.reports import Cell, lines
from health.selectors.loads import carried
from health.selectors.portfolio import Portfolio, Sums, owned, portfolio
from health.selectors.renewals import months_ahead
from health.views import portfolio_words as words
from health.views.portfolio_charts import month_chart, tenth_chart
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import band_lines, compared_lines, owner_lines, route_lines


class PortfolioExportView(PortfolioFrame):
    """What the portfolio shows, as CSV."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        compare = request.GET.get("by", "segment")
        compare = compare if compare in words.COMPARED else "segment"
        found = portfolio(self.book, compare)
        text = (line.encode() for line in lines(self.table(found, compare), ","))
        headers = {"Content-Disposition": f'attachment; filename="portfolio-{self.book.day}.csv"'}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)

    def table(self, found: Portfolio, compare: str) -> Iterator[list[Cell]]:
        """One row for each row of each table of the page."""
        work = carried(self.viewer)
        own = [_("accounts"), _("revenue"), _("may lose its route"), _("since last week")]
        yield [_("table"), _("group"), *own, *(str(load.label) for load, _counts in work)]
        yield _row(_("Together"), "", found.total)
        for line in band_lines(self, found):
            yield _row(_("Revenue by health"), line["label"], line["sums"], line["moved"])
        for line in route_lines(self, found):
            yield _row(_("Revenue by how we reach the decision"), line["label"], line["sums"])
        for month in month_chart(self, months_ahead(self.book)):
            for label, total in month["categories"]:
                yield [_("Renewals"), f"{month['name']}, {label}", total.contracts, total.worth, "", ""]
        for tenth in tenth_chart(self, found.tenths):
            yield _row(_("Accounts by score"), tenth["name"], tenth["sums"])
        for line in compared_lines(self, found, compare):
            yield _row(words.COMPARED[compare], line["label"], line["sums"])
        for line in owner_lines(owned(self.book), work):
            carries = (count for _load, count in line["loads"])
            yield [*_row(_("Who carries what"), line["label"], line["sums"]), *carries]


def _row(table: Any, label: Any, sums: Sums, moved: Any = None) -> list[Cell]:
    figures = (sums.accounts, sums.revenue, sums.at_stake, "" if moved is None else moved)
    return [str(table), str(label), *figures]
