"""The plays of the demo portfolio: some under way, some that ended, and a few playbooks that start them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Act
from accounts.services.acts import Recorder
from csm.foundation.demo_parts import DemoPart
from health.domain.alerts.conditions import stakeholder_of
from health.models import Alert
from health.selectors.alert_reading import read_alerts
from playbooks.models import Play, Playbook, PlayState, Task, TaskState
from playbooks.models.plays import alert_key
from playbooks.selectors.facts import facts_of
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene, advance, end_play
from playbooks.services.opening import Happening
from playbooks.services.starting import deliver

SWITCHED_ON: Final = ("redraw-after-departure", "red-account-review", "renewal", "onboarding-to-first-value")
STARTED_BY: Final = {"departure": "redraw-after-departure", "red_account": "red-account-review"}
BY_HAND: Final = ("map-the-sky", "champion-development", "joint-qbr", "executive-alignment")
MOST_BY_ALERT: Final = 12
MOST_BY_HAND: Final = 10
OUTCOMES: Final = ("Spoke with them by phone", "They answered the same day", "Agreed on a date", "")


@transaction.atomic
def write_plays(order: Any, account_ids: Sequence[int]) -> None:
    """Start plays of some accounts, do some of their steps and end some; the same for the same order."""
    playbooks = {one.key: one for one in Playbook.objects.offered().select_related("current")}
    since = timezone.make_aware(datetime.combine(order.as_of, time.min))
    Playbook.objects.filter(key__in=SWITCHED_ON, on_since__isnull=True, current__isnull=False).update(on_since=since)
    stage = _Stage(order, account_ids)
    for account_id, key, happening in [*_by_alerts(account_ids), *_by_hand(order, account_ids)]:
        if key in playbooks:
            stage.start(account_id, playbooks[key], happening)


def _by_alerts(account_ids: Sequence[int]) -> Iterator[tuple[int, str, Happening]]:
    """What the first accounts' open alerts would have started."""
    place = {account_id: number for number, account_id in enumerate(account_ids)}
    alerts = (
        Alert.objects.unclosed()
        .filter(account_id__in=account_ids, kind__in=STARTED_BY, opened_on__isnull=False)
        .select_related("account")
    )
    chosen = sorted(alerts, key=lambda alert: (place[alert.account_id], alert.kind, alert.subject))[:MOST_BY_ALERT]
    for reading in read_alerts(chosen):
        alert = reading.alert
        happening = Happening(alert_key(alert.pk), reading.reason, stakeholder_of(alert.subject))
        yield alert.account_id, STARTED_BY[alert.kind], happening


def _by_hand(order: Any, account_ids: Sequence[int]) -> Iterator[tuple[int, str, Happening]]:
    """Plays that somebody started a while ago."""
    random = Random(f"plays {order.seed}")
    for number, account_id in enumerate(random.sample(list(account_ids), min(MOST_BY_HAND, len(account_ids)))):
        yield account_id, BY_HAND[number % len(BY_HAND)], Happening("demo", _("Started by hand."))


class _Stage:
    """The accounts of the demo as plays stand on them."""

    def __init__(self, order: Any, account_ids: Sequence[int]) -> None:
        self.random = Random(f"steps {order.seed}")
        self.on: date = order.as_of
        self.accounts = Account.objects.in_bulk(account_ids)
        self.facts = facts_of(account_ids, self.on)
        self.pods = pods_of(account_ids, {pk: one.owner_id for pk, one in self.accounts.items()}, self.on)
        self.now = now()

    def start(self, account_id: int, playbook: Playbook, happening: Happening) -> None:
        """Start a play, some weeks ago, and do some of its steps."""
        scene = Scene(self.facts[account_id], self.pods[account_id], self.on, self.now)
        recorder = Recorder(None)
        play, _outcome = deliver(recorder, self.accounts[account_id], playbook, happening, scene)
        if play is None:
            return
        days = self.random.randrange(3, 30)
        Play.objects.filter(pk=play.pk).update(started_on=self.on - timedelta(days=days))
        play.refresh_from_db()
        for done in range(self.random.randrange(4)):
            self._do_next(play, recorder, scene, days - 2 * done)
        if self.random.random() < 0.25 and play.state == PlayState.RUNNING:
            self._end(play, recorder, scene)
        if self.random.random() < 0.3:
            Task.objects.filter(play=play, state=TaskState.OPEN).update(due_on=self.on - timedelta(days=2))

    def _do_next(self, play: Play, recorder: Recorder, scene: Scene, days_ago: int) -> None:
        task = Task.objects.filter(play=play, state=TaskState.OPEN).order_by("pk").first()
        if task is None or play.state != PlayState.RUNNING:
            return
        ended_on = self.on - timedelta(days=max(1, days_ago))
        over = {"state": TaskState.DONE, "ended_on": ended_on, "ended_by_id": task.assignee_id}
        Task.objects.filter(pk=task.pk).update(**over, outcome=self.random.choice(OUTCOMES))
        advance(play, recorder, scene)

    def _end(self, play: Play, recorder: Recorder, scene: Scene) -> None:
        """End it as people do, with what its facts have become since."""
        before = dict(play.facts_at_start)
        threads = before.get("threads")
        state, words = self.random.choice(
            ((PlayState.COMPLETED, _("Everybody met, notes are on the timeline")), (PlayState.CANCELLED, _("Not now")))
        )
        end_play(play, recorder, scene, state, words)
        if state == PlayState.COMPLETED and isinstance(threads, int) and threads > 0:
            Play.objects.filter(pk=play.pk).update(facts_at_start={**before, "threads": threads - 1})


def remove_plays() -> None:
    """Switch off what the demo switched on: what people switched on themselves stays."""
    for playbook in Playbook.objects.filter(key__in=SWITCHED_ON, on_since__isnull=False):
        said = Act.objects.filter(kind="switch_playbook", changes__contains=[["playbooks.playbook", playbook.pk]])
        if not said.exists():
            Playbook.objects.filter(pk=playbook.pk).update(on_since=None)


PLAYS = DemoPart("plays", finish=write_plays, remove=remove_plays, position=80)
