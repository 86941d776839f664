"""What is loaded for many accounts at once is what asking row by row finds, whatever the date."""

from datetime import timedelta

import pytest

from accounts.models import Account
from csm.foundation.clock import today
from health.selectors.evidence import evidence_of
from stakeholders.domain.demo.portfolio import Order
from stakeholders.selectors.skies import skies_at
from tests.benchmarks.naive import naive_evidence
from tests.benchmarks.naive_skies import naive_sky

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days_ago", [0, 200])
def test_skies_and_evidence_of_many_accounts_are_those_of_each(sixty: Order, days_ago: int) -> None:
    accounts = list(Account.objects.standing().order_by("pk"))
    ids, on = [account.pk for account in accounts], today() - timedelta(days=days_ago)

    skies, evidence = skies_at(ids, on), evidence_of(ids, on)

    assert len(skies) == sixty.accounts
    for account in accounts[::6]:
        assert skies[account.pk] == naive_sky(account, on)
        assert evidence[account.pk] == naive_evidence(account, on)
