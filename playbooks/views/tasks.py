"""My tasks: what is to be done by whom and when, and what is done with many of them at once."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.models import Account, ListName, User
from accounts.views.access import may_write
from accounts.views.list_addresses import Chosen, chosen_filters
from accounts.views.lists import ROWS, ListPage
from csm.foundation.clock import today
from csm.foundation.deeds import deeds
from csm.foundation.paging import BadParameter, Page
from csm.foundation.views import PageView, anyone
from health.models import Alert
from playbooks.domain.due import due_of
from playbooks.filtersets.tasks import DUE_LABELS, NARROWED, TaskListFilter
from playbooks.forms.tasks import TaskDeedForm, handed_on_to
from playbooks.models import Play, Task
from playbooks.selectors.tasks import editable_accounts
from playbooks.services.tasks import MOST_AT_ONCE, finish_tasks, reassign_tasks, skip_tasks, snooze_tasks
from playbooks.views.task_listing import DEFAULT_SORT, TaskListing
from stakeholders.models import Stakeholder, Touchpoint

NAMED: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "account": (Account.objects, str),
    "play": (Play.objects, str),
    "stakeholder": (Stakeholder.objects.select_related("person"), lambda row: row.person.name),
    "alert": (Alert.objects, lambda row: row.get_kind_display()),
    "touchpoint": (Touchpoint.objects, lambda row: row.subject or row.get_kind_display()),
}


class TaskListPage(ListPage):
    """Tasks by when they are due: one's own that are to be done where nothing else is asked."""

    template_name = "playbooks/task_list.html"
    nav = "tasks"
    list_name = ListName.TASKS
    default_sort = DEFAULT_SORT
    url_name = "playbooks:tasks"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            listing = TaskListing(self.viewer, self.address.query)
            if not listing.is_valid:
                return self.show(listing, Page([], None, None), 0)
            page = listing.page(self.address.query.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.show(listing, page, listing.count())

    def show(self, listing: TaskListing, page: Page[Task], count: int) -> HttpResponse:
        chosen = list(self._chosen(listing))
        editable = editable_accounts(self.viewer, list(page.rows))
        query = self.address.query
        return self.listed(
            self.request,
            filters=listing.filters,
            narrowed=[(name, query[name]) for name in NARROWED if query.get(name)],
            chosen=chosen,
            is_filtered=bool(chosen),
            page=page,
            heads=list(self.heads(listing.columns, listing.order)),
            lines=list(self._grouped(listing, page)),
            editable=editable,
            handed_on_to=handed_on_to() if editable else [],
            may_write=may_write(self.viewer),
            column_count=len(listing.columns) + 2,
            deed_url=f"{reverse('playbooks:task_deed')}?{self.address.here}",
            count=count,
            today=today(),
            **self.pager(page),
        )

    def _grouped(self, listing: TaskListing, page: Page[Task]) -> Iterator[tuple[str, Task, Any]]:
        """Each row with its cells, and before the first that is due otherwise than the row above the words for it."""
        is_by_due = listing.order.name.removeprefix("-") == "due" and listing.filters.is_of_open
        above = None
        for row, cells in self.lines(page.rows, listing.columns):
            due = due_of(row.due_on, today())
            keyed = list(zip((column.key for column in listing.columns), cells, strict=True))
            yield str(DUE_LABELS[due]) if is_by_due and due != above else "", row, keyed
            above = due

    def _chosen(self, listing: TaskListing) -> Iterator[Chosen]:
        """What is filtered by, accounts and plays by their names."""
        for one in chosen_filters(listing.filters, self.address):
            named = self._names.get(str(one.label), {})
            yield Chosen(one.label, named.get(one.value, one.value), one.url)

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """What the address names by id, by label and id in words; what one does not see stays a number."""
        found = {}
        for name, (rows, words) in NAMED.items():
            value = self.address.query.get(name, "")
            if value.isascii() and value.isdecimal() and len(value) < 19:
                row = rows.visible_to(self.viewer).filter(pk=int(value)).first()
                found[str(TaskListFilter.base_fields[name].label)] = {value: words(row)} if row else {}
        return found


class TaskDeedView(PageView):
    """Do something with the tasks chosen, or with the one a button stands beside; then back to where one was."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            form = TaskDeedForm(request.POST, self._ids())
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            with deeds() as done:
                self._do(**form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.go(self._back())
        for deed in done[-1:]:
            self.tell(deed.summary, deed)
        return self.go(self._back())

    def _ids(self) -> list[str]:
        """The ids chosen, or all that match. *Raises* ValidationError where none is or they are too many."""
        if self.request.POST.get("all"):
            ids = self._all()
        else:
            chosen = (text.partition(":")[0] for text in self.request.POST.getlist("row")[: MOST_AT_ONCE * 2])
            ids = [one for one in chosen if one.isascii() and one.isdecimal() and len(one) < 19]
        if not ids:
            raise ValidationError(_("Choose tasks first."))
        return ids

    def _all(self) -> list[str]:
        try:
            listing = TaskListing(self.viewer, self.request.GET)
            ids = [str(pk) for pk in listing.matching.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]]
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        if len(ids) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(most)s tasks at once.") % {"most": MOST_AT_ONCE})
        return ids

    def _do(self, row: list[int], deed: str, words: str, until: Any, assignee: User | None = None) -> None:
        """Call the one service. *Raises* ValidationError."""
        rows = Task.objects.editable_by(self.viewer).open().filter(pk__in=row)
        tasks = list(rows.select_related("play", "assignee"))
        if not tasks:
            raise ValidationError(_("None of them is to be done any more, or they are not yours to change."))
        if deed == "snooze":
            if until is None:
                raise ValidationError(_("Say until when."))
            snooze_tasks(self.viewer, tasks, until)
        elif deed == "hand_on":
            reassign_tasks(self.viewer, tasks, assignee)
        elif deed == "skip":
            skip_tasks(self.viewer, tasks, words)
        else:
            finish_tasks(self.viewer, tasks, words)

    def _back(self) -> str:
        """The page it was asked from: what it names, else the list as it was."""
        back = self.request.POST.get("back", "")
        if back.startswith("/") and url_has_allowed_host_and_scheme(back, None):
            return back
        asked = self.request.GET.urlencode()
        return f"{reverse('playbooks:tasks')}?{asked}" if asked else reverse("playbooks:tasks")
