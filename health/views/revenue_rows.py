"""What is behind each figure of the revenue ledger: its accounts or its contracts, on a page and as a file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Final

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.importing.reports import Cell, lines
from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, Segment
from accounts.models.contracts import OUTCOME_LABELS
from csm.foundation.registry import Label
from health.selectors.ledger import BECAME, WHATS, Period
from health.views.revenue import NO_SEGMENT, RevenueFrame, percent, periods

ROWS: Final = 100
EVERY: Final = 1_000_000

HEADINGS: Final[Mapping[str, Label]] = {
    "start": gettext_lazy("On the first day"),
    "expansion": gettext_lazy("Expansion"),
    "contraction": gettext_lazy("Contraction"),
    "churn": gettext_lazy("Churn"),
    "new": gettext_lazy("New customers"),
    "end": gettext_lazy("On the last day"),
    "gross": gettext_lazy("Gross revenue retention"),
    "net": gettext_lazy("Net revenue retention"),
    "unknown": gettext_lazy("Not known"),
    "decided": gettext_lazy("Contracts renewed"),
    "renewed": gettext_lazy("Contracts that were renewed"),
    "churned": gettext_lazy("Contracts that churned"),
    "undecided": gettext_lazy("Ended, nothing said"),
}


@dataclass(frozen=True)
class Found:
    """Some rows of a figure, and what all of them add up to (`sums`: one row of sums, empty without rows)."""

    rows: list[dict[str, Any]]
    sums: dict[str, Any]


class _RowsFrame(RevenueFrame):
    """The rows behind a figure, in the accounts chosen or those of one segment of them."""

    offered: ClassVar[Iterable[str]] = ()
    columns: ClassVar[tuple[tuple[str, Label], ...]] = ()

    @cached_property
    def what(self) -> str:
        """The figure of the address. *Raises* BadRequest."""
        what = self.request.GET.get("what", next(iter(self.offered)))
        if what not in self.offered:
            raise BadRequest(_("There is no such figure in the ledger."))
        return what

    @cached_property
    def only(self) -> str:
        """The segment of the address: an id, `none` for accounts without one, or nothing. *Raises* BadRequest."""
        only = self.request.GET.get("only", "")
        if only and only != NO_SEGMENT and not (only.isascii() and only.isdecimal() and len(only) < 19):
            raise BadRequest(_("There is no such segment."))
        return only

    @cached_property
    def period(self) -> Period:
        _label, start_on, end_on = periods(self.book.day)[self.period_key]
        return Period(self._accounts, start_on, end_on)

    @property
    def _accounts(self) -> "QuerySet[Account]":
        rows: QuerySet[Account] = self.book.accounts
        if not self.only:
            return rows
        if self.only == NO_SEGMENT:
            return rows.filter(segment__isnull=True)
        return rows.filter(segment_id=int(self.only))

    @property
    def asked(self) -> dict[str, str]:
        return {"period": self.period_key, "what": self.what, "only": self.only}

    def found(self, limit: int, offset: int = 0) -> Found:
        raise NotImplementedError


class _RowsPage(_RowsFrame):
    """A page of a hundred rows; their sum stands below."""

    url_name: ClassVar[str] = ""
    export_name: ClassVar[str] = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        start = request.GET.get("start", "0")
        offset = int(start) if start.isdecimal() and len(start) < 8 else 0
        found = self.found(ROWS, offset)
        further = offset + ROWS if offset + len(found.rows) < found.sums["count"] else None
        segment = Segment.objects.filter(pk=int(self.only)).first() if self.only.isdecimal() else None
        return self.page(
            rows=found.rows,
            sums=found.sums,
            what=self.what,
            heading=HEADINGS[self.what],
            segment=segment.name if segment else _("without a segment") if self.only else "",
            period=periods(self.book.day)[self.period_key],
            back_url=self.address("health:revenue", period=self.period_key),
            export_url=self.address(self.export_name, **self.asked),
            next_url=self.address(self.url_name, **self.asked, start=str(further)) if further else None,
            previous_url=self.address(self.url_name, **self.asked, start=str(max(0, offset - ROWS)))
            if offset
            else None,
        )


class _RowsExport(_RowsFrame):
    """The same rows as CSV, all of them, with their sum."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        name = f"revenue-{self.what}-{self.period.start_on}-{self.period.end_on}.csv"
        text = (line.encode() for line in lines(self._table(self.found(EVERY)), ","))
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)

    def _table(self, found: Found) -> Iterator[list[Cell]]:
        yield [str(label) for _key, label in self.columns]
        for row in [*found.rows, {**found.sums, "name": _("Together")}]:
            yield [_cell(row.get(key)) for key, _label in self.columns]


