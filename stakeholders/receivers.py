"""Reactions to news from lower apps."""

from typing import Any

from django.dispatch import receiver

from accounts.domain.importing.questions import Questions
from accounts.models import ImportRun
from accounts.signals import facts_changed, run_applied
from csm.foundation.broker import ask_on_commit
from stakeholders import tasks
from stakeholders.services.conclusions import CHUNK
from stakeholders.services.importing.missing import list_missing
from stakeholders.services.suggestions import keep_suggestions


@receiver(facts_changed)
def count_strangers(account_ids: list[int], **_news: Any) -> None:
    """Who was met and is not on the map may have changed; kept in the sender's transaction, as nothing else tells."""
    keep_suggestions(account_ids)


@receiver(facts_changed)
def ask_for_conclusions(account_ids: list[int], **_news: Any) -> None:
    """Ask for new conclusions once the facts are committed; the version row makes sure, the message makes it fast."""
    starts = range(0, len(account_ids), CHUNK)
    ask_on_commit(*(tasks.conclude_accounts.s(account_ids[start : start + CHUNK]) for start in starts))


@receiver(run_applied)
def list_who_is_missing(run: ImportRun, **_news: Any) -> Questions:
    """Whom a file that names everybody lacks is listed with it, to be asked about."""
    return list_missing(run)
