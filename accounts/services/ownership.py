"""Accounts that go from one owner to another: the handoff within our house counts from there."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Account, OwnerChange


def owner_change(account: Account, owner_id: int | None) -> OwnerChange | None:
    """What is kept when an account goes over to an owner; None where it had none, gets none, or keeps its own."""
    is_handed_over = account.owner_id and owner_id and account.owner_id != owner_id
    if not is_handed_over:
        return None
    return OwnerChange(account_id=account.pk, changed_at=timezone.now(), former_id=account.owner_id, owner_id=owner_id)


def owner_changes(edits: Iterable[tuple[Any, Mapping[str, Any]]]) -> list[OwnerChange]:
    """What is kept of edits of accounts (row and columns, before they are written) that hand them over."""
    found = (owner_change(account, columns.get("owner_id")) for account, columns in edits)
    return [change for change in found if change is not None]
