"""Reactions to news from lower apps."""

from typing import Any

from django.dispatch import receiver

from health.signals import accounts_judged
from playbooks.services.settling import settle_plays


@receiver(accounts_judged)
def settle(account_ids: list[int], opened: list[int], **_news: Any) -> None:
    """Start and move on plays in the sender's transaction: no alert opens without the play it is to start."""
    settle_plays(account_ids, opened)
