"""Our records as the rows of files that can be imported again: users, and accounts with teams and contracts.

Each yields, for what a viewer sees, the values of a row by field; rows are fetched some at a time by rising id, so that
any number of them can be streamed in constant memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from accounts.domain.importing.own_ids import own_id
from accounts.models import Account, AccountTeamMember, Contract, User
from accounts.selectors.extras import PREFIX
from accounts.selectors.tags import TagBook
from accounts.visibility import Viewer
from csm.foundation.clock import today

BATCH = 1000
Values = dict[str, Any]
M = TypeVar("M", bound=models.Model)


def in_order(rows: "models.QuerySet[M]") -> Iterator[list[M]]:
    """Rows by rising id, some at a time; each time what comes after the last one is asked for."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        yield batch


def exported_users(viewer: Viewer, key: str) -> Iterator[Values]:
    """Our people, whom everybody signed in sees."""
    for users in in_order(User.objects.select_related("team")):
        for user in users:
            yield {
                "external_id": own_id(key, user.pk),
                "email": user.email,
                "name": user.name,
                "role": user.role,
                "team": user.team.name if user.team else "",
                "archetype": user.archetype,
                "active_from": user.active_from,
                "active_to": user.active_to,
                "is_active": user.is_active,
                "time_zone": user.time_zone,
                "country": user.country,
            }


def exported_accounts(viewer: Viewer, key: str) -> Iterator[Values]:
    """A row for each account, and one more for each further contract, which only names it."""
    book = TagBook()
    for accounts in in_order(Account.objects.visible_to(viewer).select_related("segment", "owner")):
        ids = [account.pk for account in accounts]
        parents = [account.parent_id for account in accounts if account.parent_id]
        seen = set(Account.objects.visible_to(viewer).filter(pk__in=parents).values_list("pk", flat=True))
        teams, contracts = _teams(ids), _contracts(ids)
        for account in accounts:
            named = {"external_id": own_id(key, account.pk), "name": account.name}
            parent = own_id(key, account.parent_id) if account.parent_id in seen and account.parent_id else ""
            about = {**named, "parent_external_id": parent, **_account(account), **teams[account.pk]}
            first, *others = [_contract(key, contract) for contract in contracts[account.pk]] or [{}]
            yield {**about, **exported_extras(account, book), **first}
            yield from ({**named, **contract} for contract in others)


def _account(account: Account) -> Values:
    return {
        "segment": account.segment.name if account.segment else "",
        "owner": account.owner.email if account.owner else "",
        "industry": account.industry,
        "region": account.region,
        "employees": account.employees,
        "domain": account.domain,
        "phase": account.phase,
    }


def _contract(key: str, contract: Contract) -> Values:
    return {
        "contract_external_id": own_id(key, contract.pk),
        "product": contract.product.name,
        "contract_start": contract.starts_on,
        "contract_end": contract.ends_on,
        "annual_value": contract.annual_value,
        "currency": contract.currency,
        "outcome": contract.outcome,
    }


def _teams(account_ids: Iterable[int]) -> dict[int, dict[str, list[str]]]:
    """Who has which job today, by account and field."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    members = AccountTeamMember.objects.valid_at(today()).filter(account_id__in=list(account_ids))
    for member in members.select_related("user", "job").order_by("user__email"):
        found[member.account_id][f"team_{member.job.key}"].append(member.user.email)
    return found


def _contracts(account_ids: Iterable[int]) -> dict[int, list[Contract]]:
    found: dict[int, list[Contract]] = defaultdict(list)
    held = Contract.objects.standing().filter(account_id__in=list(account_ids))
    for contract in held.select_related("product").order_by("starts_on", "pk"):
        found[contract.account_id].append(contract)
    return found


def exported_extras(row: Any, book: TagBook) -> Values:
    """The extra values and the tags of a record, by field of a file."""
    return {**{f"{PREFIX}{key}": _plain(value) for key, value in row.extra.items()}, "tags": book.of(row.tags)}


def _plain(value: Any) -> Any:
    """A number without an exponent, which no cell is read with."""
    return f"{Decimal(str(value)):f}" if isinstance(value, int | float) and not isinstance(value, bool) else value
