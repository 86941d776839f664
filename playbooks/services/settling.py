"""Start and move on the plays of a chunk of accounts, inside the transaction that judges them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Account
from accounts.services.acts import Recorder
from csm.foundation.clock import today
from playbooks.models import Occasion, Play
from playbooks.selectors.facts import facts_of
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene, advance
from playbooks.services.happenings import Happened, happenings, triggers
from playbooks.services.starting import deliver

log = structlog.get_logger(__name__)


def settle_plays(account_ids: Sequence[int], opened: Sequence[int]) -> None:
    """Deliver what happened and move on what is running; twice is once, however accounts are chunked.

    Accounts are claimed by whoever judges them, so that no two settle one account at once.
    """
    on = today()
    news = _unheard(happenings(account_ids, opened, triggers(), on))
    running = _running(account_ids)
    concerned = sorted({*news, *running})
    if not concerned:
        return
    accounts = Account.objects.standing().in_bulk(concerned)
    facts = facts_of(accounts, on)
    pods = pods_of(accounts, {pk: one.owner_id for pk, one in accounts.items()}, on)
    instant = now()
    for pk, account in sorted(accounts.items()):
        scene = Scene(facts[pk], pods[pk], on, instant)
        for playbook, happening in news.get(pk, ()):
            with _by_itself(pk, playbook.key):
                deliver(Recorder(None), account, playbook, happening, scene)
        for play in running.get(pk, ()):
            with _by_itself(pk, play.name):
                advance(play, Recorder(None), scene)


@contextmanager
def _by_itself(account_id: int, name: str) -> Iterator[None]:
    """Let a playbook that cannot be read harm neither the judging of the account nor other plays."""
    try:
        with transaction.atomic():
            yield
    except (ValidationError, ValueError) as error:
        log.warning("play not moved on", account=account_id, playbook=name, reason=str(error))


def _unheard(news: Happened) -> Happened:
    """Without what was delivered before: of those that stay for long, such as a renewal that is near; one query."""
    if not news:
        return news
    heard = set(
        Occasion.objects.filter(account_id__in=list(news)).order_by().values_list("account_id", "playbook_id", "key")
    )
    fresh: Happened = defaultdict(list)
    for account_id, some in news.items():
        for playbook, happening in some:
            if (account_id, playbook.pk, happening.key) not in heard:
                fresh[account_id].append((playbook, happening))
    return fresh


def _running(account_ids: Sequence[int]) -> dict[int, list[Play]]:
    """The running plays, locked."""
    found: defaultdict[int, list[Play]] = defaultdict(list)
    plays = Play.objects.standing().running().filter(account_id__in=list(account_ids))
    for play in plays.select_for_update(of=("self",)).select_related("account").order_by("pk"):
        found[play.account_id].append(play)
    return found
