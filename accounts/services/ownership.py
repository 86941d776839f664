"""Since when an account is its owner's: the handoff within our house counts from there."""

from typing import Any

from django.utils import timezone

from accounts.models import Account


def since_of(account: Account, owner_id: int | None) -> dict[str, Any]:
    """What is kept when an account goes from one owner to another; nothing where it had none, or gets none."""
    is_handed_over = account.owner_id and owner_id and account.owner_id != owner_id
    return {"owner_since": timezone.now()} if is_handed_over else {}
