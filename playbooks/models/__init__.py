"""What is kept of playbooks, their versions, the plays that run, those started on many accounts at once, and tasks."""

from playbooks.models.playbooks import Playbook, PlaybookVersion
from playbooks.models.plays import AccountWatch, Occasion, Outcome, Play, PlayState
from playbooks.models.rollouts import Rollout, RolloutState
from playbooks.models.tasks import Task, TaskComment, TaskFeed, TaskState

__all__ = [
    "AccountWatch",
    "Occasion",
    "Outcome",
    "Play",
    "PlayState",
    "Playbook",
    "PlaybookVersion",
    "Rollout",
    "RolloutState",
    "Task",
    "TaskComment",
    "TaskFeed",
    "TaskState",
]
