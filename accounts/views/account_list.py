"""The accounts list: everything one chose stands in the address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.filtersets import AccountFilterSet
from accounts.models import Account
from accounts.selectors.account_rows import DEFAULT_SORT, Figures, account_page, sorts
from accounts.views.access import may_create_accounts
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Order, Page
from csm.foundation.registry import account_columns
from csm.foundation.views import PageView, anyone

ROWS = 50
FIRST_FILTERS = ("segment", "phase", "owner", "renewal")
HEADS: list[tuple[str, str | Promise, bool]] = [
    ("name", _("Account"), False),
    ("arr", _("ARR"), True),
    ("renewal", _("Renewal"), False),
    ("owner", _("Owner"), False),
    ("segment", _("Segment"), False),
    ("phase", _("Phase"), False),
]


@dataclass(frozen=True)
class Head:
    """The head of a column and where a click on it leads."""

    label: str | Promise
    url: str
    direction: str
    is_figure: bool


@dataclass(frozen=True)
class Chosen:
    """A filter in use and the address without it."""

    label: str
    value: str
    url: str


class AccountListPage(PageView):
    """Accounts one may see: searched, filtered, sorted, a page at a time."""

    actions = {"GET": anyone}
    template_name = "accounts/account_list.html"
    nav = "accounts"

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Account.objects.visible_to(self.viewer)
        filters = AccountFilterSet(request.GET, mine, request=request)
        _offer_values(filters, mine)
        if not filters.form.is_valid():
            return self.show(filters, Page([], None, None), Order.parse("", sorts(), DEFAULT_SORT), 0)
        try:
            order = Order.parse(request.GET.get("sort", ""), sorts(), DEFAULT_SORT)
            cursor = request.GET.get("cursor", "")
            page = account_page(filters.qs, order, cursor, ROWS, Figures.of(today()))
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.show(filters, page, order, filters.qs.count())

    def show(self, filters: AccountFilterSet, page: Page[Account], order: Order, count: int) -> HttpResponse:
        chosen = list(_chosen(filters, self.request.GET))
        address = f"{self.request.path}{_url(self.request.GET, cursor=self.request.GET.get('cursor'))}".rstrip("?")
        response = self.page(
            partial="results",
            address=self.request.build_absolute_uri(address),
            filters=filters,
            first_filters=[filters.form[name] for name in FIRST_FILTERS],
            more_filters=[filters.form[name] for name in filters.form.fields if name not in {"q", *FIRST_FILTERS}],
            chosen=chosen,
            is_filtered=bool(chosen),
            page=page,
            previous_url=_url(self.request.GET, cursor=page.previous_cursor) if page.previous_cursor else None,
            next_url=_url(self.request.GET, cursor=page.next_cursor) if page.next_cursor else None,
            heads=list(_heads(self.request.GET, order)),
            columns=list(account_columns),
            order=order,
            count=count,
            currency=settings.BASE_CURRENCY,
            may_create=may_create_accounts(self.viewer),
        )
        if self.request.htmx.target == "results":
            response["HX-Push-Url"] = address
        return response


def _offer_values(filters: AccountFilterSet, mine: "QuerySet[Account]") -> None:
    """Let region and industry be chosen from what there is among the accounts one may see."""
    for name, any_words in (("region", _("Any region")), ("industry", _("Any industry"))):
        values = mine.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
        filters.form.fields[name].widget = forms.Select(choices=[("", any_words), *((one, one) for one in values)])


def _url(address: QueryDict, **changed: Any) -> str:
    """The address with some parameters changed; another order or filter starts on the first page."""
    parameters = address.copy()
    for name, value in {"cursor": None, **changed}.items():
        parameters.pop(name, None)
        if value:
            parameters[name] = str(value)
    for name in [name for name, value in parameters.items() if not value]:
        del parameters[name]
    return f"?{parameters.urlencode()}"


def _heads(address: QueryDict, order: Order) -> Iterator[Head]:
    registered = [(column.key, column.label, column.is_number) for column in account_columns]
    known = sorts()
    for name, label, is_figure in [*HEADS, *registered]:
        if name not in known:
            yield Head(label, "", "", is_figure)
            continue
        is_current = order.name.removeprefix("-") == name
        direction = ("descending" if order.is_descending else "ascending") if is_current else ""
        first = f"-{name}" if is_figure else name
        other = name if order.is_descending else f"-{name}"
        yield Head(label, _url(address, sort=other if is_current else first), direction, is_figure)


def _chosen(filters: AccountFilterSet, address: QueryDict) -> Iterator[Chosen]:
    for name in filters.form.fields:
        if value := address.get(name, "").strip():
            labels: Mapping[str, str] = _labels(filters.form.fields[name])
            yield Chosen(str(filters.form[name].label), labels.get(value, value), _url(address, **{name: None}))


def _labels(field: forms.Field) -> dict[str, str]:
    return {str(value): str(label) for value, label in getattr(field, "choices", ())}
