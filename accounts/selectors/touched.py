"""Which accounts a setting governs: those whose facts mean something else once it is changed."""

from collections.abc import Iterable

from django.db import models

from accounts.models import Account, Contract, ExchangeRate, Role, Segment, SegmentRole


def governed_accounts(rows: Iterable[models.Model]) -> set[int]:
    """Ids of the accounts that any of these rows govern today; rows that are no settings govern none."""
    segments: set[int] = set()
    currencies: set[str] = set()
    for row in rows:
        if isinstance(row, Role):
            return set(all_account_ids())
        if isinstance(row, Segment | SegmentRole):
            segments.add(row.pk if isinstance(row, Segment) else row.segment_id)
        if isinstance(row, ExchangeRate):
            currencies.add(row.currency)
    return {*accounts_in_segments(segments), *accounts_paid_in(currencies)}


def all_account_ids() -> Iterable[int]:
    """Ids of every account: what a change to the catalogue of roles touches."""
    return Account.objects.standing().values_list("pk", flat=True)


def accounts_in_segments(segment_ids: Iterable[int]) -> Iterable[int]:
    ids = list(segment_ids)
    return Account.objects.standing().filter(segment_id__in=ids).values_list("pk", flat=True) if ids else ()


def accounts_paid_in(currencies: Iterable[str]) -> Iterable[int]:
    """Ids of the accounts with a contract in one of these currencies."""
    wanted = list(currencies)
    paid = Contract.objects.standing().filter(currency__in=wanted)
    return paid.values_list("account_id", flat=True).distinct() if wanted else ()
