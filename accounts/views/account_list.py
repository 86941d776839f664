"""The accounts list: everything one chose stands in the address."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from accounts.models import Account, ListName
from accounts.selectors.account_rows import DEFAULT_SORT
from accounts.views.access import may_create_accounts
from accounts.views.account_listing import AccountListing
from accounts.views.list_addresses import chosen_filters
from accounts.views.lists import ROWS, ListPage
from csm.foundation.forms import write_selects_plainly
from csm.foundation.paging import BadParameter, Page

FIRST_FILTERS = ("segment", "phase", "owner", "renewal")


class AccountListPage(ListPage):
    """Accounts one may see: searched, filtered, sorted, with the columns chosen, a page at a time."""

    template_name = "accounts/account_list.html"
    nav = "accounts"
    list_name = ListName.ACCOUNTS
    default_sort = DEFAULT_SORT
    url_name = "accounts:list"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            listing = AccountListing(self.viewer, self.address.query)
            listing.offer_values()
            if not listing.is_valid:
                return self.show(listing, Page([], None, None), 0)
            page = listing.page(self.address.query.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.show(listing, page, listing.count())

    def show(self, listing: AccountListing, page: Page[Account], count: int) -> HttpResponse:
        form = listing.filters.form
        write_selects_plainly(form)
        filters = listing.filters
        others = {"q", *FIRST_FILTERS, *filters.extra_names, *filters.hidden_names}
        more = [name for name in form.fields if name not in others]
        chosen = list(chosen_filters(form, self.address))
        return self.listed(
            self.request,
            filters=listing.filters,
            first_filters=[form[name] for name in FIRST_FILTERS],
            more_filters=[form[name] for name in more],
            extra_filters=[form[name] for name in filters.extra_names],
            chosen=chosen,
            is_filtered=bool(chosen),
            page=page,
            heads=list(self.heads(listing.columns, listing.order)),
            columns=listing.columns,
            lines=self.lines(page.rows, listing.columns),
            order=listing.order,
            count=count,
            may_create=may_create_accounts(self.viewer),
            **self.pager(page),
        )
