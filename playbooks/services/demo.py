"""The plays of the demo portfolio: some that ended within the last year, some that run, and playbooks switched on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.domain.access import UserRole
from accounts.models import Account
from accounts.services.acts import Recorder
from csm.foundation.demo_parts import DemoPart
from playbooks.domain.texts import fill
from playbooks.models import Play, Playbook, PlayState, Task, TaskState
from playbooks.selectors.dry_runs import dry_run, reasons
from playbooks.selectors.facts import facts_of
from playbooks.selectors.places import gaps
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene
from playbooks.services.enrolling import happening_of
from playbooks.services.starting import begin

OFTEN: Final = 0.4  # of accounts that had a play
SWITCHED_ON: Final = ("redraw-after-departure", "balance-north-star", "red-account-review")
RUN_AT_MOST: Final = 6
RESULTS: Final = {
    PlayState.EXITED: gettext_noop("Reached"),
    PlayState.COMPLETED: gettext_noop("All steps are over."),
    PlayState.CANCELLED: gettext_noop("They merged with another customer; the other team goes on."),
}


@dataclass(frozen=True)
class Past:
    """How plays of a playbook went: why they started, how long they take, what threads and score become of."""

    key: str
    reason: str
    days: tuple[int, int]
    threads: tuple[int, int]
    points: int


PASTS: Final = (
    Past("redraw-after-departure", gettext_noop("The champion left; nobody had taken over."), (9, 45), (0, 2), 8),
    Past("balance-north-star", gettext_noop("All routes hung on one person."), (25, 90), (1, 2), 5),
    Past("renewal", gettext_noop("120 days to the renewal"), (80, 118), (1, 1), 2),
    Past("joint-qbr", gettext_noop("Started by hand"), (14, 40), (1, 2), 3),
    Past("map-the-sky", gettext_noop("Started by hand"), (10, 30), (0, 1), 0),
)


def write_past_plays(order: Any, first: int, account_ids: Sequence[int]) -> None:
    """Plays that ended, the same for the same order, each with its tasks."""
    random = Random(f"plays {order.seed} {first}")
    keys = [past.key for past in PASTS]
    playbooks = {one.key: one for one in Playbook.objects.offered().filter(key__in=keys).select_related("current")}
    accounts = Account.objects.in_bulk(list(account_ids))
    plays = [
        _ended(random, accounts[pk], playbooks[past.key], past, order.as_of)
        for pk in account_ids
        if random.random() < OFTEN and (past := random.choice(PASTS)).key in playbooks
    ]
    Play.objects.bulk_create(plays, batch_size=1000)
    Task.objects.bulk_create([task for play in plays for task in _tasks(play)], batch_size=2000)


def _ended(random: Random, account: Account, playbook: Playbook, past: Past, on: date) -> Play:
    state = random.choices(list(RESULTS), (5, 3, 2))[0]
    ended_on = on - timedelta(days=random.randint(5, 240))
    started_on = ended_on - timedelta(days=random.randint(*past.days))
    score, survival = random.randint(38, 70), random.randint(35, 70)
    gained = state is PlayState.EXITED
    threads = past.threads if gained else (past.threads[0], past.threads[0])
    gain = past.points + random.randint(-4, 6) if gained else random.randint(-5, 4)
    chance = survival + (random.randint(4, 22) if gained else random.randint(-4, 3))
    return Play(
        account=account,
        playbook=playbook,
        version=playbook.in_force,
        name=playbook.name,
        reason=_(past.reason),
        owner_id=account.owner_id,
        recorded_by_id=account.owner_id,
        state=state,
        started_on=started_on,
        ended_on=ended_on,
        exit=playbook.in_force.defined.exit,
        is_armed=True,
        steps=playbook.in_force.definition["steps"],
        facts_at_start={"threads": threads[0], "score": float(score), "survival": float(survival)},
        facts_at_end={"threads": threads[1], "score": float(score + gain), "survival": float(chance)},
        result=_(RESULTS[state]),
    )


def _tasks(play: Play) -> Iterator[Task]:
    """A task of each step, spread over the days of the play; of one that was given up the last were not needed."""
    steps = play.own_steps
    ended_on = play.ended_on or play.started_on
    days = (ended_on - play.started_on).days
    done = len(steps) // 2 if play.state == PlayState.CANCELLED else len(steps)
    places = {"account": play.account.name}
    for place, step in enumerate(steps):
        over_on = play.started_on + timedelta(days=days * (place + 1) // len(steps))
        yield Task(
            account_id=play.account_id,
            play=play,
            step=step.key,
            title=fill(step.title, places, gaps())[:200],
            text=fill(step.text, places, gaps()),
            assignee_id=play.owner_id,
            began_on=play.started_on + timedelta(days=days * place // len(steps)),
            due_on=over_on,
            ended_on=over_on,
            state=TaskState.DONE if place < done else TaskState.DROPPED,
            recorded_by_id=play.owner_id,
        )


def start_running_plays(order: Any, account_ids: Sequence[int]) -> None:
    """Switch some playbooks on, and let a few plays of the first run where a departure stands open."""
    Playbook.objects.offered().filter(key__in=SWITCHED_ON).update(on_since=timezone.now())
    playbook = Playbook.objects.switched_on().select_related("current").filter(key=SWITCHED_ON[0]).first()
    viewer = get_user_model().objects.filter(role=UserRole.ADMINISTRATOR, is_active=True).order_by("pk").first()
    if playbook is None or viewer is None:
        return
    run = dry_run(viewer, playbook.pk, playbook.in_force.defined, order.as_of)
    mine = set(account_ids)
    chosen = [one for one in run.starting() if one.account_id in mine][:RUN_AT_MOST:2]
    whys = reasons(chosen, run.on)
    accounts = Account.objects.in_bulk([one.account_id for one in chosen])
    facts = facts_of(accounts, order.as_of)
    pods = pods_of(accounts, {pk: account.owner_id for pk, account in accounts.items()}, order.as_of)
    with transaction.atomic():
        for pk, account in sorted(accounts.items()):
            scene = Scene(facts[pk], pods[pk], order.as_of, now())
            begin(Recorder(None), account, playbook, scene, happening_of(whys[pk]))


def switch_off() -> None:
    """Leave the playbooks as they came; the plays went with their accounts."""
    Playbook.objects.filter(key__in=SWITCHED_ON).update(on_since=None)


PLAYS = DemoPart("plays", write=write_past_plays, finish=start_running_plays, remove=switch_off, position=30)
