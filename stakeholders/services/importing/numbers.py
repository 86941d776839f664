"""Permanent numbers of new stakeholders, for many accounts at once."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from accounts.models import Account
from stakeholders.models import Stakeholder

TAKE = """
    UPDATE accounts_account AS account SET next_number = account.next_number + given.wanted
    FROM unnest(%s::bigint[], %s::integer[]) AS given(id, wanted)
    WHERE account.id = given.id
    RETURNING account.id, account.next_number - given.wanted
"""


def number(stakeholders: Sequence[Stakeholder]) -> None:
    """Give each new stakeholder the next number of their account; the accounts stay locked until the end."""
    waiting: dict[int, list[Stakeholder]] = defaultdict(list)
    for stakeholder in stakeholders:
        waiting[stakeholder.account_id].append(stakeholder)
    first = _take({pk: len(some) for pk, some in waiting.items()})
    for pk, some in waiting.items():
        for place, stakeholder in enumerate(some):
            stakeholder.number = first[pk] + place


def take_numbers(account_id: int, count: int) -> range:
    """Take the next numbers of an account."""
    first = _take({account_id: count})[account_id]
    return range(first, first + count)


def _take(wanted: dict[int, int]) -> dict[int, int]:
    """The first of so many numbers taken of each account."""
    ids = sorted(wanted)
    list(Account.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [ids, [wanted[pk] for pk in ids]])
        return dict(cursor.fetchall())
