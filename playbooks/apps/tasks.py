"""What lower pages show of tasks, and what is done about them from anywhere."""

from django.utils.translation import gettext_lazy as _

from accounts.models import ListName
from csm.foundation.demo_parts import demo_parts
from csm.foundation.lists import ListKind, list_kinds
from csm.foundation.my_day import day_sources
from csm.foundation.registry import (
    Action,
    MenuItem,
    Offer,
    SearchSource,
    account_columns,
    account_figures,
    account_filters,
    actions,
    loads,
    menu_items,
    offers,
    search_sources,
)
from playbooks.forms.tasks import ManyTasksForm
from playbooks.models import Task
from playbooks.selectors import day_tasks, task_counts
from playbooks.selectors import loads as task_loads
from playbooks.selectors.known_tasks import known_tasks
from playbooks.selectors.task_search import task_hits
from playbooks.services.demo_tasks import TASKS
from playbooks.services.tasks import set_on_tasks
from playbooks.views.task_listing import TaskListing


def register() -> None:
    """Show tasks where accounts, people, alerts and touchpoints are shown, list them, and offer to make some."""
    demo_parts.add(TASKS)
    day_sources.add(day_tasks.SOURCE)
    account_columns.add(task_counts.COLUMN)
    account_filters.add(task_counts.FILTER)
    account_figures.add(task_counts.HEAD)
    search_sources.add(SearchSource("tasks", _("Tasks"), task_hits, position=36))
    offers.add(
        *(
            Offer(f"task_of_{about}", about, _("Make a task"), "playbooks:task_add", known=known_tasks(about))
            for about in ("stakeholder", "alert", "touchpoint")
        )
    )
    menu_items.add(MenuItem("task_feed", _("Task calendar"), "playbooks:task_feed", menu="settings", position=16))
    actions.add(
        Action("tasks", _("Tasks"), "playbooks:tasks", words=_("my todo due overdue"), is_page=True, position=8),
        Action(
            "task_add",
            _("Add a task"),
            "playbooks:task_add",
            target="account",
            words=_("new todo remind follow up"),
            writes=True,
            is_dialog=True,
            position=10,
        ),
    )
    loads.add(task_loads.TASKS, task_loads.OVERDUE, task_loads.PLAYS)
    list_kinds.add(
        ListKind(
            ListName.TASKS,
            _("Tasks"),
            "playbooks:tasks",
            TaskListing,
            Task.objects.visible_to,
            Task.objects.editable_by,
            ManyTasksForm,
            set_on_tasks,
        )
    )
