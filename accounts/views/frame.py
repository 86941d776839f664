"""The frame around every page of one account: its head with figures, and the tabs. Upper apps build theirs on it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import Account
from accounts.selectors.account_rows import Figures, with_figures
from accounts.selectors.notes import pinned_text
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.registry import account_figures, account_tabs
from csm.foundation.views import DeedView, FormPage, PageView, anyone


class AccountPage(PageView):
    """A page of one account, given as `account_id`: 404 when it is not visible.

    `tab` is the key of its tab. Templates extend `accounts/account_frame.html` and fill the block `tab`; they have
    `account` (with `arr`, `renewal_on`) and `may_edit`.
    """

    actions = {"GET": anyone}
    nav = "accounts"
    tab: str = ""

    @cached_property
    def account(self) -> Account:
        rows = with_figures(Account.objects.visible_to(self.viewer), Figures.of(today()))
        rows = rows.annotate(pinned_note=pinned_text())
        return visible_or_404(rows, self.viewer, pk=self.kwargs["account_id"])

    @cached_property
    def may_edit(self) -> bool:
        return bool(Account.objects.editable_by(self.viewer).filter(pk=self.account.pk).exists())

    def require_editable(self) -> Account:
        """The account, which the viewer may change. *Raises* Http404, PermissionDenied."""
        account = self.account
        if not self.may_edit:
            raise PermissionDenied
        return account

    @cached_property
    def figures(self) -> list[tuple[str, Mapping[str, Any]]]:
        """What the head shows, each with its template."""
        return [(one.template, one.select(self.viewer, self.account)) for one in account_figures]

    @property
    def is_due(self) -> bool:
        """Whether figures of the head are being worked out again."""
        return any(figure.get("is_outdated") for _template, figure in self.figures)

    def context(self, **extra: Any) -> dict[str, Any]:
        framed = {
            "account": self.account,
            "may_edit": self.may_edit,
            "is_due": self.is_due,
            "tabs": [self._tab(tab) for tab in account_tabs],
            "tab": self.tab,
            "figures": self.figures,
            "currency": settings.BASE_CURRENCY,
        }
        return super().context(**framed, **extra)

    def _tab(self, tab: Any) -> dict[str, Any]:
        return {"key": tab.key, "label": tab.label, "url": reverse(tab.url_name, args=[self.account.pk])}

    def about(self) -> Sequence[str]:
        """What a form of this page is about besides the account: whom, and in what words."""
        return ()

    def tab_url(self) -> str:
        """Where this page's tab is."""
        tab = account_tabs.get(self.tab)
        return reverse(tab.url_name if tab else "accounts:detail", args=[self.account.pk])


class AccountFiguresPart(AccountPage):
    """The figures of the head once they are worked out, and nothing before: the page keeps those it shows."""

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return HttpResponse(status=204) if self.is_due else self.page("accounts/account_frame.html#figures")


class AccountFormPage(FormPage, AccountPage):
    """A form about one account that the viewer may change; it opens in the dialog or as a page of its own."""

    actions = {"GET": anyone, "POST": anyone}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return super().post(request, *args, **kwargs)

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, **extra)

    def subject(self) -> Sequence[str]:
        """The account, and what the title does not say yet."""
        return (self.account.name, *(words for words in self.about() if words and words not in str(self.title)))

    def success_url(self, saved: Any) -> str:
        return self.tab_url()

    def cancel_url(self) -> str:
        return self.tab_url()


class AccountDeedView(DeedView, AccountPage):
    """A button about one account that the viewer may change."""

    actions = {"POST": anyone}

    @property
    def shown_version(self) -> int | None:
        """The version of the row that the page of the button showed; None where it did not say."""
        said = self.request.POST.get("row_version", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return super().post(request, *args, **kwargs)

    def success_url(self) -> str:
        return self.tab_url()


class AccountFirstPage(AccountPage):
    """Lead to the tab that answers most: the constellation where there is one."""

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        tab = account_tabs.get("constellation")
        return redirect(tab.url_name if tab else "accounts:details", self.account.pk)
