"""What accounts are worth and when they renew is the same for many read at once as for each."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Account, Contract, ExchangeRate, Product
from accounts.selectors.revenue import Stake, arr, rates_on, renewal_on, stakes_of
from csm.foundation.clock import today
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def contract(account: Account, value: int, days: tuple[int, int] = (-100, 50), **fields: Any) -> None:
    product, _made = Product.objects.get_or_create(name="Suite")
    starts_on, ends_on = (today() + timedelta(days=each) for each in days)
    told = {"currency": "EUR", "outcome": "open", **fields}
    Contract.objects.create(
        account=account, product=product, starts_on=starts_on, ends_on=ends_on, annual_value=value, **told
    )


def test_many_accounts_are_worth_what_each_is_worth(cast: Cast) -> None:
    ExchangeRate.objects.create(currency="USD", rate=Decimal("0.5"), valid_from=today() - timedelta(days=9))
    contract(cast.acme, 100)
    contract(cast.acme, 60, currency="USD", days=(-10, 20), outcome="renewed")
    contract(cast.acme, 1000, outcome="cancelled")
    contract(cast.acme, 1000, days=(30, 40))
    contract(cast.acme, 1000, days=(-400, -1))
    contract(cast.bolt, 70, currency="XXX", days=(-10, 0))
    on, rates = today(), rates_on(today())
    found = stakes_of([cast.acme.pk, cast.bolt.pk, cast.comet.pk], on, rates)
    assert found == {
        cast.acme.pk: Stake(Decimal(130), on + timedelta(days=40)),
        cast.bolt.pk: Stake(None, on),
        cast.comet.pk: Stake(),
    }
    rows = Account.objects.annotate(worth=arr(on, rates), renews=renewal_on(on))
    assert found == {pk: Stake(*each) for pk, *each in rows.values_list("pk", "worth", "renews")}
    assert stakes_of([], on, rates) == {}
