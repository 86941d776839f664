"""How far the steps of a play are, by the tasks that were made of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from playbooks.domain.running import Progress, StepState
from playbooks.models import Task, TaskState

STATES: Final = {
    TaskState.OPEN: StepState.OPEN,
    TaskState.DONE: StepState.DONE,
    TaskState.SKIPPED: StepState.SKIPPED,
    TaskState.DROPPED: StepState.SKIPPED,
}


def progress_of(tasks: Iterable[Task]) -> dict[str, Progress]:
    """The progress of a play by key of its steps, from its standing tasks."""
    return {task.step: Progress(STATES[TaskState(task.state)], task.ended_on) for task in tasks}


def progress_of_plays(play_ids: Sequence[int]) -> Mapping[int, dict[str, Progress]]:
    """The progress of many plays by their ids; one query."""
    found: defaultdict[int, dict[str, Progress]] = defaultdict(dict)
    tasks = Task.objects.standing().filter(play_id__in=play_ids).order_by()
    for play_id, step, state, ended_on in tasks.values_list("play_id", "step", "state", "ended_on"):
        found[play_id][step] = Progress(STATES[TaskState(state)], ended_on)
    return found
