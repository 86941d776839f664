"""What health knows of accounts beside their skies, for a whole chunk in a fixed number of queries."""

from collections.abc import Iterable
from datetime import date

from accounts.models import Account
from accounts.selectors.revenue import arr, rates_on, renewal_on
from health.domain.evidence import Evidence


def evidence_of(account_ids: Iterable[int], on: date) -> dict[int, Evidence]:
    """The evidence of many accounts at a date, by account id."""
    rows = (
        Account.objects.filter(pk__in=sorted(set(account_ids)))
        .order_by()
        .values_list("pk", renewal_on(on), arr(on, rates_on(on)), "segment_id", "owner_id", "phase")
    )
    return {row[0]: Evidence(*row) for row in rows}
