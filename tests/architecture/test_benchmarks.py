"""What the benchmarks compare with keeps step with the tables: a floor that cannot be measured is no floor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from health.models import DailyScore, Score
from stakeholders.models import Conclusion
from tests.benchmarks.bulk import READ, read_and_write

pytestmark = pytest.mark.django_db


def test_the_floor_of_judging_reads_and_writes_a_row_of_each_kind_for_each_account() -> None:
    ids = [Account.objects.create(name=name).pk for name in ("Acme", "Bolt")]
    with CaptureQueriesContext(connection) as caught:
        read_and_write(ids)
    assert len(caught) == len(READ) + 3
    for table in (Conclusion, Score, DailyScore):
        assert table.objects.filter(account_id__in=ids).count() == len(ids)
    read_and_write(ids)  # as when all accounts are judged once more
    assert set(Conclusion.objects.filter(account_id__in=ids).values_list("threads", flat=True)) == {1}
