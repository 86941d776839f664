"""The people tab of an account: everybody there, what is promised to them, and whether the map is still right."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from stakeholders.forms.people_filters import PeopleFilterForm
from stakeholders.selectors.constellation import words
from stakeholders.selectors.people_rows import PeopleTab, filtered
from stakeholders.selectors.reading import read_sky
from stakeholders.selectors.suggestions import suggested_at


class PeoplePage(AccountPage):
    """Everybody at the account, present first; whom to ask about first; roles left behind."""

    template_name = "stakeholders/people_list.html"
    tab = "people"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        tab = PeopleTab(read_sky(self.account.pk, today(), words()), self.viewer)
        filters = self._filters(tab)
        rows = list(filtered(tab, filters.wanted))
        suggested = suggested_at(self.account, may_edit=self.may_edit)
        shown = self._parted(tab, rows)
        return self.page(partial="people-rows", tab_of_people=tab, filters=filters, suggested=suggested, **shown)

    def _filters(self, tab: PeopleTab) -> PeopleFilterForm:
        reading = tab.reading
        held = {mark.held.role for row in tab.rows for mark in row.roles}
        roles = [(key, role.name) for key, role in reading.catalogue.roles.items() if key in held]
        departments = [star.department for star in reading.found.sky.stars]
        return PeopleFilterForm(self.request.GET, roles=roles, departments=departments)

    def _parted(self, tab: PeopleTab, rows: list[Any]) -> dict[str, Any]:
        return {
            "present": [row for row in rows if tab.is_present(row)],
            "assumed_ids": [row.star.id for row in rows if tab.is_present(row) and row.assumed.number],
            "departed": [row for row in rows if not tab.is_present(row)],
            "is_filtered": len(rows) < len(tab.rows),
        }
