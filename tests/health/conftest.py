"""Accounts whose map is drawn, so that alerts can be found."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Account, Contract, Product, Role
from csm.foundation.clock import today
from stakeholders.models import Stakeholder
from stakeholders.services import people, roles, touchpoints
from stakeholders.services.conclusions import conclude_accounts
from tests.personas import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def somebody(cast: Cast, account: Account, name: str, *held: str, met_days_ago: int | None = None) -> Stakeholder:
    """A stakeholder with roles, met by Cleo so many days ago."""
    someone = people.add_stakeholder(cast.ada, account, name=name, joined_on=today() - timedelta(days=700))
    for key in held:
        roles.assign_role(cast.ada, someone, Role.objects.get(key=key), today() - timedelta(days=600))
    if met_days_ago is not None:
        meet(cast, account, someone, met_days_ago)
    return someone


def meet(cast: Cast, account: Account, someone: Stakeholder, days_ago: int = 0) -> None:
    touchpoints.record_touchpoint(
        cast.ada,
        account,
        kind="meeting",
        touched_at=datetime.now(UTC) - timedelta(days=days_ago),
        users=[cast.cleo],
        stakeholders=[someone],
    )


def judge(*accounts: Account) -> None:
    """Conclude the skies of these accounts, as far as they are due, and settle their alerts."""
    conclude_accounts([account.pk for account in accounts])


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
