"""The list of all people as one viewer asks for it: filtered, in order, with the columns chosen."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.list_states import ListState
from accounts.models import Subject
from accounts.selectors.account_columns import extra_columns
from accounts.selectors.extras import annotations_of_sort, extra_fields
from accounts.selectors.tags import TagBook
from accounts.views.account_cells import dressed, quiet
from accounts.visibility import visible_account_ids
from csm.foundation.lists import ListColumn, chosen_columns
from csm.foundation.paging import BadParameter, Order, Page, ordering, read_page
from csm.foundation.templatetags.wording import in_words
from stakeholders.filtersets import PersonListFilter
from stakeholders.forms.people import CHANNELS
from stakeholders.models import Person
from stakeholders.selectors.search_people import (
    DEFAULT_SORT,
    counted,
    found_first,
    people_wanted,
    person_sorts,
    persons_in_order,
)


def _named(row: Any) -> SafeString:
    url = reverse("stakeholders:person", args=[row.pk])
    return format_html('<a href="{}"><strong>{}</strong></a>', url, row.name)


def _seat_words(seat: Any) -> str:
    title = f" · {seat.position.title}" if seat.position and seat.position.title else ""
    words = _("left %(on)s") if seat.is_past else _("leaves %(on)s")
    left = f" ({words % {'on': in_words(seat.row.left_on)}})" if seat.row.left_on else ""
    return f"{seat.row.account.name}{title}{left}"


def _seated(row: Any) -> SafeString:
    if not row.seats:
        return quiet(_("at no account you may see"))
    lines = [("text-secondary" if seat.is_past else "", _seat_words(seat)) for seat in row.seats]
    return format_html_join(format_html("<br>"), '<span class="{}">{}</span>', lines)


def _channel(row: Any) -> str:
    return str(dict(CHANNELS).get(row.preferred_channel, row.preferred_channel)) if row.preferred_channel else ""


OWN = [
    ListColumn("name", gettext_lazy("Name"), lambda row: row.name, html=_named, sort="name"),
    ListColumn(
        "seats",
        gettext_lazy("Where and as what"),
        lambda row: [_seat_words(seat) for seat in row.seats],
        html=_seated,
        is_wide=True,
    ),
    ListColumn("email", gettext_lazy("E-mail"), lambda row: row.email),
]
FURTHER = [
    ListColumn("phone", gettext_lazy("Phone"), lambda row: row.phone, is_shown_first=False),
    ListColumn("channel", gettext_lazy("Preferred channel"), _channel, is_shown_first=False),
    ListColumn("language", gettext_lazy("Language"), lambda row: row.language, is_shown_first=False),
    ListColumn("time_zone", gettext_lazy("Time zone"), lambda row: row.time_zone, is_shown_first=False),
    ListColumn("id", gettext_lazy("Id"), lambda row: row.pk, is_figure=True, is_shown_first=False),
]


class PeopleListing:
    """People by the parameters of an address. *Raises* BadParameter for an order that there is not."""

    def __init__(self, viewer: Any, query: QueryDict) -> None:
        self.viewer = viewer
        self.query = query
        self.extras = extra_fields(Subject.PERSON)
        self.book = TagBook()
        self.filters = PersonListFilter(query, self.extras)
        wanted = self.filters.wanted
        # Found first and sorted then, where few are left; else walked in the order of the index.
        self.is_narrowed = bool(wanted.get("q") or self.filters.narrowing or visible_account_ids(viewer) is not None)
        sorts = person_sorts(self.extras, is_narrowed=self.is_narrowed)
        self.order = Order.parse(query.get("sort", ""), sorts, DEFAULT_SORT)

    @cached_property
    def all_columns(self) -> list[ListColumn]:
        return [dressed(column) for column in (*OWN, *extra_columns(self.extras, self.book), *FURTHER)]

    @cached_property
    def columns(self) -> list[ListColumn]:
        return chosen_columns(self.all_columns, ListState.of(self.query.lists()).columns)

    @cached_property
    def matching(self) -> "QuerySet[Person]":
        """The persons that match. *Raises* BadParameter where a filter over tags or extra fields cannot be read."""
        for name, errors in self._wrong.items():
            raise BadParameter(name, str(errors[0]))
        rows = people_wanted(self.viewer, self.filters.wanted)
        for condition, value in self.filters.narrowing:
            rows = condition.apply(rows, value)
        return rows

    @property
    def _wrong(self) -> dict[str, Any]:
        names = {condition.name for condition in self.filters.conditions}
        return {name: texts for name, texts in self.filters.errors.items() if name in names}

    @property
    def is_valid(self) -> bool:
        """Whether all filters over tags and extra fields can be read; the others pass over what is none."""
        return not self._wrong

    @cached_property
    def _sortable(self) -> "QuerySet[Person]":
        rows = found_first(self.matching) if self.is_narrowed else self.matching
        return rows.annotate(**annotations_of_sort(self.extras, self.order.name.removeprefix("-")))

    def count(self) -> int:
        return counted(self.matching)

    def page(self, cursor: str, limit: int) -> Page[Person]:
        keys = read_page(self._sortable.values_list("pk"), self.order, cursor, limit)
        rows = persons_in_order([key for (key,) in keys.rows], self.viewer)
        return Page(rows, keys.next_cursor, keys.previous_cursor)

    def keys(self) -> Iterator[int]:
        ordered = self._sortable.order_by(*ordering(self.order))
        return ordered.values_list("pk", flat=True).iterator(chunk_size=2000)

    def rows(self, keys: Sequence[int]) -> list[Person]:
        return persons_in_order(keys, self.viewer)
