"""What the pages of the portfolio share: the filters of the address, the book they choose, and the tabs."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account
from csm.foundation.views import PageView, anyone
from health.filtersets.portfolio import PortfolioFilterSet
from health.selectors.book import Book

TABS = (
    ("overview", "health:portfolio"),
    ("owners", "health:portfolio_owners"),
    ("renewals", "health:renewals"),
    ("revenue", "health:revenue"),
    ("value", "health:value"),
    ("ledgers", "health:ledgers"),
    ("backtest", "health:backtest"),
)


class PortfolioFrame(PageView):
    """A page about the accounts that the address chooses among those the viewer sees."""

    actions = {"GET": anyone}
    nav = "portfolio"
    tab = "overview"

    @cached_property
    def filters(self) -> PortfolioFilterSet:
        return PortfolioFilterSet(self.request.GET, self._mine, self.request)

    @property
    def _mine(self) -> "QuerySet[Account]":
        return Account.objects.visible_to(self.viewer)

    @cached_property
    def book(self) -> Book:
        """The accounts chosen. *Raises* BadRequest where a filter cannot be read."""
        if not self.filters.form.is_valid():
            name, errors = next(iter(self.filters.form.errors.items()))
            raise BadRequest(f"{name}: {errors[0]}")
        return Book.of(self.filters.qs)

    @cached_property
    def chosen(self) -> list[tuple[str, str]]:
        """The filters of the address that are set."""
        return self.filters.chosen()

    def address(self, url_name: str, **further: str) -> str:
        """A page of the portfolio with the filters of this one; `further` goes before a filter of the same name."""
        given = [(name, value) for name, value in further.items() if value]
        pairs = [*((name, value) for name, value in self.chosen if not further.get(name)), *given]
        url = reverse(url_name)
        return f"{url}?{urlencode(pairs)}" if pairs else url

    def rows_url(self, **asked: str) -> str:
        """The accounts behind a figure."""
        return self.address("health:portfolio_rows", **asked)

    def context(self, **extra: Any) -> dict[str, Any]:
        self.filters.offer_values(self._mine, "region")
        labels = {
            "overview": _("Overview"),
            "owners": _("Who carries what"),
            "renewals": _("Renewals"),
            "revenue": _("Revenue"),
            "value": _("Value"),
            "ledgers": _("Two ledgers"),
            "backtest": _("Backtest"),
        }
        tabs = [{"key": key, "label": labels[key], "url": self.address(url_name)} for key, url_name in TABS]
        return super().context(
            tabs=tabs,
            tab=self.tab,
            filters=list(self.filters.shown()),
            is_filtered=bool(self.chosen),
            base_currency=settings.BASE_CURRENCY,
            **extra,
        )
