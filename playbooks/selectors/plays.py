"""The plays of an account as its page and the API show them, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from csm.foundation.clock import today
from playbooks.domain.condition_words import condition_words, fact_words
from playbooks.domain.conditions import contradiction, parse
from playbooks.domain.definition import Step, tag_of
from playbooks.domain.running import Foreseen, Planned, foresee, outlook
from playbooks.domain.texts import fill
from playbooks.models import Play, Playbook, Task, TaskState
from playbooks.models.plays import UNDER_WAY
from playbooks.selectors.facts import AccountFacts, facts_of
from playbooks.selectors.places import gaps, places_of
from playbooks.selectors.play_progress import progress_of
from playbooks.selectors.workers import Pod, now, pod_of

EFFECTS: Final = (
    ("threads", _("Threads")),
    ("survival", _("Chance we stay connected")),
    ("score", _("Health")),
    ("roles_missing", _("Roles missing")),
)
PER_CENT: Final = frozenset({"survival"})
ENDED_SHOWN: Final = 20
FORESEEN_WORDS: Final = {
    Foreseen.NONE: _("It is over when all steps are."),
    Foreseen.IMPOSSIBLE: _("What it is for can never hold."),
    Foreseen.HELD: _("What it is for holds already: it ends by itself only after that was lost and came back."),
    Foreseen.UNKNOWN: _("Nobody would notice when it has reached its end, since this is not known here: %(facts)s."),
    Foreseen.OPEN: _("It ends by itself once this holds: %(exit)s."),
}


@dataclass(frozen=True)
class StepLine:
    """One step of a play: its task where it has begun, else when it is expected."""

    step: Step
    title: str
    task: Task | None
    planned: Planned
    assignee: Any

    @property
    def state(self) -> str:
        if self.task is not None:
            return str(self.task.state)
        return "skipped" if self.planned.is_skipped else "ahead"

    @property
    def tag(self) -> str:
        """What the step and its task say, as a tag (`domain.definition.tag_of`)."""
        return tag_of(self.step) if self.task is None else tag_of(self.step, title=self.task.title, text=self.task.text)

    @property
    def is_over(self) -> bool:
        return self.task is not None and self.task.state != TaskState.OPEN

    @property
    def is_begun(self) -> bool:
        """Whether somebody has begun what is open of it."""
        return self.task is not None and not self.is_over and bool(getattr(self.task, "is_begun", False))

    @property
    def is_late(self) -> bool:
        task = self.task
        return task is not None and not self.is_over and task.due_on is not None and task.due_on < today()


@dataclass(frozen=True)
class Effect:
    """What a fact was when a play started and when it ended; empty: not known."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True)
class PlayReading:
    """A play with its steps, how far it is and what it did."""

    play: Play
    lines: Sequence[StepLine] = ()
    effects: Sequence[Effect] = ()
    left_out: Sequence[Step] = ()

    @property
    def over(self) -> int:
        return sum(line.is_over for line in self.lines)

    @property
    def next_lines(self) -> list[StepLine]:
        """All steps that are open, else the next that is expected."""
        ahead = [line for line in self.lines if not line.is_over and line.state != "skipped"]
        return [line for line in ahead if line.task is not None] or ahead[:1]


@dataclass(frozen=True)
class AccountPlays:
    """What is under way at an account, the tasks of no play, and the plays that ended last."""

    under_way: Sequence[PlayReading] = ()
    loose: Sequence[Task] = ()
    ended: Sequence[PlayReading] = ()


@dataclass(frozen=True)
class Stage:
    """An account as its plays stand on it: facts, those who serve it, and the tasks of its plays by play."""

    account: Account
    facts: AccountFacts
    pod: Pod
    places: dict[str, str]
    tasks: dict[int, list[Task]] = field(default_factory=dict)


def account_plays(account: Account) -> AccountPlays:
    """Everything about the plays of one account."""
    plays = list(_plays(Play.objects.standing().filter(account=account)))
    under_way = [play for play in plays if play.is_under_way]
    ended = sorted((play for play in plays if not play.is_under_way), key=_latest_end, reverse=True)[:ENDED_SHOWN]
    stage = _stage(account, under_way)
    return AccountPlays(
        [read_play(play, stage) for play in under_way],
        list(_tasks(_loose(account)).select_related("play")),
        [PlayReading(play, effects=effects_of(play)) for play in ended],
    )


def _loose(account: Account) -> Any:
    """What is to be done at an account as a step of no play, or of one that has ended."""
    rows = Task.objects.standing().open().filter(account=account)
    return rows.exclude(play__isnull=False, play__state__in=UNDER_WAY)


def play_reading(play: Play) -> PlayReading:
    """One play with all its steps, for its own page."""
    return read_play(play, _stage(play.account, [play]))


def _plays(rows: Any) -> Any:
    return rows.select_related("playbook", "version", "owner", "account").order_by("started_on", "pk")


