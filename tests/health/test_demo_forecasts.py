"""The demo portfolio says something of most renewals, the same each time, and why past ones ended as they did."""

import pytest

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Contract
from csm.foundation.clock import today
from health.models import Closing, Forecast
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo
from stakeholders.services.demo.removing import remove_demo

pytestmark = pytest.mark.django_db


def said() -> list[tuple[object, ...]]:
    rows = Forecast.objects.order_by("contract__account__name", "contract__ends_on", "contract__annual_value")
    return list(rows.values_list("contract__account__name", "category", "valid_from", "is_override", "reason"))


def test_the_demo_forecasts_most_renewals_and_is_the_same_again() -> None:
    order = Order(12, 1, today())
    load_demo(order)
    first = said()
    open_ones = Contract.objects.filter(outcome=ContractOutcome.OPEN, forecasts__isnull=False)
    decided = Contract.objects.filter(outcome__in=("renewed", "churned"), closings__isnull=False)
    assert open_ones.exists()
    assert decided.exists()
    remove_demo()
    assert not Forecast.objects.exists()
    assert not Closing.objects.exists()
    load_demo(order)
    assert sorted(map(str, said())) == sorted(map(str, first))
