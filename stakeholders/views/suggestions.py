"""People we met who are not on the map: add them with one key, say they are not at this customer, or ignore them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from csm.foundation.deeds import deeds
from csm.foundation.paging import BadParameter
from csm.foundation.views import PageView, anyone
from stakeholders.filtersets import SuggestionListFilter
from stakeholders.forms.calendars import ChosenForm
from stakeholders.models import Suggestion
from stakeholders.selectors.suggestions import Book
from stakeholders.services.suggestions import add_all_suggested, add_suggested, decide

ROWS = 50


class SuggestionListPage(PageView):
    """Everybody suggested at the accounts one sees, the latest seen first; those decided about too."""

    actions = {"GET": anyone}
    template_name = "stakeholders/suggestion_list.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = SuggestionListFilter(request.GET)
        book = Book(self.viewer, filters.wanted, request.GET.get("cursor", ""), ROWS)
        try:
            rows = book.rows
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.page(
            partial="suggestion-rows",
            filters=filters,
            rows=rows,
            is_decided=filters.wanted.get("state") == "decided",
            may_edit=any(row.may_edit for row in rows),
            previous_url=self._url(book.page.previous_cursor),
            next_url=self._url(book.page.next_cursor),
            is_filtered=bool(filters.wanted) or "cursor" in request.GET,
        )

    def _url(self, cursor: str | None) -> str:
        asked: Any = self.request.GET.copy()
        asked["cursor"] = cursor or ""
        return f"?{asked.urlencode()}" if cursor else ""


class SuggestionDeed(PageView):
    """Add, put aside or suggest again whoever was ticked, or whose button was pressed; then back to where one was."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChosenForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Tick somebody first."))
            return self.go(self._back())
        chosen = self._chosen(form.cleaned_data["ids"])
        try:
            with deeds() as done:
                self._do(form.cleaned_data["deed"], chosen)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            for deed in done[-1:]:
                self.tell(deed.summary, deed)
        return self.go(self._back())

    def _chosen(self, ids: list[int]) -> list[Suggestion]:
        mine = Suggestion.objects.editable_by(self.viewer).filter(pk__in=ids)
        return list(mine.select_related("account").order_by("account_id", "pk"))

    def _do(self, deed: str, chosen: list[Suggestion]) -> None:
        if not chosen:
            raise ValidationError(_("Somebody else was faster: they are no longer suggested."))
        if deed == "add" and len(chosen) == 1:
            add_suggested(self.viewer, chosen[0])
        elif deed == "add":
            add_all_suggested(self.viewer, chosen)
        else:
            decide(self.viewer, chosen, "" if deed == "again" else deed)

    def _back(self) -> str:
        """The page it was asked from: an account's, or the list with its filters."""
        account = self.request.POST.get("account", "")
        if account.isascii() and account.isdecimal() and len(account) < 19:
            return reverse("stakeholders:people", args=[int(account)])
        asked = {name: self.request.POST.get(name, "") for name in ("q", "state")}
        kept = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('stakeholders:suggestions')}?{kept}" if kept else reverse("stakeholders:suggestions")
