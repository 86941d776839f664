"""What is kept of playbooks, their versions, the plays that run and the tasks that people do."""

from playbooks.models.playbooks import Playbook, PlaybookVersion
from playbooks.models.plays import AccountWatch, Occasion, Outcome, Play, PlayState
from playbooks.models.tasks import Task, TaskComment, TaskFeed, TaskState

__all__ = [
    "AccountWatch",
    "Occasion",
    "Outcome",
    "Play",
    "PlayState",
    "Playbook",
    "PlaybookVersion",
    "Task",
    "TaskComment",
    "TaskFeed",
    "TaskState",
]
