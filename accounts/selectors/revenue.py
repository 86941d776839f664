"""What accounts are worth a year and when they renew: queryset expressions, in the base currency at dated rates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    DecimalField,
    Exists,
    F,
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


def lacks_rate(day: date, rates: Rates) -> Exists:
    """Whether an account has a running contract in a currency that nobody entered a rate for."""
    return Exists(_of_account(day).exclude(currency__in=list(rates)), output_field=BooleanField())


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
