"""The revenue ledger: what became of revenue in a period, renewal rates, and cohorts."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Segment
from health.domain.revenue import Ledger
from health.domain.revenue_cohorts import Cohort, finished_quarters, quarter_of
from health.selectors.ledger import WHATS, Period, cohorts
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import names_of

QUARTERS = 12
ROWS = 100


def periods(day: date) -> dict[str, tuple[Any, date, date]]:
    """The periods one can look at: a name, the first and the last day."""
    quarter = quarter_of(day)
    last = quarter.later(-1)
    return {
        "year": (_("the last twelve months"), day - timedelta(days=365), day),
        "quarter": (_("last quarter (%(quarter)s)") % {"quarter": last}, last.first_on, quarter.first_on),
        "calendar": (_("this calendar year so far"), date(day.year, 1, 1), day),
        "before": (_("last calendar year"), date(day.year - 1, 1, 1), date(day.year, 1, 1)),
    }


class RevenueFrame(PortfolioFrame):
    """A page about the ledger of a period."""

    tab = "revenue"

    @cached_property
    def period_key(self) -> str:
        """The period of the address. *Raises* BadRequest."""
        key = self.request.GET.get("period", "year")
        if key not in periods(self.book.day):
            raise BadRequest(_("There is no such period."))
        return key

    @cached_property
    def period(self) -> Period:
        _label, start_on, end_on = periods(self.book.day)[self.period_key]
        return Period(self.book.accounts, start_on, end_on)

    def ledger_url(self, what: str) -> str:
        return self.address("health:revenue_rows", period=self.period_key, what=what)

    def steps(self, found: Ledger) -> list[dict[str, Any]]:
        """From the revenue of the first day to that of the last."""
        told = (
            ("start", _("On the first day"), found.start, found.accounts, ""),
            ("expansion", _("Expansion"), found.expansion, found.expanded, "+"),
            ("contraction", _("Contraction"), found.contraction, found.contracted, "−"),
            ("churn", _("Churn"), found.churn, found.churned, "−"),
            ("new", _("New customers"), found.new_sales, found.new_accounts, "+"),
            ("end", _("On the last day"), found.end_with_new, None, ""),
        )
        return [
            {"key": key, "label": label, "amount": amount, "count": count, "sign": sign, "url": self.ledger_url(key)}
            for key, label, amount, count, sign in told
        ]


class RevenuePage(RevenueFrame):
    """GRR, NRR, renewal rate and what they are made of."""

    template_name = "health/revenue.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        found, by_segment = self.period.ledgers()
        names = names_of(Segment.objects.all())
        offered = periods(self.book.day)
        is_gross = request.GET.get("cohorts") == "gross"
        asked = finished_quarters(self.book.day, QUARTERS)
        return self.page(
            found=found,
            steps=self.steps(found),
            **self.rates(),
            grr=percent(found.grr),
            nrr=percent(found.nrr),
            segments=[
                {
                    "label": names.get(key, _("without a segment")),
                    "found": each,
                    "grr": percent(each.grr),
                    "nrr": percent(each.nrr),
                }
                for key, each in sorted(by_segment.items(), key=lambda item: -item[1].start)
            ],
            period=offered[self.period_key],
            period_key=self.period_key,
            periods=[(key, each[0], self.address("health:revenue", period=key)) for key, each in offered.items()],
            kept=[("period", self.period_key)],
            unknown_url=self.ledger_url("unknown"),
            cohorts=cohort_lines(cohorts(self.book.accounts, asked), is_gross),
            ages=range(1, QUARTERS),
            is_gross=is_gross,
            net_url=self.address("health:revenue", period=self.period_key),
            gross_url=self.address("health:revenue", period=self.period_key, cohorts="gross"),
        )

    def rates(self) -> dict[str, Any]:
        """What became of the contracts that ended in the period."""
        found = self.period.renewals()
        return {
            "renewals": found,
            "rate": percent(found.rate),
            "value_rate": percent(found.value_rate),
            "decided": found.renewed_count + found.churned_count,
            "overdue_url": self.address("health:renewals", due="overdue"),
        }


class RevenueRowsPage(RevenueFrame):
    """The accounts behind a figure of the ledger."""

    template_name = "health/revenue_rows.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        what = request.GET.get("what", "start")
        if what not in WHATS:
            raise BadRequest(_("There is no such figure in the ledger."))
        start = request.GET.get("start", "0")
        offset = int(start) if start.isdecimal() and len(start) < 8 else 0
        rows = [dict(row) for row in self.period.rows(what, ROWS, offset)]
        first = rows[0] if rows else {"accounts": 0, "all_start": 0, "all_end": 0}
        told = next((step for step in self.steps(Ledger()) if step["key"] == what), None)
        further = offset + ROWS if offset + len(rows) < first["accounts"] else None
        asked = {"period": self.period_key, "what": what}
        for row in rows:
            row["change"] = row["end"] - row["start"]
        return self.page(
            rows=rows,
            first=first,
            change=first["all_end"] - first["all_start"],
            heading=told["label"] if told else _("Not known"),
            is_unknown=what == "unknown",
            period=periods(self.book.day)[self.period_key],
            back_url=self.address("health:revenue", period=self.period_key),
            next_url=self.address("health:revenue_rows", **asked, start=str(further)) if further else None,
            previous_url=self.address("health:revenue_rows", **asked, start=str(max(0, offset - ROWS)))
            if offset
            else None,
        )


def percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def cohort_lines(found: list[Cohort], is_gross: bool) -> list[dict[str, Any]]:
    """Cohorts as rows of a table, with an empty cell for each quarter still to come."""
    lines = []
    for cohort in found:
        shares = [100 * (cell.gross if is_gross else cell.net) for cell in cohort.cells]
        cells = [
            {"share": share, "accounts": cell.accounts, "tone": tone_of(share)}
            for share, cell in zip(shares, cohort.cells, strict=True)
        ]
        empty = [None] * (QUARTERS - 1 - len(cells))
        lines.append({"cohort": cohort, "label": str(cohort.quarter), "cells": [*cells, *empty]})
    return lines


def tone_of(share: float) -> str:
    """How a share of the first revenue is shaded; the figure stands beside it."""
    if share > 100:
        return "grown"
    return "kept" if share == 100 else "less" if share >= 80 else "little"
