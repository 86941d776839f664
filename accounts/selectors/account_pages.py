"""What the tabs of an account show: its contracts, its team, its family, its names elsewhere and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, AccountTeamMember, Act, Contract, ExternalId
from accounts.selectors.revenue import Rates
from accounts.visibility import Viewer


@dataclass(frozen=True)
class ContractLine:
    """A contract with its value in the base currency and what is to be said about it on a day."""

    contract: Contract
    base_value: Decimal | None
    is_running: bool
    is_undecided: bool


def contract_lines(account: Account, day: date, rates: Rates) -> list[ContractLine]:
    """Contracts of an account, the latest end first; undecided is one that ended without an outcome."""
    rows = Contract.objects.standing().filter(account=account).select_related("product")
    return [_line(row, day, rates) for row in rows.order_by("-ends_on", "pk")]


def _line(row: Contract, day: date, rates: Rates) -> ContractLine:
    rate = rates.get(row.currency)
    is_open = row.outcome == ContractOutcome.OPEN
    return ContractLine(
        row,
        row.annual_value * rate if rate is not None else None,
        is_running=row.starts_on <= day < row.ends_on and row.outcome != ContractOutcome.CANCELLED,
        is_undecided=is_open and row.ends_on <= day,
    )


def team_of(account: Account, day: date) -> tuple[list[AccountTeamMember], list[AccountTeamMember]]:
    """Who has a job on an account on a day or will have, by job; and who had one before, the latest first."""
    rows = AccountTeamMember.objects.standing().filter(account=account).select_related("user", "job")
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    now = rows.filter(lasting).order_by("job__position", "user__name", "pk")
    before = rows.exclude(lasting).order_by("-valid_to", "pk")
    return list(now), list(before)


def children_of(account: Account, viewer: Viewer) -> "QuerySet[Account]":
    """Accounts just below one, as far as the viewer sees them."""
    below: QuerySet[Account] = Account.objects.visible_to(viewer).filter(parent=account)
    return below.order_by("name", "pk")


def names_elsewhere(account: Account) -> Sequence[ExternalId]:
    return list(ExternalId.objects.filter(kind="account", row_id=account.pk).order_by("source", "value"))


def history_of(account: Account) -> "QuerySet[Act]":
    """What was done about an account, or to it among others; what it changed stays out, it can be large."""
    acts = Act.objects.about(account.pk).select_related("actor", "undone_by")
    return acts.defer("changes", "touched", "edited")


def undoable(acts: Sequence[Act], viewer: Viewer) -> set[int]:
    """Ids of those acts that the viewer may try to undo: their own, not undone yet, and not one part of a whole, which
    is undone where it was done."""
    return {one.pk for one in acts if one.actor_id == viewer.pk and one.undone_at is None and not one.group}
