"""The tasks and plays that each of ours carries, for the table of who carries what."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.registry import Load
from playbooks.domain.due import Due
from playbooks.models import Play, Task

NOBODY, NO_OWNER = "nobody", "none"  # as the addresses of the two lists say it


def _by(rows: Any, who: str) -> dict[int | None, int]:
    return dict(rows.order_by().values_list(who).annotate(count=Count("pk")))


def _tasks(viewer: Viewer) -> Any:
    rows: Any = Task.objects.visible_to(viewer)
    return rows.at_hand(today())


def plays_carried(viewer: Viewer, owner: str = "") -> Any:
    """The plays under way on the accounts somebody sees: all, nobody's (`NO_OWNER`), or those of a user by id."""
    rows: Any = Play.objects.visible_to(viewer).under_way().select_related("account", "owner")
    if owner == NO_OWNER:
        return rows.filter(owner__isnull=True)
    return rows.filter(owner_id=int(owner)) if owner else rows


def _tasks_address(user_id: int | None, **asked: str) -> str:
    return reverse("playbooks:tasks", query={"who": user_id or NOBODY, **asked})


def _plays_address(user_id: int | None) -> str:
    return reverse("playbooks:plays", query={"owner": user_id or NO_OWNER})


TASKS = Load("tasks", _("Tasks"), lambda viewer: _by(_tasks(viewer), "assignee_id"), _tasks_address, position=10)
OVERDUE = Load(
    "tasks_overdue",
    _("Tasks overdue"),
    lambda viewer: _by(_tasks(viewer).filter(due_on__lt=today()), "assignee_id"),
    lambda user_id: _tasks_address(user_id, due=Due.OVERDUE.value),
    position=11,
    is_late=True,
)
PLAYS = Load(
    "plays",
    _("Plays under way"),
    lambda viewer: _by(plays_carried(viewer), "owner_id"),
    _plays_address,
    position=30,
)
