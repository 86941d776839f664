"""The tasks that are due today or late, as items of My day."""

from collections.abc import Sequence
from datetime import date
from heapq import nsmallest

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.selectors.revenue import NOBODY, Stake
from csm.foundation.clock import today
from csm.foundation.my_day import Day, DayItem, DaySource
from csm.foundation.templatetags.wording import in_words
from health.domain.alerts.kinds import BY_KEY, AlertKind
from health.selectors.alerts import Book
from playbooks.domain.due import LIKELIHOOD, task_weight
from playbooks.models import Task
from playbooks.selectors.tasks import origin_words

LOOKED_AT = 500  # the latest ones of somebody with more are not ranked


def day_tasks(day: Day, limit: int) -> Sequence[DayItem]:
    """One's own tasks that are due today or late, what weighs most first; three queries beside the book.

    All are weighed by what decides it; only those shown are read with what they say.
    """
    on, book = today(), day.once(Book)
    rows = Task.objects.visible_to(day.viewer).at_hand(on).of(day.viewer.pk).filter(due_on__lte=on)
    found = list(rows.order_by("due_on", "pk").values_list("pk", "account_id", "due_on", "alert__kind")[:LOOKED_AT])
    worth = book.stakes(account_id for _pk, account_id, *_more in found)
    weights = {pk: _weight(worth[account_id], due_on, kind, on) for pk, account_id, due_on, kind in found}
    first = nsmallest(limit, weights, key=lambda pk: (-weights[pk], pk))
    tasks = Task.objects.select_related("account", "play", "alert", "touchpoint").in_bulk([NOBODY, *first])
    return [_item(tasks[pk], weights[pk]) for pk in first]


def _weight(worth: Stake, due_on: date, alert_kind: str | None, on: date) -> float:
    found = BY_KEY[AlertKind(alert_kind)].likelihood if alert_kind else 0.0
    return task_weight(worth.arr, worth.renewal_on, due_on, on, max(LIKELIHOOD, found))


def _item(task: Task, weight: float) -> DayItem:
    is_late = task.due_on is not None and task.due_on < today()
    url = reverse("playbooks:task", args=[task.pk])
    return DayItem(
        key=f"task:{task.pk}",
        account_id=task.account_id,
        account=task.account.name,
        label=_("Task, overdue") if is_late else _("Task"),
        reason=reason_of(task),
        url=url,
        start_label=gettext_lazy("Open the task"),
        start_url=url,
        weight=weight,
        tone="risk" if is_late else "accent",
        start_in_dialog=True,
        id=task.pk,
    )


def reason_of(task: Task) -> str:
    """What is to be done and why now: "Write to Ana. Step 2 of Redraw after a departure; due yesterday."."""
    due = _("due %(when)s") % {"when": in_words(task.due_on)}
    origin = origin_words(task)
    why = f"{origin}; {due}" if origin else due
    return f"{task.title.rstrip('.')}. {why[:1].upper()}{why[1:]}."


def named(count: int) -> str:
    """How those are named that are folded away."""
    return ngettext("%(count)d task of yours", "%(count)d tasks of yours", count) % {"count": count}


SOURCE = DaySource("tasks", day_tasks, position=15, named=named)
