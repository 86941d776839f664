"""Say of many accounts at once what happened there that triggers playbooks: decided purely, then written together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Account
from accounts.services.acts import Recorder
from playbooks.models import Occasion, Outcome, Play, Playbook
from playbooks.services.advancing import Scene
from playbooks.services.opening import Happening, Opening, begin_many, opening
from playbooks.services.starting import deliver, judged

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Delivery:
    """Something that happened on an account and triggers a playbook."""

    account: Account
    playbook: Playbook
    happening: Happening
    scene: Scene

    @property
    def pair(self) -> tuple[int, int]:
        return self.account.pk, self.playbook.pk


@dataclass(frozen=True)
class _Decided:
    """What becomes of a delivery; a play begins where it is `outcome` started."""

    delivery: Delivery
    outcome: Outcome
    opening: Opening | None = None


Under = dict[tuple[int, int], Play]


def deliver_all(recorder: Recorder, deliveries: Sequence[Delivery]) -> None:
    """Deliver what nobody has heard yet, in a fixed number of statements; what cannot be read is left out.

    Where somebody else starts one of the plays meanwhile, each is delivered by itself.
    """
    if not deliveries:
        return
    try:
        with transaction.atomic():
            _deliver_together(recorder, deliveries)
    except IntegrityError:
        for one in deliveries:
            with by_itself(one.account.pk, one.playbook.key), transaction.atomic():
                deliver(recorder, one.account, one.playbook, one.happening, one.scene)


@contextmanager
def by_itself(account_id: int, name: str) -> Iterator[None]:
    """Let a playbook that cannot be read harm neither the judging of the account nor other plays."""
    try:
        yield
    except (ValidationError, ValueError) as error:
        log.warning("play not moved on", account=account_id, playbook=name, reason=str(error))


def _deliver_together(recorder: Recorder, deliveries: Sequence[Delivery]) -> None:
    plays = _under_way(deliveries)
    decided = list(_decide(deliveries, plays))
    begun = begin_many(recorder, [one.opening for one in decided if one.opening is not None])
    plays |= {(play.account_id, play.playbook_id): play for play in begun}
    Occasion.objects.bulk_create(
        [
            Occasion(
                playbook=one.delivery.playbook,
                account=one.delivery.account,
                key=one.delivery.happening.key,
                outcome=one.outcome,
                play=plays.get(one.delivery.pair) if one.outcome in (Outcome.STARTED, Outcome.JOINED) else None,
            )
            for one in decided
        ]
    )


def _under_way(deliveries: Sequence[Delivery]) -> Under:
    """The plays under way of these playbooks on these accounts."""
    accounts, playbooks = zip(*(one.pair for one in deliveries), strict=True)
    plays = Play.objects.standing().under_way().filter(account_id__in=set(accounts), playbook_id__in=set(playbooks))
    return {(play.account_id, play.playbook_id): play for play in plays.only("account_id", "playbook_id")}


def _decide(deliveries: Sequence[Delivery], under_way: Under) -> Iterator[_Decided]:
    """What becomes of each; of two that trigger one playbook on an account, the later joins the play of the former."""
    taken, heard = set(under_way), set()
    for one in deliveries:
        if (*one.pair, one.happening.key) in heard:
            continue
        heard.add((*one.pair, one.happening.key))
        with by_itself(one.account.pk, one.playbook.key):
            outcome = Outcome.JOINED if one.pair in taken else judged(one.playbook, one.scene)
            starts = outcome is Outcome.STARTED
            begins = opening(one.account, one.playbook, one.scene, one.happening) if starts else None
            if starts:
                taken.add(one.pair)
            yield _Decided(one, outcome, begins)
