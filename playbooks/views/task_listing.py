"""The list of tasks as one viewer asks for it: filtered, in order, with the columns chosen."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.list_states import ListState
from accounts.views.account_cells import quiet
from csm.foundation.clock import today
from csm.foundation.lists import ListColumn, chosen_columns
from csm.foundation.paging import BadParameter, Order, Page, Sort, ordering, read_page
from csm.foundation.templatetags.wording import in_words
from playbooks.filtersets.tasks import TaskListFilter
from playbooks.models import Task
from playbooks.selectors.tasks import origin_words, tasks_in_order

DEFAULT_SORT = "due"
SORTS = {
    "due": Sort("due_on"),
    "title": Sort("title", is_nullable=False),
    "account": Sort("account__name", is_nullable=False),
    "assignee": Sort("assignee__name"),
    "since": Sort("began_on", is_nullable=False),
    "ended": Sort("ended_on"),
}


def _title(row: Task) -> SafeString:
    url = reverse("playbooks:task", args=[row.pk])
    opens = 'hx-get="{}" hx-target="#dialog" hx-push-url="false"'
    return format_html(f'<a href="{{}}" {opens}><strong>{{}}</strong></a>', url, url, row.title)


def _account(row: Task) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("accounts:detail", args=[row.account_id]), row.account.name)


def day(on: Any) -> SafeString:
    """A day in words, with the day itself for those who look closer."""
    if on is None:
        return quiet("–", _("no date"))
    said = (f"{on:%Y-%m-%d}", date_format(on), in_words(on))
    return format_html('<time class="exact" datetime="{}" title="{}">{}</time>', *said)


def _due(row: Task) -> SafeString:
    is_late = row.is_open and row.due_on is not None and row.due_on < today()
    shown = format_html('<span class="task-late">{}</span>', day(row.due_on)) if is_late else day(row.due_on)
    if row.snoozed_until is not None and row.is_open and row.snoozed_until > today():
        away = _("put off until %(day)s") % {"day": date_format(row.snoozed_until)}
        return format_html('{} <span class="text-secondary">{}</span>', shown, away)
    return shown


def _about(row: Task) -> str:
    return row.stakeholder.person.name if row.stakeholder else ""


def _assignee(row: Task) -> str:
    return row.assignee.name if row.assignee else ""


COLUMNS = [
    ListColumn("title", gettext_lazy("Task"), lambda row: row.title, html=_title, sort="title", is_wide=True),
    ListColumn("account", gettext_lazy("Account"), lambda row: row.account.name, html=_account, sort="account"),
    ListColumn("due", gettext_lazy("Due"), lambda row: row.due_on, html=_due, sort="due"),
    ListColumn("assignee", gettext_lazy("Who"), _assignee, sort="assignee"),
    ListColumn("origin", gettext_lazy("From"), origin_words, is_wide=True),
    ListColumn("about", gettext_lazy("About"), _about),
    ListColumn(
        "since",
        gettext_lazy("Since"),
        lambda row: row.began_on,
        html=lambda row: day(row.began_on),
        sort="since",
        is_shown_first=False,
    ),
    ListColumn("state", gettext_lazy("State"), lambda row: row.get_state_display(), is_shown_first=False),
    ListColumn(
        "ended",
        gettext_lazy("Over since"),
        lambda row: row.ended_on,
        html=lambda row: day(row.ended_on),
        sort="ended",
        is_shown_first=False,
    ),
    ListColumn("outcome", gettext_lazy("What came of it"), lambda row: row.outcome, is_wide=True, is_shown_first=False),
    ListColumn("text", gettext_lazy("How"), lambda row: row.text, is_wide=True, is_shown_first=False),
    ListColumn("id", gettext_lazy("Id"), lambda row: row.pk, is_figure=True, is_shown_first=False),
]


class TaskListing:
    """Tasks by the parameters of an address. *Raises* BadParameter for an order that there is not."""

    def __init__(self, viewer: Any, query: QueryDict) -> None:
        self.viewer = viewer
        self.query = query
        self.filters = TaskListFilter(query, viewer)
        self.order = Order.parse(query.get("sort", ""), SORTS, DEFAULT_SORT)

    @property
    def all_columns(self) -> list[ListColumn]:
        return COLUMNS

    @cached_property
    def columns(self) -> list[ListColumn]:
        return chosen_columns(COLUMNS, ListState.of(self.query.lists()).columns)

    @property
    def is_valid(self) -> bool:
        return self.filters.is_valid()

    @cached_property
    def matching(self) -> Any:
        """The tasks that match. *Raises* BadParameter where a filter cannot be read."""
        if not self.is_valid:
            name, errors = next(iter(self.filters.errors.items()))
            raise BadParameter(name, str(errors[0]))
        rows: Any = Task.objects.visible_to(self.viewer)
        return self.filters.found(rows).order_by()

    def count(self) -> int:
        return int(self.matching.count())

    def page(self, cursor: str, limit: int) -> Page[Task]:
        keys = read_page(self.matching.values_list("pk"), self.order, cursor, limit)
        rows = tasks_in_order(self.viewer, [key for (key,) in keys.rows])
        return Page(rows, keys.next_cursor, keys.previous_cursor)

    def keys(self) -> Iterator[int]:
        ordered = self.matching.order_by(*ordering(self.order))
        found: Iterator[int] = ordered.values_list("pk", flat=True).iterator(chunk_size=2000)
        return found

    def rows(self, keys: Sequence[int]) -> list[Task]:
        return tasks_in_order(self.viewer, keys)
