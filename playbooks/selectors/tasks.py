"""Tasks as pages show them: with what they belong to, where they come from, whose they are."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account, User
from accounts.visibility import Viewer
from playbooks.models import PlayState, Task

SHOWN_WITH = ("account", "play", "assignee", "ended_by", "stakeholder__person", "alert", "touchpoint")


def shown_tasks(viewer: Viewer) -> "QuerySet[Task]":
    """The tasks somebody sees, each with all that a row of a list shows."""
    rows: QuerySet[Task] = Task.objects.visible_to(viewer)
    return rows.select_related(*SHOWN_WITH)


def tasks_in_order(viewer: Viewer, keys: Sequence[int]) -> list[Task]:
    """Tasks with all they show, in the order of their ids; one query."""
    found = {task.pk: task for task in shown_tasks(viewer).filter(pk__in=keys).order_by()}
    return [found[key] for key in keys if key in found]


def step_number(task: Task) -> int | None:
    """Which step of its play a task is, counted from one."""
    if task.play is None:
        return None
    keys = [step["key"] for step in task.play.steps]
    return keys.index(task.step) + 1 if task.step in keys else None


def origin_words(task: Task) -> str:
    """Where a task comes from: "step 2 of Redraw after a departure", "alert: departure", "meeting of ..."."""
    if task.play is not None:
        return _("%(step)s, which has ended") % {"step": _step_words(task)} if task.outlived else _step_words(task)
    if task.alert is not None:
        return _("alert: %(kind)s") % {"kind": task.alert.get_kind_display()}
    if task.touchpoint is not None:
        return task.touchpoint.subject or str(task.touchpoint.get_kind_display())
    return ""


def _step_words(task: Task) -> str:
    number, name = step_number(task), task.play.name if task.play is not None else ""
    return _("step %(number)d of %(play)s") % {"number": number, "play": name} if number else name


def outlived_words(task: Task) -> str:
    """Why a task is open although its play has ended, and what is to become of it; empty where that is not so."""
    play = task.outlived
    return str(OUTLIVED_WORDS[PlayState(play.state)]) if play is not None else ""


OUTLIVED_WORDS = {
    PlayState.EXITED: gettext_lazy(
        "The play reached its end. This was begun: finish it, or skip it if it is no longer needed."
    ),
    PlayState.COMPLETED: gettext_lazy(
        "The play was completed. This was begun: finish it, or skip it if it is no longer needed."
    ),
    PlayState.CANCELLED: gettext_lazy(
        "The play was cancelled. This was begun: finish it, or skip it if it is no longer needed."
    ),
}


def team_of(viewer: Any) -> "QuerySet[User]":
    """Those who work with somebody: of the teams they manage and of their own; themselves."""
    mine = User.objects.filter(team__manager_id=viewer.pk) | User.objects.filter(pk=viewer.pk)
    return mine | User.objects.filter(team_id=viewer.team_id) if viewer.team_id else mine


def editable_accounts(viewer: Viewer, tasks: Sequence[Task]) -> set[int]:
    """Ids of the accounts of some tasks that the viewer may change; one query."""
    ids = {task.account_id for task in tasks}
    return set(Account.objects.editable_by(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True))
