"""Which step of a play comes next, when it is due, when the play is over: decided from what was done and the facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from accounts.domain.business_days import WorkWeek
from playbooks.domain.conditions import Condition
from playbooks.domain.definition import START, Step, predecessor
from playbooks.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class Worker:
    """Whoever does what a job does on an account: their date now, and their working week."""

    on: date
    week: WorkWeek = field(default_factory=WorkWeek)


WorkerOf = Callable[[str], Worker]

UNDATED_DUE = 5  # business days for a step before a renewal that nobody knows


class StepState(StrEnum):
    """How far a step is that has begun."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of a step: its state and, once it is over, the day."""

    state: StepState
    ended_on: date | None = None

    @property
    def is_over(self) -> bool:
        return self.state is not StepState.OPEN


@dataclass(frozen=True, slots=True)
class Begin:
    """A step begins: it is due on a day."""

    step: Step
    due_on: date


@dataclass(frozen=True, slots=True)
class Skip:
    """A step is skipped, since what it is done for does not hold."""

    step: Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that is next but has not begun: until a day, or for a condition."""

    step: Step
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """What is to happen to a play now, in order; `is_through` when every step is over."""

    moves: tuple[Begin | Skip, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    is_through: bool = False


def next_moves(
    steps: tuple[Step, ...],
    progress: Mapping[str, Progress],
    started_on: date,
    worker_of: WorkerOf,
    facts: Facts,
    renewal_on: date | None = None,
) -> Moves:
    """What is to happen to a play now. Doing it and asking again on that day gives nothing more.

    Parameters
    ----------
    steps : of the play
    progress : by key of the steps that have begun
    started_on : the day the play started
    worker_of : by job, who does it
    facts : of the account
    renewal_on : the next renewal; None when unknown

    Notes
    -----
    A step waits its days, is then skipped or not, and waits for its condition last. It is skipped only when what it is
    done for is known not to hold: what is unknown is no reason to do nothing.

    Examples
    --------
    >>> steps = (Step("call", "Call", due=1), Step("write", "Write", due=2))
    >>> moves = next_moves(steps, {}, date(2026, 1, 5), lambda job: Worker(date(2026, 1, 5)), {}).moves
    >>> [(move.step.key, move.due_on.isoformat()) for move in moves]
    [('call', '2026-01-06')]
    """
    known = dict(progress)
    moves: list[Begin | Skip] = []
    waiting: list[Waiting] = []
    for place, step in enumerate(steps):
        if step.key in known:
            continue
        ended_on = _ended_on(predecessor(steps, place), known, started_on)
        if ended_on is None:
            continue
        worker = worker_of(step.job)
        ready_on = worker.week.add(ended_on, step.wait) if step.wait else ended_on
        if step.wait and worker.on < ready_on:
            waiting.append(Waiting(step, ready_on))
        elif step.only_when.judge(facts) is False:
            known[step.key] = Progress(StepState.SKIPPED, worker.on)
            moves.append(Skip(step))
        elif step.waits_for.judge(facts) is not True:
            waiting.append(Waiting(step))
        else:
            known[step.key] = Progress(StepState.OPEN)
            moves.append(Begin(step, due_on(step, max(ready_on, worker.on), renewal_on, worker.week)))
    is_through = all(step.key in known and known[step.key].is_over for step in steps)
    return Moves(tuple(moves), tuple(waiting), is_through)


def _ended_on(key: str, progress: Mapping[str, Progress], started_on: date) -> date | None:
    if key == START:
        return started_on
    before = progress.get(key)
    return before.ended_on if before is not None and before.is_over else None


def due_on(step: Step, began_on: date, renewal_on: date | None, week: WorkWeek) -> date:
    """The day a step is due that begins on a day: a working day, never before it begins.

    >>> due_on(Step("ask", "Ask", before_renewal=60), date(2026, 1, 5), date(2026, 4, 1), WorkWeek())
    datetime.date(2026, 1, 30)
    """
    if step.before_renewal is None:
        return week.add(began_on, step.due)
    if renewal_on is None:
        return week.add(began_on, UNDATED_DUE)
    wanted = week.on_or_before(renewal_on - timedelta(days=step.before_renewal))
    return max(wanted, week.on_or_after(began_on))


@dataclass(frozen=True, slots=True)
class Planned:
    """When a step begins and is due; empty where it is over, or cannot be told."""

    step: Step
    begins_on: date | None = None
    due_on: date | None = None
    is_skipped: bool = False


def plan(
    steps: tuple[Step, ...],
    started_on: date,
    worker_of: WorkerOf,
    facts: Facts,
    renewal_on: date | None = None,
) -> list[Planned]:
    """The dates of every step if each is done on the day it is due and the facts stay as they are.

    A step that waits for a condition that does not hold has no dates, nor has what comes after it.
    """
    return outlook(steps, {}, {}, started_on, worker_of, facts, renewal_on)


def outlook(
    steps: tuple[Step, ...],
    progress: Mapping[str, Progress],
    dues: Mapping[str, date | None],
    started_on: date,
    worker_of: WorkerOf,
    facts: Facts,
    renewal_on: date | None = None,
) -> list[Planned]:
    """What is ahead of a play: the dates of the steps that have not begun, if each open one is done on the day it is
    due (`dues`, by key), or today where that has passed.

    >>> steps = (Step("call", "Call", due=1), Step("write", "Write", wait=1, due=2))
    >>> here = lambda job: Worker(date(2026, 1, 7))
    >>> progress, dues = {"call": Progress(StepState.OPEN)}, {"call": date(2026, 1, 6)}
    >>> ahead = outlook(steps, progress, dues, date(2026, 1, 5), here, {})
    >>> ahead[1].begins_on, ahead[1].due_on
    (datetime.date(2026, 1, 8), datetime.date(2026, 1, 12))
    """
    ended: dict[str, date | None] = {START: started_on}
    ahead = []
    for place, step in enumerate(steps):
        worker = worker_of(step.job)
        begun = progress.get(step.key)
        if begun is not None:
            due = dues.get(step.key)
            ended[step.key] = begun.ended_on if begun.is_over else max(due or worker.on, worker.on)
            ahead.append(Planned(step, due_on=None if begun.is_over else due))
            continue
        one = _planned(step, ended.get(predecessor(steps, place)), facts, renewal_on, worker.week)
        ended[step.key] = one.begins_on if one.is_skipped else one.due_on
        ahead.append(one)
    return ahead


def _planned(step: Step, after: date | None, facts: Facts, renewal_on: date | None, week: WorkWeek) -> Planned:
    if after is None:
        return Planned(step)
    begins_on = week.add(after, step.wait) if step.wait else after
    if step.only_when.judge(facts) is False:
        return Planned(step, begins_on, is_skipped=True)
    if step.waits_for.judge(facts) is not True:
        return Planned(step)
    return Planned(step, begins_on, due_on(step, begins_on, renewal_on, week))


class Foreseen(StrEnum):
    """What can be told beforehand of the exit of a play."""

    NONE = "none"
    IMPOSSIBLE = "impossible"
    HELD = "held"
    UNKNOWN = "unknown"
    OPEN = "open"


def foresee(exit_: Condition, contradicts: str | None, facts: Facts) -> Foreseen:
    """Whether an exit can be met: there is none, it contradicts itself, it holds already, a fact it needs is unknown
    of this account so that nobody would notice, or it can come.

    >>> from playbooks.domain.conditions import contradiction, parse
    >>> condition = parse("threads >= 2")
    >>> [foresee(condition, contradiction(condition), {"threads": n}) for n in (None, 1, 2)]
    [<Foreseen.UNKNOWN: 'unknown'>, <Foreseen.OPEN: 'open'>, <Foreseen.HELD: 'held'>]
    """
    if not exit_:
        return Foreseen.NONE
    if contradicts is not None:
        return Foreseen.IMPOSSIBLE
    holds = exit_.judge(facts)
    if holds:
        return Foreseen.HELD
    return Foreseen.UNKNOWN if exit_.unknown(facts) else Foreseen.OPEN