def _cell(value: Any) -> Cell:
    return value if isinstance(value, int | float | Decimal) else "" if value is None else str(value)


class _OfAccounts(_RowsFrame):
    offered = WHATS
    columns = (
        ("name", gettext_lazy("Account")),
        ("start", gettext_lazy("First day")),
        ("end", gettext_lazy("Last day")),
        ("kept", gettext_lazy("Kept")),
        ("change", gettext_lazy("Change")),
    )

    def found(self, limit: int, offset: int = 0) -> Found:
        rows = [dict(row) for row in self.period.rows(self.what, limit, offset)]
        first: Mapping[str, Any] = rows[0] if rows else {}
        sums: dict[str, Any] = {name: first.get(f"all_{name}", 0) for name in ("start", "end", "kept")}
        for row in [*rows, sums]:
            row["change"] = row["end"] - row["start"]
        sums["count"] = first.get("accounts", 0)
        part = {"gross": sums["kept"], "net": sums["end"]}.get(self.what)
        sums["share"] = percent(float(part / sums["start"])) if part is not None and sums["start"] else None
        return Found(rows, sums)


class RevenueRowsPage(_OfAccounts, _RowsPage):
    """The accounts behind a figure of the ledger."""

    template_name = "health/revenue_rows.html"
    url_name, export_name = "health:revenue_rows", "health:revenue_rows_export"


class RevenueRowsExport(_OfAccounts, _RowsExport):
    """The accounts behind a figure of the ledger, as CSV."""


class _OfContracts(_RowsFrame):
    offered = BECAME
    columns = (
        ("name", gettext_lazy("Account")),
        ("product", gettext_lazy("Product")),
        ("ends_on", gettext_lazy("Ended")),
        ("annual_value", gettext_lazy("Annual value")),
        ("currency", gettext_lazy("Currency")),
        ("value", gettext_lazy("In the base currency")),
        ("became", gettext_lazy("What became of it")),
    )

    def found(self, limit: int, offset: int = 0) -> Found:
        rows = [dict(row) for row in self.period.contracts(self.what, limit, offset)]
        for row in rows:
            row["became"] = OUTCOME_LABELS[ContractOutcome(row["outcome"])]
        first: Mapping[str, Any] = rows[0] if rows else {}
        sums = {name: first.get(name, 0) for name in ("count", "renewed_count", "renewed_value", "all_value")}
        sums["value"] = sums["all_value"]
        decided = self.what == "decided"
        sums["share"] = percent(sums["renewed_count"] / sums["count"]) if decided and sums["count"] else None
        sums["value_share"] = (
            percent(float(sums["renewed_value"] / sums["value"])) if decided and sums["value"] else None
        )
        return Found(rows, sums)


class RevenueContractsPage(_OfContracts, _RowsPage):
    """The contracts behind a renewal rate."""

    template_name = "health/revenue_contracts.html"
    url_name, export_name = "health:revenue_contracts", "health:revenue_contracts_export"


class RevenueContractsExport(_OfContracts, _RowsExport):
    """The contracts behind a renewal rate, as CSV."""
