"""The plays under way over all accounts one sees, or those that somebody answers for."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.selectors.users import user_name
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Order, Sort, read_page
from csm.foundation.views import PageView, anyone
from playbooks.selectors.loads import NO_OWNER, plays_carried

ROWS = 100
SORTS = {"started": Sort("started_on", is_nullable=False)}


class PlaysPage(PageView):
    """Which plays are under way, on which accounts, since when and why; `owner` narrows them to somebody's."""

    actions = {"GET": anyone}
    template_name = "playbooks/play_list.html"
    nav = "playbooks"

    def get(self, request: HttpRequest) -> HttpResponse:
        owner, rows = request.GET.get("owner", ""), self._rows()
        try:
            page = read_page(rows, Order.parse("started", SORTS, "started"), request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.page(
            plays=page.rows,
            owner=owner,
            name=self._name(owner),
            next_url=self._at(page.next_cursor),
            previous_url=self._at(page.previous_cursor),
            today=today(),
        )

    def _rows(self) -> Any:
        """The plays asked for, the oldest first. *Raises* BadRequest."""
        owner = self.request.GET.get("owner", "")
        if owner not in ("", NO_OWNER) and not (owner.isascii() and owner.isdecimal() and len(owner) < 19):
            raise BadRequest(_("An owner is named by a number."))
        return plays_carried(self.viewer, owner)

    def _name(self, owner: str) -> str:
        if owner == NO_OWNER:
            return _("nobody")
        return user_name(int(owner)) if owner else ""

    def _at(self, cursor: str | None) -> str:
        if not cursor:
            return ""
        owner = self.request.GET.get("owner", "")
        return "?" + urlencode({**({"owner": owner} if owner else {}), "cursor": cursor})
