"""How far the steps of a play are, by the tasks that were made of them."""

from collections.abc import Iterable
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
