"""A page of the accounts list: sorted and cut by keyset first, then filled with figures for the rows shown only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.domain.lifecycle import Phase
from accounts.models import Account
from accounts.selectors.revenue import Rates, arr, lacks_rate, rates_on, renewal_on
from csm.foundation.paging import Order, Page, Sort, ordering, read_page
from csm.foundation.registry import account_columns

DEFAULT_SORT = "-arr"
OWN_SORTS = {
    "name": Sort("name", is_nullable=False),
    "arr": Sort("arr"),
    "renewal": Sort("renewal_on"),
    "owner": Sort("owner__name"),
    "segment": Sort("segment__name"),
    "phase": Sort("phase_place", is_nullable=False),
}


@dataclass(frozen=True)
class Figures:
    """The annotations of a day, by name."""

    day: date
    rates: Rates

    @classmethod
    def of(cls, day: date) -> "Figures":
        return cls(day, rates_on(day))

    def own(self) -> Mapping[str, Any]:
        return {
            "arr": arr(self.day, self.rates),
            "arr_is_partial": lacks_rate(self.day, self.rates),
            "renewal_on": renewal_on(self.day),
        }

    def of_sort(self, name: str) -> Mapping[str, Any]:
        """What must be known of every account to sort by a name."""
        sortable = {**self.own(), "phase_place": phase_place()}
        field = OWN_SORTS[name].field if name in OWN_SORTS else ""
        if field in sortable:
            return {field: sortable[field]}
        column = account_columns.get(name)
        return column.annotations if column else {}


def sorts() -> dict[str, Sort]:
    """What the list can be sorted by: its own columns and the registered ones."""
    registered = {column.key: Sort(column.order_by) for column in account_columns if column.order_by}
    return {**OWN_SORTS, **registered}


def phase_place() -> Case:
    """Phases in the order they happen."""
    whens = [When(phase=phase.value, then=Value(place)) for place, phase in enumerate(Phase)]
    return Case(*whens, default=Value(len(Phase)), output_field=IntegerField())


def account_page(
    accounts: "QuerySet[Account]", order: Order, cursor: str, limit: int, figures: Figures
) -> Page[Account]:
    """One page of accounts with the figures of their rows, in two queries."""
    sortable = accounts.annotate(**figures.of_sort(order.name.removeprefix("-")))
    keys = read_page(sortable.values_list("pk"), order, cursor, limit)
    rows = rows_in_order([key for (key,) in keys.rows], figures)
    return Page(rows, keys.next_cursor, keys.previous_cursor)


def account_keys(accounts: "QuerySet[Account]", order: Order, figures: Figures) -> Iterator[int]:
    """The ids of all of these accounts in order, read as they are asked for."""
    sortable = accounts.annotate(**figures.of_sort(order.name.removeprefix("-")))
    return sortable.order_by(*ordering(order)).values_list("pk", flat=True).iterator(chunk_size=2000)


def with_figures(accounts: "QuerySet[Account]", figures: Figures) -> "QuerySet[Account]":
    """Accounts with everything the columns show."""
    annotated = accounts.select_related("owner", "segment").annotate(**figures.own())
    for column in account_columns:
        annotated = annotated.annotate(**column.annotations)
    return annotated


def rows_in_order(keys: Sequence[int], figures: Figures) -> list[Account]:
    """Accounts with their figures, in the order of their ids."""
    found = {account.pk: account for account in with_figures(Account.objects.filter(pk__in=keys), figures)}
    return [found[key] for key in keys if key in found]
