"""The frame of a list that people make their own: its saved views, its columns, what is chosen, and rows to edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from accounts.domain.access import UserRole
from accounts.models import ListName
from accounts.views.account_cells import cell
from accounts.views.list_addresses import ListAddress
from csm.foundation.lists import ListColumn
from csm.foundation.paging import Order
from csm.foundation.views import PageView, anyone

ROWS = 50
RESULTS = "results"


@dataclass(frozen=True)
class Head:
    """The head of a column and where a click on it leads."""

    label: str | Promise
    url: str
    direction: str
    is_figure: bool


@dataclass(frozen=True)
class Cell:
    """What a row shows in a column: words, or the template of an upper app."""

    css: str
    words: Any
    template: str


class ListPage(PageView):
    """A list by its address. `list_name` says which, `default_sort` its order where none is asked."""

    actions = {"GET": anyone}
    list_name: ListName
    default_sort: str
    url_name: str

    @cached_property
    def address(self) -> ListAddress:
        return ListAddress(self.viewer, self.list_name, self.request.GET, self.default_sort)

    def tools(self) -> dict[str, Any]:
        """What stands above and below the rows: views, columns, exports, edits."""
        address = self.address
        names = ("list_columns", "view_add", "list_edit")
        urls = {name: f"{reverse(f'accounts:{name}', args=[self.list_name])}?{address.here}" for name in names}
        export = f"{reverse('accounts:list_export', args=[self.list_name])}?{address.here}"
        return {
            "address": address,
            "saved": address.saved,
            "shelf": address.shelf,
            "may_change_view": address.saved is not None and address.saved.owner_id == self.viewer.pk,
            "list_url": reverse(self.url_name),
            "export_url": export,
            "may_pick": UserRole(self.viewer.role) is not UserRole.EXECUTIVE,
            **{f"{name}_url": url for name, url in urls.items()},
        }

    def heads(self, columns: list[ListColumn], order: Order) -> Iterator[Head]:
        for column in columns:
            if not column.sort:
                yield Head(column.label, "", "", column.is_figure)
                continue
            is_current = order.name.removeprefix("-") == column.sort
            direction = ("descending" if order.is_descending else "ascending") if is_current else ""
            first = f"-{column.sort}" if column.is_figure else column.sort
            other = column.sort if order.is_descending else f"-{column.sort}"
            url = self.address.url(sort=other if is_current else first)
            yield Head(column.label, url, direction, column.is_figure)

    def lines(self, rows: Any, columns: list[ListColumn]) -> Iterator[tuple[Any, list[Cell]]]:
        """Each row with its cells."""
        for row in rows:
            yield row, [Cell(one.css, "" if one.template else cell(one, row), one.template) for one in columns]

    def pager(self, page: Any) -> dict[str, Any]:
        return {
            "previous_url": self.address.url(cursor=page.previous_cursor) if page.previous_cursor else None,
            "next_url": self.address.url(cursor=page.next_cursor) if page.next_cursor else None,
        }

    def listed(self, request: HttpRequest, **context: Any) -> HttpResponse:
        """Answer the page, or its rows where htmx asks for them; the address bar then says what is shown."""
        cursor = self.address.query.get("cursor")
        shown = f"{request.path}{self.address.url(cursor=cursor)}".rstrip("?")
        response = self.page(
            partial=RESULTS, shown_address=request.build_absolute_uri(shown), **self.tools(), **context
        )
        if self.request.htmx.target == RESULTS:
            response["HX-Push-Url"] = shown
        return response
