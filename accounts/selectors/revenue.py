"""What accounts are worth a year and when they renew: queryset expressions, in the base currency at dated rates."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    DecimalField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Contract, ExchangeRate

MONEY = DecimalField(max_digits=24, decimal_places=2)
Rates = Mapping[str, Decimal]
NOBODY = 0  # an id that no account has: without any the question would be left out, and pages differ in their queries


def rates_on(day: date) -> Rates:
    """What one unit of each currency is worth in the base currency on a day; currencies without a rate are absent."""
    latest = ExchangeRate.objects.filter(valid_from__lte=day).order_by("currency", "-valid_from").distinct("currency")
    return {settings.BASE_CURRENCY: Decimal(1), **dict(latest.values_list("currency", "rate"))}


def running(day: date) -> Q:
    """The condition that a contract is in force on a day."""
    return Q(starts_on__lte=day, ends_on__gt=day, retracted_at__isnull=True) & ~Q(outcome=ContractOutcome.CANCELLED)


def arr(day: date, rates: Rates) -> Subquery:
    """The annual value of an account's running contracts in the base currency; null where none can be converted."""
    worth = Sum(F("annual_value") * _rate(rates), output_field=MONEY)
    totals = _of_account(day).values("account_id").order_by().annotate(worth=worth).values("worth")
    return Subquery(totals, output_field=MONEY)


class Stake(NamedTuple):
    """What an account is worth a year, in the base currency, and when it renews next; None where that is not known."""

    arr: Decimal | None = None
    renewal_on: date | None = None


def stakes_of(account_ids: Iterable[int], day: date, rates: Rates) -> dict[int, Stake]:
    """What each of some accounts is worth and when it renews; one query, in one pass over their contracts."""
    ids = set(account_ids)
    contracts = Contract.objects.filter(account_id__in={NOBODY, *ids}, retracted_at__isnull=True, ends_on__gte=day)
    worth = Sum(F("annual_value") * _rate(rates), filter=running(day), output_field=MONEY)
    renewal = Min("ends_on", filter=Q(outcome=ContractOutcome.OPEN))
    rows = contracts.order_by().values_list("account_id").annotate(worth=worth, renewal=renewal)
    found = {account_id: Stake(worth, renewal) for account_id, worth, renewal in rows}
    return {pk: found.get(pk, Stake()) for pk in ids}


def lacks_rate(day: date, rates: Rates) -> Exists:
    """Whether an account has a running contract in a currency that nobody entered a rate for."""
    return Exists(_of_account(day).exclude(currency__in=list(rates)), output_field=BooleanField())


def renewing(first: date, last: date) -> "QuerySet[Contract]":
    """The open contracts that end within some days, both included."""
    open_ones = Contract.objects.filter(outcome=ContractOutcome.OPEN, retracted_at__isnull=True)
    return open_ones.filter(ends_on__gte=first, ends_on__lte=last)


def renewal_on(day: date) -> Subquery:
    """The next day on which an open contract of an account ends, from a day on."""
    ending = Contract.objects.filter(
        account=OuterRef("pk"), outcome=ContractOutcome.OPEN, retracted_at__isnull=True, ends_on__gte=day
    )
    return Subquery(ending.order_by("ends_on").values("ends_on")[:1], output_field=DateField())


def _of_account(day: date) -> "QuerySet[Contract]":
    return Contract.objects.filter(running(day), account=OuterRef("pk"))


def _rate(rates: Rates) -> Case:
    whens = [When(currency=currency, then=Value(rate)) for currency, rate in rates.items()]
    return Case(*whens, default=None, output_field=DecimalField(max_digits=16, decimal_places=8))
