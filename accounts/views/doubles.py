"""Likely doubles: listed, compared side by side, merged, told apart or suggested to others."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.filtersets import DoubleFilterSet
from accounts.models import Account, Double
from accounts.selectors.doubles import double_page, doubles_at, lines_of, open_doubles
from accounts.selectors.merging import may_merge, may_suggest, merger_of, pair_seen
from accounts.services.merging.doubles import find_doubles, say_distinct, suggest_merge
from accounts.services.merging.merging import merge
from accounts.services.merging.side_by_side import SideBySide
from accounts.views.frame import AccountDeedView
from accounts.visibility import visible_or_404
from csm.foundation.deeds import deeds
from csm.foundation.merging import Merger
from csm.foundation.paging import BadParameter
from csm.foundation.views import DeedView, PageView, anyone

ROWS = 25


class DoubleListPage(PageView):
    """Pairs that look like one, most likely first."""

    actions = {"GET": anyone}
    template_name = "accounts/double_list.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = DoubleFilterSet(request.GET, open_doubles(self.viewer), request=request)
        if not filters.form.is_valid():
            raise BadRequest(str(filters.form.errors.as_text()))
        account = self._account(filters.form.cleaned_data["account_id"])
        try:
            page = double_page(filters.qs, request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.page(
            partial="double-rows",
            lines=lines_of(self.viewer, page.rows),
            filters=filters.form,
            is_filtered=any(filters.form.cleaned_data.values()) or "cursor" in request.GET,
            account=account,
            may_look=account is not None and Account.objects.editable_by(self.viewer).filter(pk=account.pk).exists(),
            previous_url=self._url(page.previous_cursor),
            next_url=self._url(page.next_cursor),
        )

    def _account(self, account_id: int | None) -> Account | None:
        return visible_or_404(Account.objects.all(), self.viewer, pk=account_id) if account_id else None

    def _url(self, cursor: str | None) -> str:
        address: Any = self.request.GET.copy()
        address["cursor"] = cursor or ""
        return f"?{address.urlencode()}" if cursor else ""


class LookForDoublesView(AccountDeedView):
    """Look at once for doubles of one account."""

    def do(self) -> None:
        find_doubles([self.account.pk])

    def success_url(self) -> str:
        here = doubles_at(open_doubles(self.viewer), self.account.pk).count()
        self.tell(_("Looked again: %(count)d proposed.") % {"count": here})
        return f"{reverse('accounts:doubles')}?account_id={self.account.pk}"


class OneKind(PageView):
    """A page about rows of the kind in the address."""

    nav = "people"

    @cached_property
    def merger(self) -> Merger:
        found = merger_of(self.kwargs["what"])
        if found is None:
            raise Http404
        return found


class OnePair(OneKind):
    """Two rows that the viewer sees. *Raises* Http404."""

    @cached_property
    def pair(self) -> tuple[Any, Any]:
        found = pair_seen(self.viewer, self.merger, self.kwargs["row_id"], self.kwargs["with_id"])
        if found is None:
            raise Http404
        return found

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.pair]

    def require_right(self, rule: Any) -> None:
        if not rule(self.viewer, self.merger, self.ids):
            raise PermissionDenied


class MergePage(OnePair):
    """Both side by side, a choice for each field, and what comes with them."""

    actions = {"GET": anyone, "POST": anyone}
    template_name = "accounts/merge_form.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self._show(SideBySide(self.merger, self.viewer, *self.pair))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        shown = SideBySide(self.merger, self.viewer, *self.pair, given=request.POST)
        self.require_right(may_merge)
        try:
            with deeds() as done:
                made = merge(self.viewer, self.merger, shown.winner, shown.loser, shown.chosen)
        except ValidationError as error:
            return self._show(shown, errors=error.messages)
        self.tell(made.act.summary, done[-1])
        return self.go(self.merger.cards(self.viewer, [made.winner_id])[made.winner_id].url)

    def _show(self, shown: SideBySide, errors: Any = ()) -> HttpResponse:
        may = may_merge(self.viewer, self.merger, self.ids)
        kept = Double.objects.filter(kind=self.merger.key, first_id=self.ids[0], second_id=self.ids[1]).first()
        return self.page(
            shown=shown,
            merger=self.merger,
            errors=[*errors, *shown.refusals],
            may_merge=may and not shown.refusals,
            may_suggest=not may and may_suggest(self.viewer, self.merger, self.ids),
            lines=lines_of(self.viewer, [kept]) if kept else [],
        )


class DistinctView(OnePair, DeedView):
    """They are not the same."""

    actions = {"POST": anyone}

    def do(self) -> None:
        self.require_right(lambda *pair: may_merge(*pair) or may_suggest(*pair))
        say_distinct(self.viewer, self.merger, *self.ids)

    def success_url(self) -> str:
        return reverse("accounts:doubles")


class SuggestView(OnePair, DeedView):
    """Ask those who may to merge them."""

    actions = {"POST": anyone}

    def do(self) -> None:
        self.require_right(may_suggest)
        suggest_merge(self.viewer, self.merger, *self.ids)

    def success_url(self) -> str:
        return reverse("accounts:doubles")


class ChooseOtherPage(OneKind):
    """Whom to merge somebody with, where nothing was proposed."""

    actions = {"GET": anyone}
    template_name = "accounts/merge_choose.html"
    note = gettext_lazy("Find the other one. Nothing is changed yet: next you see both side by side.")

    def get(self, request: HttpRequest, what: str, row_id: int) -> HttpResponse:
        row = visible_or_404(self.merger.model.objects.all(), self.viewer, pk=row_id)
        chosen = request.GET.get("with", "")
        if chosen.isdecimal():
            return self.go(reverse("accounts:merge_pair", args=[what, row.pk, int(chosen)]))
        return self.page(row=row, merger=self.merger, note=self.note)


class FindOtherView(OneKind):
    """Rows of a kind by the beginnings of words, as options of a field one types in."""

    actions = {"GET": anyone}
    template_name = "accounts/_merge_options.html"

    def get(self, request: HttpRequest, what: str, row_id: int) -> HttpResponse:
        return self.page(cards=self.merger.search(self.viewer, request.GET.get("q", ""), row_id))
