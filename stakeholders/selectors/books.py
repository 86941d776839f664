"""The people of many accounts at once: those worth a question, or everybody present; a page at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Account
from csm.foundation.paging import Order, Page, Sort, read_page
from stakeholders.domain.questions import QuestionKind
from stakeholders.models import Stakeholder

BY_ACCOUNT = {"account": Sort("account__name", is_nullable=False)}
# The questions are kept beside the conclusions: one array each of whom they are about and what is asked.
ASKED_ABOUT = """
    SELECT asked.id
    FROM stakeholders_conclusion c CROSS JOIN LATERAL unnest(c.asked_ids, c.asked_kinds) AS asked(id, kind)
    WHERE asked.kind = ANY(%s)
"""


def people_page(people: "QuerySet[Stakeholder]", cursor: str, limit: int) -> Page[Stakeholder]:
    """A page of people by account, with person and account. *Raises* BadParameter."""
    rows = people.select_related("person", "account")
    return read_page(rows, Order.parse("", BY_ACCOUNT, "account"), cursor, limit)


def present_at(accounts: "QuerySet[Account]", on: date) -> "QuerySet[Stakeholder]":
    """Everybody who is at one of the accounts on a day."""
    there = (Q(left_on__isnull=True) | Q(left_on__gt=on)) & (Q(joined_on__isnull=True) | Q(joined_on__lte=on))
    rows: Any = Stakeholder.objects.standing()
    found: QuerySet[Stakeholder] = rows.filter(there, account_id__in=accounts.order_by().values("pk"))
    return found


def asked_about(people: "QuerySet[Stakeholder]", kinds: Iterable[QuestionKind]) -> "QuerySet[Stakeholder]":
    """Those of the people about whom questions of these kinds are kept."""
    ids = RawSQL(ASKED_ABOUT, [[kind.value for kind in kinds]])  # noqa: S611 (no value is written into the text)
    return people.filter(pk__in=ids)
