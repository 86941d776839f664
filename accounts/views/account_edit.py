"""Create, edit and remove an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.accounts import AccountForm
from accounts.models import Account
from accounts.selectors.finding import find_accounts
from accounts.services.accounts import create_account, edit_account, remove_account
from accounts.views.access import may_create_accounts
from accounts.views.frame import AccountDeedView, AccountFormPage
from csm.foundation.views import FormPage, PageView, anyone


class AccountCreatePage(FormPage):
    """A new account; whoever adds it owns it unless they say otherwise."""

    actions = {"GET": may_create_accounts, "POST": may_create_accounts}
    template_name = "accounts/account_form.html"
    nav = "accounts"
    title = _("New account")
    submit = _("Add account")

    def form(self, data: Any = None) -> AccountForm:
        return AccountForm(data, viewer=self.viewer, initial={"owner": self.viewer.pk})

    def save(self, form: AccountForm) -> Account:
        return create_account(self.viewer, **form.facts)

    def success_url(self, saved: Account) -> str:
        is_mine = Account.objects.visible_to(self.viewer).filter(pk=saved.pk).exists()
        return reverse("accounts:detail", args=[saved.pk]) if is_mine else reverse("accounts:list")

    def cancel_url(self) -> str:
        return reverse("accounts:list")

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(parent=_parent(extra.get("form")), **extra)


class AccountEditPage(AccountFormPage):
    """The facts of an account."""

    template_name = "accounts/account_form.html"
    title = _("Edit account")
    tab = "details"

    def form(self, data: Any = None) -> AccountForm:
        row = Account.objects.select_related("parent").get(pk=self.account.pk)
        return AccountForm(data, viewer=self.viewer, row=row)

    def save(self, form: AccountForm) -> Account:
        row = Account.objects.get(pk=self.account.pk)
        return edit_account(self.viewer, row, form.expected_version, **form.facts)

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(parent=_parent(extra.get("form")), **extra)


class AccountRemoveView(AccountDeedView):
    """Take back an account that was created by mistake."""

    def do(self) -> None:
        remove_account(self.viewer, Account.objects.get(pk=self.account.pk))

    def success_url(self) -> str:
        return reverse("accounts:list")


class AccountFindView(PageView):
    """Accounts by the beginnings of words, as options of a field one types in; with `writes` those one may change."""

    actions = {"GET": anyone}
    template_name = "accounts/_account_options.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "")
        accounts = Account.objects.all()
        mine = accounts.editable_by if "writes" in request.GET else accounts.visible_to
        found = find_accounts(mine(self.viewer), words).select_related("segment")
        return self.page(accounts=found.order_by("name", "pk")[:8] if words.strip() else [])


def _parent(form: AccountForm | None) -> list[dict[str, Any]]:
    """What the field of the parent has chosen, as the chips show it."""
    if form is None:
        return []
    queryset: Any = form.fields["parent"].queryset  # type: ignore[attr-defined]
    chosen = str(form["parent"].value() or "")
    rows = queryset.filter(pk=chosen) if chosen.isdecimal() else []
    return [{"value": row.pk, "label": row.name} for row in rows]