def _tasks(rows: Any) -> Any:
    return rows.with_begun().select_related("assignee", "ended_by", "stakeholder__person", "play")


def _latest_end(play: Play) -> tuple[date, int]:
    return play.ended_on or play.started_on, play.pk


def _stage(account: Account, plays: Iterable[Play]) -> Stage:
    on = today()
    facts = facts_of([account.pk], on)[account.pk]
    pod = pod_of(account.pk, account.owner_id, on)
    tasks: defaultdict[int, list[Task]] = defaultdict(list)
    for task in _tasks(Task.objects.standing().filter(play__in=[play.pk for play in plays])):
        tasks[task.play_id].append(task)
    return Stage(account, facts, pod, places_of(account, facts, pod, None, on), tasks)


def read_play(play: Play, stage: Stage) -> PlayReading:
    """A play with its steps as they are and as they are expected."""
    tasks = {task.step: task for task in stage.tasks.get(play.pk, ())}
    instant = now()
    ahead = outlook(
        play.own_steps,
        progress_of(tasks.values()),
        {key: task.due_on for key, task in tasks.items()},
        play.started_on,
        lambda job: stage.pod.worker(job, instant),
        stage.facts.by_name,
        stage.facts.renewal_on,
    )
    words = gaps()
    lines = [_line(one, tasks.get(one.step.key), stage, words) for one in ahead]
    return PlayReading(play, lines, effects_of(play), left_out_of(play))


def left_out_of(play: Play) -> list[Step]:
    """The steps of its version that a play does without."""
    here = {step.key for step in play.own_steps}
    return [step for step in play.version.defined.steps if step.key not in here]


def _line(one: Planned, task: Task | None, stage: Stage, words: dict[str, str]) -> StepLine:
    title = task.title if task is not None else fill(one.step.title, stage.places, words)
    return StepLine(one.step, title, task, one, task.assignee if task is not None else stage.pod.doing(one.step.job))


def effects_of(play: Play) -> list[Effect]:
    """What the facts that matter were at the start and at the end; of a play under way only the start is known."""
    return [
        Effect(label, _figure(name, play.facts_at_start.get(name)), _figure(name, play.facts_at_end.get(name)))
        for name, label in EFFECTS
        if name in play.facts_at_start or name in play.facts_at_end
    ]


def _figure(name: str, value: Any) -> str:
    if value is None:
        return ""
    return f"{round(value)} %" if name in PER_CENT else f"{round(value)}"


def task_of_step(play: Play, key: str) -> Task | None:
    """The task that was made of a step of a play, where it has begun."""
    found: Task | None = Task.objects.standing().filter(play=play, step=key).first()
    return found


def begun_tasks(play: Play) -> list[Task]:
    """What somebody has begun of a play and not ended: it outlives the play."""
    return list(Task.objects.standing().open().begun().filter(play=play).select_related("assignee"))


def begun_task(play: Play, key: str) -> Task | None:
    """The task of a step where somebody has begun it and not ended it."""
    return next((task for task in begun_tasks(play) if task.step == key), None)


def begun_words(task: Task) -> str:
    """Who has begun a step that is to be left out."""
    who = task.assignee.name if task.assignee else gettext("Somebody")
    return gettext("%(name)s has begun it: “%(title)s”.") % {"name": who, "title": task.title}


@dataclass(frozen=True)
class Offer:
    """A playbook that could be started on an account, and what can be told of it beforehand."""

    playbook: Playbook
    is_running: bool
    is_for_it: bool
    ends: str


def offers(account: Account) -> list[Offer]:
    """The playbooks that can be started on an account, those meant for it first; a fixed number of queries."""
    facts = facts_of([account.pk], today())[account.pk]
    running = set(Play.objects.standing().under_way().filter(account=account).values_list("playbook_id", flat=True))
    found = [
        _offer(playbook, facts, playbook.pk in running)
        for playbook in Playbook.objects.offered().select_related("current")
    ]
    return sorted(found, key=lambda one: (one.is_running, not one.is_for_it, one.playbook.name))


def _offer(playbook: Playbook, facts: AccountFacts, is_running: bool) -> Offer:
    defined = playbook.in_force.defined
    return Offer(
        playbook,
        is_running,
        defined.for_whom.judge(facts.by_name) is True,
        foreseen_words(defined.exit, facts),
    )


def foreseen_words(exit_: str, facts: AccountFacts) -> str:
    """What can be told beforehand of an exit at an account, in words."""
    condition = parse(exit_)
    told = foresee(condition, contradiction(condition), facts.by_name)
    unknown = ", ".join(fact_words(name, gettext) for name in condition.unknown(facts.by_name))
    given = {"exit": condition_words(condition, gettext), "facts": unknown}
    return str(FORESEEN_WORDS[told]) % given
