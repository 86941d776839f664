"""What every test of health has at hand."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Account, Contract, Product
from tests.personas import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def sell(
    account: Account,
    starts_on: date,
    ends_on: date,
    annual_value: int,
    outcome: str = "open",
    currency: str = "EUR",
    product: str = "Suite",
) -> Contract:
    """A contract as it stands in the database."""
    sold, _made = Product.objects.get_or_create(name=product)
    return Contract.objects.create(
        account=account,
        product=sold,
        starts_on=starts_on,
        ends_on=ends_on,
        annual_value=Decimal(annual_value),
        currency=currency,
        outcome=outcome,
    )
