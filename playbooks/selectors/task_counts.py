"""How many tasks accounts have at hand and how many are late: in the head of an account, as column and filter."""

from typing import Any

from django.db import models
from django.db.models import Count, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from csm.foundation.clock import today
from csm.foundation.registry import AccountFilter, Column, Figure
from playbooks.models import Task


class Today(Func):
    """The installation's date when a query is asked, not when it was put together."""

    output_field = models.DateField()

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        return "%s::date", [today()]


def _at_hand(**which: Any) -> "QuerySet[Task]":
    rows: QuerySet[Task] = Task.objects.standing().at_hand(Today()).filter(**which)
    return rows.order_by()


def _count(**which: Any) -> Coalesce:
    rows = _at_hand(account_id=OuterRef("pk"), **which).values("account_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(rows.values("number")), Value(0), output_field=IntegerField())


def _with(**which: Any) -> Q:
    return Q(pk__in=_at_hand(**which).values("account_id"))


COUNTS = {"tasks_at_hand": _count(), "tasks_overdue": _count(due_on__lt=Today())}
COLUMN = Column(
    "tasks",
    _("Tasks"),
    "playbooks/_column_tasks.html",
    annotations=COUNTS,
    order_by="tasks_overdue",
    is_number=True,
    position=70,
    value=lambda row: row.tasks_overdue,
    is_shown_first=False,
)
FILTER = AccountFilter(
    "tasks",
    _("Tasks"),
    {
        "overdue": (_("tasks overdue"), _with(due_on__lt=Today())),
        "open": (_("tasks at hand"), _with()),
        "none": (_("no task at hand"), ~_with()),
    },
    position=60,
)


def head_figure(viewer: Any, account: Any) -> dict[str, Any]:
    """How many are at hand and late; the row of the account carries both already."""
    return {
        "count": account.tasks_at_hand,
        "overdue": account.tasks_overdue,
        "url": reverse("playbooks:account_plays", args=[account.pk]),
    }


HEAD = Figure("tasks", "playbooks/_figure_tasks.html", head_figure, position=58)
