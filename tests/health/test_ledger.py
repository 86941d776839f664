"""The ledger in the database equals the formulas, on the cohort worked by hand and on random contracts."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from accounts.models import Account, Contract, ExchangeRate, Product
from accounts.selectors.revenue import rates_on
from health.domain import revenue, revenue_cohorts
from health.domain.revenue import Sold
from health.domain.revenue_cohorts import finished_quarters
from health.selectors.ledger import Period, cohorts
from tests.health.domain.test_revenue import END, HAND, START

pytestmark = pytest.mark.django_db


def write(sold: Iterable[Sold]) -> None:
    product = Product.objects.create(name="Suite")
    rows = list(sold)
    Account.objects.bulk_create(Account(pk=pk, name=f"Customer {pk}") for pk in {row.account_id for row in rows})
    Contract.objects.bulk_create(Contract(product=product, **row._asdict()) for row in rows)
    ExchangeRate.objects.create(currency="USD", valid_from=date(2020, 1, 1), rate=Decimal("0.9"))


def test_the_ledger_worked_by_hand() -> None:
    write(HAND)
    found, by_segment = Period(Account.objects.all(), START, END).ledgers()
    assert found == revenue.ledger(revenue.both_ends(HAND, START, END, rates_on(START)).values())
    assert (found.start, found.end, found.accounts) == (Decimal(3400), Decimal(3100), 5)
    assert by_segment == {None: found}


def test_nothing_is_a_ledger_too() -> None:
    found, by_segment = Period(Account.objects.none(), START, END).ledgers()
    assert (found, by_segment) == (revenue.Ledger(), {})
    assert cohorts(Account.objects.none(), finished_quarters(END, 4)) == []


def test_retracted_contracts_never_were() -> None:
    write(HAND)
    Contract.objects.filter(account_id=4).update(retracted_at="2026-01-01T00:00Z")
    assert Period(Account.objects.all(), START, END).ledgers()[0].churn == 0


@pytest.mark.parametrize("seed", range(6))
def test_the_database_and_the_formulas_agree(seed: int) -> None:
    random = Random(seed)
    first = date(2023, 1, 1)
    sold = []
    for pk in range(1, 60):
        for _contract in range(random.randint(0, 4)):
            starts_on = first + timedelta(days=random.randrange(1000))
            ends_on = starts_on + timedelta(days=random.choice((30, 90, 365, 700)))
            outcome = random.choice(("open", "renewed", "churned", "cancelled"))
            currency = random.choice(("EUR", "EUR", "EUR", "USD", "CHF") if pk % 9 else ("CHF",))
            sold.append(Sold(pk, starts_on, ends_on, Decimal(random.randrange(0, 9000)), currency, outcome))
    write(sold)
    ExchangeRate.objects.create(currency="USD", valid_from=date(2024, 1, 1), rate=Decimal("0.8"))
    start, end = first + timedelta(days=400 + seed), first + timedelta(days=800)
    period = Period(Account.objects.all(), start, end)
    rates = rates_on(start)
    assert period.ledgers()[0] == revenue.ledger(revenue.both_ends(sold, start, end, rates).values())
    assert period.renewals() == revenue.renewals(sold, start, end, rates)
    quarters = finished_quarters(date(2026, 1, 5), 12)
    assert cohorts(Account.objects.all(), quarters) == revenue_cohorts.cohorts(sold, quarters, rates_on)


def test_the_rows_of_a_figure_add_up_to_it() -> None:
    write(HAND)
    period = Period(Account.objects.all(), START, END)
    found, _by_segment = period.ledgers()
    assert [(row["name"], row["start"], row["end"]) for row in period.rows("expansion", 10)] == [
        ("Customer 2", 500, 800)
    ]
    assert sum(row["start"] for row in period.rows("start", 10)) == found.start
    assert sum(row["end"] for row in period.rows("end", 10)) == found.end_with_new
    assert [row["name"] for row in period.rows("unknown", 10)] == ["Customer 7"]
