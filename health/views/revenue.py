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
from health.selectors.ledger import Period, cohorts
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import names_of

QUARTERS = 12
NO_SEGMENT = "none"
BEHIND = ("start", "gross", "net", "expansion", "new")  # the figures that open the accounts behind them


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

    def ledger_url(self, what: str, segment: str = "") -> str:
        return self.address("health:revenue_rows", period=self.period_key, what=what, only=segment)

    def contracts_url(self, what: str) -> str:
        return self.address("health:revenue_contracts", period=self.period_key, what=what)

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
                self.segment(key, names.get(key, _("without a segment")), each)
                for key, each in sorted(by_segment.items(), key=lambda item: -item[1].start)
            ],
            urls={what: self.ledger_url(what) for what in BEHIND},
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

    def segment(self, key: int | None, label: str, found: Ledger) -> dict[str, Any]:
        """A line of the table by segment; each figure with what is behind it."""
        only = NO_SEGMENT if key is None else str(key)
        return {
            "label": label,
            "found": found,
            "grr": percent(found.grr),
            "nrr": percent(found.nrr),
            "urls": {what: self.ledger_url(what, only) for what in BEHIND},
        }

    def rates(self) -> dict[str, Any]:
        """What became of the contracts that ended in the period."""
        found = self.period.renewals()
        return {
            "renewals": found,
            "rate": percent(found.rate),
            "value_rate": percent(found.value_rate),
            "decided": found.renewed_count + found.churned_count,
            "decided_url": self.contracts_url("decided"),
            "undecided_url": self.contracts_url("undecided"),
        }


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
