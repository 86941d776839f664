"""A small portfolio in the database, loaded once for all tests of a module that ask for it."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo
from stakeholders.services.demo.removing import remove_demo


@pytest.fixture(scope="module")
def sixty(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Order]:
    """The default portfolio of sixty accounts, as seen today."""
    order = Order(60, 1, today())
    with django_db_blocker.unblock():
        load_demo(order)
        yield order
        remove_demo()
