"""The portfolio and the revenue ledger in the API: the figures of the pages, by the filters of the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.filtersets import AccountFilterSet
from accounts.models import Account
from csm.foundation.api import ApiView, operation, parameter_errors
from csm.foundation.clock import today
from csm.foundation.fields import Day
from csm.foundation.openapi import parameter_of
from csm.foundation.paging import BadParameter
from csm.foundation.problems import Problem
from csm.foundation.registry import Load, account_filters
from health.domain.revenue import Ledger
from health.domain.revenue_cohorts import Cohort, finished_quarters
from health.filtersets.portfolio import PortfolioFilterSet
from health.selectors.book import Book
from health.selectors.ledger import Period, cohorts
from health.selectors.loads import carried
from health.selectors.portfolio import COMPARED, Owned, Portfolio, Sums, owned, portfolio
from health.selectors.portfolio_rows import NOBODY

QUARTERS = 12
DAY: dict[str, Any] = {"type": "string", "format": "date"}
FIRST_DAY = OpenApiParameter("start_on", DAY, description="A year ago by default.")
LAST_DAY = OpenApiParameter("end_on", DAY, description="Today by default.")


def money(**options: Any) -> Any:
    """An amount as text with two decimals."""
    return serializers.DecimalField(max_digits=24, decimal_places=2, **options)


FIELD_OF: dict[str, Any] = {"int": serializers.IntegerField, "Decimal": money}


def _fields_of(kind: Any) -> dict[str, Any]:
    """The fields of a record of figures, as the schema shows them."""
    found = {}
    for each in fields(kind):
        name = each.type if isinstance(each.type, str) else getattr(each.type, "__name__", "")
        made = FIELD_OF.get(name)
        found[each.name] = made() if made else serializers.FloatField(allow_null=True)
    return found


SumsShape: Any = type("SumsShape", (serializers.Serializer,), {**_fields_of(Sums), "__doc__": "Accounts added up."})
LedgerSums: Any = type("LedgerSumsShape", (serializers.Serializer,), _fields_of(Ledger))


class GroupShape(SumsShape):  # type: ignore[misc]
    """A group of accounts added up; `key` names it, `none` is those without one."""

    key = serializers.CharField()


class OwnerShape(GroupShape):
    """What one of ours carries: their accounts added up, and their work on all accounts the caller sees."""

    load = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Open tasks (`tasks`), of these late (`tasks_overdue`), open alerts (`alerts`), plays under way"
        " (`plays`) and promises past their day (`commitments_overdue`).",
    )


class MoveShape(SumsShape):  # type: ignore[misc]
    """Accounts by their band a week ago and today, at the revenue of today."""

    was = serializers.CharField()
    now = serializers.CharField()


class PortfolioShape(serializers.Serializer[Any]):
    """The accounts chosen, added up; each list of groups adds up to `total`."""

    on = serializers.DateField()
    currency = serializers.CharField()
    total = SumsShape()
    bands = GroupShape(many=True)
    routes = GroupShape(many=True)
    owners = OwnerShape(many=True)
    compared = GroupShape(many=True)
    tenths = GroupShape(many=True)
    moves = MoveShape(many=True)


class LedgerShape(LedgerSums):  # type: ignore[misc]
    """What became of revenue between two days, at the rates of the first."""

    retained = money()
    end = money()
    end_with_new = money()
    grr = serializers.FloatField(allow_null=True)
    nrr = serializers.FloatField(allow_null=True)


class SegmentLedgerShape(LedgerShape):
    """The ledger of one segment; null is those without one."""

    segment_id = serializers.IntegerField(allow_null=True)


class RenewalRatesShape(serializers.Serializer[Any]):
    """What became of the contracts that came to their end; undecided ones are in neither rate."""

    renewed_count = serializers.IntegerField()
    churned_count = serializers.IntegerField()
    undecided_count = serializers.IntegerField()
    renewed_value = money()
    churned_value = money()
    undecided_value = money()
    rate = serializers.FloatField(allow_null=True)
    value_rate = serializers.FloatField(allow_null=True)


class CohortCellShape(serializers.Serializer[Any]):
    """A cohort so many quarters after it came."""

    age = serializers.IntegerField()
    accounts = serializers.IntegerField()
    revenue = money()
    gross = serializers.FloatField()
    net = serializers.FloatField()


class CohortShape(serializers.Serializer[Any]):
    """The customers who came in a quarter."""

    quarter = serializers.CharField()
    accounts = serializers.IntegerField()
    start = money()
    cells = CohortCellShape(many=True)


class RevenueShape(serializers.Serializer[Any]):
    """The revenue ledger of a period, and the cohorts of the last twelve quarters."""

    start_on = serializers.DateField()
    end_on = serializers.DateField()
    currency = serializers.CharField()
    ledger = LedgerShape()
    segments = SegmentLedgerShape(many=True)
    renewals = RenewalRatesShape()
    cohorts = CohortShape(many=True)


def filter_parameters() -> tuple[OpenApiParameter, ...]:
    """The filters of the accounts list, as the schema shows them."""
    own = [parameter_of(name, each) for name, each in AccountFilterSet.base_filters.items()]
    return (*own, *(OpenApiParameter(each.key, str) for each in account_filters))


class ChosenView(ApiView):
    """Figures of the accounts that the filters choose among those the caller sees."""

    further: tuple[str, ...] = ()

    def accounts(self) -> Any:
        """The accounts chosen. *Raises* Problem 400, BadParameter."""
        known = {*AccountFilterSet.base_filters, *(each.key for each in account_filters), *self.further}
        self.refuse_unknown_parameters(frozenset(known))
        mine = Account.objects.visible_to(self.viewer)
        chosen = PortfolioFilterSet(self.request.query_params, mine, self.request)
        if not chosen.is_valid():
            raise Problem(400, errors=parameter_errors(chosen.form))
        return chosen.qs


class PortfolioView(ChosenView):
    """The portfolio of the accounts you see."""

    further = ("by",)

    @operation(
        answer=PortfolioShape, parameters=(*filter_parameters(), OpenApiParameter("by", str, enum=list(COMPARED)))
    )
    def get(self, request: Request) -> Response:
        """Revenue by health, by routes to the decision, by owner and by segment, phase or region (`by`)."""
        compare = request.query_params.get("by", "segment")
        if compare not in COMPARED:
            raise BadParameter("by", _("one of %(known)s") % {"known": ", ".join(COMPARED)})
        book = Book.of(self.accounts())
        return Response(
            {
                "on": book.day,
                "currency": _currency(),
                **_portfolio(portfolio(book, compare), owned(book), carried(self.viewer)),
            }
        )


class PeriodView(ChosenView):
    """Something about the ledger of a period."""

    further: tuple[str, ...] = ("start_on", "end_on")

    def period(self) -> Period:
        """The contracts of the accounts chosen in the period asked for. *Raises* Problem 400, BadParameter."""
        accounts = self.accounts()
        end_on = self._day("end_on") or today()
        start_on = self._day("start_on") or end_on.replace(year=end_on.year - 1, day=min(end_on.day, 28))
        if start_on > end_on:
            raise BadParameter("start_on", _("a day not after end_on"))
        return Period(accounts, start_on, end_on)

    def _day(self, name: str) -> Any:
        text = self.request.query_params.get(name)
        if not text:
            return None
        try:
            return Day().to_internal_value(text)
        except serializers.ValidationError as error:
            raise BadParameter(name, _("a date from 1900 to 2199, YYYY-MM-DD")) from error


class RevenueView(PeriodView):
    """The revenue ledger of the accounts you see."""

    @operation(
        answer=RevenueShape,
        parameters=(
            *filter_parameters(),
            FIRST_DAY,
            LAST_DAY,
        ),
    )
    def get(self, request: Request) -> Response:
        """GRR, NRR, expansion, contraction, churn, new sales, renewal rates; docs/portfolio.md holds the formulas."""
        period = self.period()
        total, by_segment = period.ledgers()
        renewals = period.renewals()
        found = cohorts(period.accounts, finished_quarters(period.end_on, QUARTERS))
        rates = {"rate": renewals.rate, "value_rate": renewals.value_rate}
        return Response(
            {
                "start_on": period.start_on,
                "end_on": period.end_on,
                "currency": _currency(),
                "ledger": ledger_record(total),
                "segments": [{**ledger_record(each), "segment_id": key} for key, each in by_segment.items()],
                "renewals": {**record(renewals), **rates},
                "cohorts": [_cohort(each) for each in found],
            }
        )


def _currency() -> str:
    return str(settings.BASE_CURRENCY)


def _portfolio(
    found: Portfolio, carried_by: Owned, work: Sequence[tuple[Load, Mapping[int | None, int]]]
) -> dict[str, Any]:
    sides: dict[str, Mapping[Any, Sums]] = {
        "bands": found.bands,
        "routes": found.routes,
        "owners": carried_by.owners,
        "compared": found.compared,
        "tenths": found.tenths,
    }
    groups = {side: [{"key": _key(key), **record(sums)} for key, sums in each.items()] for side, each in sides.items()}
    for group, owner_id in zip(groups["owners"], carried_by.owners, strict=True):
        group["load"] = {load.key: counts.get(owner_id, 0) for load, counts in work}
    moves = [{"was": was, "now": now, **record(sums)} for (was, now), sums in found.moves.items()]
    return {"total": record(found.total), **groups, "moves": moves if found.has_before else []}


def _key(key: Any) -> str:
    return NOBODY if key is None or key == "" else str(key)


def ledger_record(found: Ledger) -> dict[str, Any]:
    shares = {"grr": found.grr, "nrr": found.nrr}
    ends = {"retained": found.retained, "end": found.end, "end_with_new": found.end_with_new}
    return {**record(found), **{name: _plain(amount) for name, amount in ends.items()}, **shares}


def _cohort(found: Cohort) -> dict[str, Any]:
    cells = [{name: _plain(value) for name, value in cell._asdict().items()} for cell in found.cells]
    return {
        "quarter": str(found.quarter),
        "accounts": found.accounts,
        "start": _plain(found.start),
        "cells": cells,
    }


def record(found: Any) -> dict[str, Any]:
    return {each.name: _plain(getattr(found, each.name)) for each in fields(found)}


def _plain(value: Any) -> Any:
    """Money as text with two decimals, as everywhere in the API."""
    return f"{value:.2f}" if isinstance(value, Decimal) else value
