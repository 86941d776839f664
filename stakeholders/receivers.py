"""Reactions to news from lower apps."""

from typing import Any

import structlog
from django.db import transaction
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from accounts.models import ImportRun
from accounts.signals import facts_changed, run_applied
from stakeholders import tasks
from stakeholders.services.conclusions import CHUNK
from stakeholders.services.importing.missing import list_missing
from stakeholders.services.suggestions import keep_suggestions

logger = structlog.get_logger(__name__)


@receiver(facts_changed)
def count_strangers(account_ids: list[int], **_news: Any) -> None:
    """Who was met and is not on the map may have changed; kept in the sender's transaction, as nothing else tells."""
    keep_suggestions(account_ids)


@receiver(facts_changed)
def ask_for_conclusions(account_ids: list[int], **_news: Any) -> None:
    """Ask for new conclusions once the facts are committed; the version row makes sure, the message makes it fast."""
    transaction.on_commit(lambda: _enqueue(account_ids))


@receiver(run_applied)
def list_who_is_missing(run: ImportRun, **_news: Any) -> None:
    """Whom a file that names everybody lacks is listed with it, to be asked about."""
    list_missing(run)


def _enqueue(account_ids: list[int]) -> None:
    try:
        for start in range(0, len(account_ids), CHUNK):
            tasks.conclude_accounts.delay(account_ids[start : start + CHUNK])
    except (OperationalError, OSError) as error:
        logger.warning("broker unreachable, the sweep will find the accounts", error=str(error))
