"""The main pages make the same number of queries at any size of the portfolio."""

import pytest

from accounts.services.merging.doubles import find_doubles
from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo
from tests.architecture.query_counts import committed, count_queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("accounts", [60, 300])
def test_queries_are_as_committed(accounts: int) -> None:
    load_demo(Order(accounts, 1, today()))
    find_doubles()
    assert count_queries() == committed()
