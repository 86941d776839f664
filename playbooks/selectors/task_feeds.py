"""What a calendar feed shows: the open tasks of somebody at the accounts that they still see."""

from collections.abc import Callable
from datetime import date

from accounts.models import User
from playbooks.domain.task_calendar import Entry, day_of
from playbooks.models import Task, TaskFeed
from playbooks.selectors.workers import now, worker_of

MOST = 500


def feed_of_digest(digest: str) -> TaskFeed | None:
    """The feed of a secret's digest, of somebody who is still with us; one query."""
    rows = TaskFeed.objects.filter(digest=digest, user__is_active=True)
    return rows.select_related("user").first()


def entries_of(user: User, url_of: Callable[[int], str]) -> list[Entry]:
    """Their open tasks that are due on a day, soonest first; one query. Tasks of plays that are paused wait."""
    on = worker_of(user, now()).on
    rows = Task.objects.visible_to(user).open().of(user.pk).filter(due_on__isnull=False)
    rows = rows.exclude(play__isnull=False, play__state="paused").select_related("account").order_by("due_on", "pk")
    return [_entry(task, on, url_of) for task in rows[:MOST]]


def _entry(task: Task, on: date, url_of: Callable[[int], str]) -> Entry:
    return Entry(
        id=task.pk,
        title=task.title,
        account=task.account.name,
        url=url_of(task.pk),
        on=day_of(task.due_on or on, task.snoozed_until, on),
        made_at=task.recorded_at,
        revision=task.row_version,
    )
