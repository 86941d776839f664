"""Everybody at the customers one may see."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Page
from csm.foundation.views import PageView, anyone
from stakeholders.filtersets import PersonListFilter
from stakeholders.models import Person
from stakeholders.selectors.person_reading import seats_of
from stakeholders.selectors.search_people import person_page

ROWS = 50


class PersonListPage(PageView):
    """People by name: searched, filtered, a page at a time."""

    actions = {"GET": anyone}
    template_name = "stakeholders/person_list.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = PersonListFilter(request.GET)
        page = self._part(filters)
        return self.page(
            partial="person-rows",
            filters=filters,
            people=list(seats_of(page.rows, self.viewer, today())),
            previous_url=self._url(page.previous_cursor),
            next_url=self._url(page.next_cursor),
            is_filtered=bool(filters.wanted) or "cursor" in request.GET,
        )

    def _part(self, filters: PersonListFilter) -> Page[Person]:
        try:
            return person_page(self.viewer, filters.wanted, self.request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error

    def _url(self, cursor: str | None) -> str:
        address: Any = self.request.GET.copy()
        address["cursor"] = cursor or ""
        return f"?{address.urlencode()}" if cursor else ""
