"""Start and move on the plays of a chunk of accounts, inside the transaction that judges them."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from accounts.models import Account
from accounts.services.acts import Recorder
from csm.foundation.clock import today
from playbooks.models import Occasion, Play
from playbooks.selectors.facts import facts_of
from playbooks.selectors.play_progress import progress_of_plays
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene, advance, is_due
from playbooks.services.delivering import Delivery, by_itself, deliver_all
from playbooks.services.happenings import Happened, happenings, triggers


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
    scenes = {pk: Scene(facts[pk], pods[pk], on, instant) for pk in sorted(accounts)}
    recorder = Recorder(None)
    deliver_all(
        recorder,
        [
            Delivery(accounts[pk], playbook, happening, scene)
            for pk, scene in scenes.items()
            for playbook, happening in news.get(pk, ())
        ],
    )
    _move_on(recorder, [(play, scene) for pk, scene in scenes.items() for play in running.get(pk, ())])


def _move_on(recorder: Recorder, plays: Sequence[tuple[Play, Scene]]) -> None:
    """Let running plays go on; where nothing has come of what they wait for, without a statement for each."""
    progress = progress_of_plays([play.pk for play, _scene in plays])
    for play, scene in plays:
        known = progress.get(play.pk, {})
        with by_itself(play.account_id, play.name):
            if is_due(play, scene, known):
                with transaction.atomic():
                    advance(play, recorder, scene, known)


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
