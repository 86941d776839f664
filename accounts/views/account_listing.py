"""The accounts list as one viewer asks for it: filtered, in order, with the columns chosen."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from accounts.domain.list_states import ListState
from accounts.filtersets import AccountFilterSet
from accounts.models import Account, Subject
from accounts.selectors.account_columns import account_list_columns
from accounts.selectors.account_rows import DEFAULT_SORT, Figures, account_keys, account_page, rows_in_order, sorts
from accounts.selectors.extras import annotations_of_sort, extra_fields, extra_sorts
from accounts.selectors.tags import TagBook
from accounts.views.account_cells import dressed_account
from csm.foundation.clock import today
from csm.foundation.lists import ListColumn, chosen_columns
from csm.foundation.paging import BadParameter, Order, Page


class AccountListing:
    """Accounts by the parameters of an address. *Raises* BadParameter for an order that there is not."""

    def __init__(self, viewer: Any, query: QueryDict) -> None:
        self.viewer = viewer
        self.query = query
        self.extras = extra_fields(Subject.ACCOUNT)
        self.book = TagBook()
        self.mine: QuerySet[Account] = Account.objects.visible_to(viewer)
        self.filters = AccountFilterSet(query, self.mine, request=_asking(viewer), extras=self.extras)
        self.order = Order.parse(query.get("sort", ""), {**sorts(), **extra_sorts(self.extras)}, DEFAULT_SORT)

    @cached_property
    def all_columns(self) -> list[ListColumn]:
        return [dressed_account(column) for column in account_list_columns(self.extras, self.book)]

    @cached_property
    def columns(self) -> list[ListColumn]:
        return chosen_columns(self.all_columns, ListState.of(self.query.lists()).columns)

    @property
    def is_valid(self) -> bool:
        return bool(self.filters.form.is_valid())

    @cached_property
    def matching(self) -> "QuerySet[Account]":
        """The accounts that match. *Raises* BadParameter where a filter cannot be read."""
        if not self.is_valid:
            name, errors = next(iter(self.filters.form.errors.items()))
            raise BadParameter(name, str(errors[0]))
        return self.filters.qs

    @cached_property
    def _sortable(self) -> "QuerySet[Account]":
        return self.matching.annotate(**annotations_of_sort(self.extras, self.order.name.removeprefix("-")))

    def count(self) -> int:
        return int(self.matching.count())

    def page(self, cursor: str, limit: int) -> Page[Account]:
        return account_page(self._sortable, self.order, cursor, limit, self._figures)

    def keys(self) -> Iterator[int]:
        return account_keys(self._sortable, self.order, self._figures)

    def rows(self, keys: Sequence[int]) -> list[Account]:
        return rows_in_order(keys, self._figures)

    @cached_property
    def _figures(self) -> Figures:
        return Figures.of(today())

    def offer_values(self) -> None:
        """Let region and industry be chosen from what there is among the accounts one may see."""
        self.filters.offer_values(self.mine, "region", "industry")


def _asking(viewer: Any) -> HttpRequest:
    """A request by the viewer, which is all that the filters ask of one."""
    request = HttpRequest()
    request.user = viewer
    return request
