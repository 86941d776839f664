"""The tasks that are due today or late, as items of My day."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.my_day import DayItem, DaySource
from csm.foundation.templatetags.wording import in_words
from health.domain.alerts.kinds import BY_KEY, AlertKind
from health.selectors.alerts import stakes
from playbooks.domain.due import LIKELIHOOD, task_weight
from playbooks.models import Task
from playbooks.selectors.tasks import origin_words

LOOKED_AT = 500  # the latest ones of somebody with more are not ranked


def day_tasks(viewer: Viewer, limit: int) -> Sequence[DayItem]:
    """One's own tasks that are due today or late, what weighs most first; three queries."""
    on = today()
    rows = Task.objects.visible_to(viewer).at_hand(on).of(viewer.pk).filter(due_on__lte=on)
    tasks = list(rows.select_related("account", "play", "alert", "touchpoint").order_by("due_on", "pk")[:LOOKED_AT])
    worth = stakes(task.account_id for task in tasks)
    weighed = [(_weight(task, worth[task.account_id]), task) for task in tasks]
    weighed.sort(key=lambda each: (-each[0], each[1].pk))
    return [_item(task, weight) for weight, task in weighed[:limit]]


def _weight(task: Task, account: object) -> float:
    found = BY_KEY[AlertKind(task.alert.kind)].likelihood if task.alert is not None else 0.0
    likelihood = max(LIKELIHOOD, found)
    revenue, renewal_on = getattr(account, "arr", None), getattr(account, "renewal_on", None)
    return task_weight(revenue, renewal_on, task.due_on or today(), today(), likelihood)


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


SOURCE = DaySource("tasks", day_tasks, position=15)
