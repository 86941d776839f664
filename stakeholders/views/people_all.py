"""Everybody at the customers one may see."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from accounts.models import ListName
from accounts.views.list_addresses import chosen_filters
from accounts.views.lists import ROWS, ListPage
from csm.foundation.paging import BadParameter, Page
from stakeholders.models import Person
from stakeholders.selectors.rounds import count_open
from stakeholders.selectors.search_people import DEFAULT_SORT, MOST_COUNTED
from stakeholders.views.people_listing import PeopleListing


class PersonListPage(ListPage):
    """People by name or by an extra field: searched, filtered, with the columns chosen, a page at a time."""

    template_name = "stakeholders/person_list.html"
    nav = "people"
    list_name = ListName.PEOPLE
    default_sort = DEFAULT_SORT
    url_name = "stakeholders:person_list"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            listing = PeopleListing(self.viewer, self.address.query)
            if not listing.is_valid:
                return self.show(listing, Page([], None, None), 0)
            page = listing.page(self.address.query.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.show(listing, page, listing.count())

    def show(self, listing: PeopleListing, page: Page[Person], count: int) -> HttpResponse:
        chosen = list(chosen_filters(listing.filters, self.address))
        return self.listed(
            self.request,
            filters=listing.filters,
            chosen=chosen,
            is_filtered=bool(chosen) or "cursor" in self.request.GET,
            page=page,
            heads=list(self.heads(listing.columns, listing.order)),
            lines=self.lines(page.rows, listing.columns),
            round_count=0 if self.request.htmx else count_open(self.viewer),
            count=min(count, MOST_COUNTED),
            is_count_more=count > MOST_COUNTED,
            **self.pager(page),
        )
