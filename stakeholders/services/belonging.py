"""Refusals that every record about an account and its people shares: what it names must be of that account."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refuse_strangers(account_id: int, **named: Any) -> None:
    """Refuse people, milestones or touchpoints of other accounts, or such as no longer stand; None names nobody.

    *Raises* ValidationError by the name under which they were given.
    """
    for name, given in named.items():
        rows: Iterable[Any] = given if isinstance(given, list | tuple) else [given]
        if any(row is not None and not _belongs(row, account_id) for row in rows):
            raise ValidationError({name: _("This must be of the same account.")})


def _belongs(row: Any, account_id: int) -> bool:
    return row.account_id == account_id and row.retracted_at is None
