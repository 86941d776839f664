"""What was done with a task, as the log of acts remembers it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Act
from accounts.selectors.list_edits import MANY
from playbooks.models import Task

MOST = 50
# Of acts on several accounts only these are looked through: those of an import hold thousands of changes.
OF_MANY = ("take_up_task", "finish_task", "skip_task", "snooze_task", "reassign_task", MANY)


@dataclass(frozen=True)
class Event:
    """Something that somebody did with a task."""

    at: datetime
    by: str
    words: str
    is_undone: bool


def history_of(task: Task) -> list[Event]:
    """The latest acts that changed a task, newest first; one query over the acts of its account and those of many."""
    changed = [[Task._meta.label_lower, task.pk]]
    rows = Act.objects.filter(acted_at__gte=task.recorded_at, changes__contains=changed)
    at = rows.filter(account_id=task.account_id) | rows.filter(account=None, kind__in=OF_MANY)
    acts = at.select_related("actor").order_by("-pk")[:MOST]
    return [
        Event(act.acted_at, act.actor.name if act.actor else "", act.summary, act.undone_at is not None) for act in acts
    ]
