"""What the small forms about people share: they open in the dialog of any page and lead back to it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from stakeholders.domain.succession import Heir, Reason, propose_heir
from stakeholders.forms.fields import Proposed
from stakeholders.models import Stakeholder
from stakeholders.selectors.skies import sky_at


class AboutPeople(AccountPage):
    """A page of one account whose way back is the page it was opened from."""

    tab = "people"

    def row_of(self, queryset: Any, key: str) -> Any:
        """The row of the address among those of this account and standing. *Raises* Http404."""
        return visible_or_404(queryset, self.viewer, pk=self.kwargs[key])

    def came_from(self) -> str:
        """The page of ours that the dialog or button stands on; the tab where that is not known."""
        if self.request.htmx:
            return self.request.htmx.current_url_abs_path or self.tab_url()
        referer = self.request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(
            referer, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        parts = urlsplit(referer)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return path if is_ours and parts.path != self.request.path else self.tab_url()


class FactPage(AboutPeople, AccountFormPage):
    """A small form; once saved, back to where it was opened."""

    dialog_template = "components/dialog_form.html"

    def _template(self) -> str:
        return self.dialog_template if self._is_dialog else self.template_name

    def success_url(self, saved: Any) -> str:
        return self.came_from()


class FactDeed(AboutPeople, AccountDeedView):
    """A button; once done, back to where it stands.

    Where the button says the `row_version` that was shown, a row that somebody changed meanwhile is left alone.
    """

    def row_of(self, queryset: Any, key: str) -> Any:
        found = super().row_of(queryset, key)
        shown = self.shown_version
        if shown is not None:
            found.row_version = shown
        return found

    def success_url(self) -> str:
        return self.came_from()


class OneStakeholder(AboutPeople):
    """Reaches the stakeholder of the address through the account of the address."""

    @cached_property
    def stakeholder(self) -> Stakeholder:
        rows = Stakeholder.objects.filter(account_id=self.account.pk).select_related("person", "account")
        found: Stakeholder = self.row_of(rows, "stakeholder_id")
        return found

    def about(self) -> Sequence[str]:
        return (self.name,)

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(stakeholder=self.stakeholder, **extra)

    @property
    def name(self) -> str:
        return str(self.stakeholder.person.name)

    @cached_property
    def heir(self) -> Heir | None:
        """Who is proposed as successor today, or was named."""
        return propose_heir(sky_at(self.account.pk, today()), self.stakeholder.pk)

    @property
    def successors(self) -> dict[str, Any]:
        """What a form that asks for a successor begins with."""
        return succession(self.heir)


def succession(heir: Heir | None) -> dict[str, Any]:
    """Who was named as successor, else who is proposed and why: the latter is never chosen by itself."""
    if heir is None:
        return {}
    if Reason.NAMED in heir.reasons:
        return {"named": heir.star_id}
    name = Stakeholder.objects.values_list("person__name", flat=True).get(pk=heir.star_id)
    reasons = ", ".join(REASONS[reason]() for reason in heir.reasons)
    words = _("Proposed: %(name)s, who %(reasons)s") % {"name": name, "reasons": reasons}
    return {"proposed": Proposed(heir.star_id, words)}


REASONS = {
    Reason.REPORTS: lambda: _("reports to them"),
    Reason.DEPARTMENT: lambda: _("is in the same department"),
    Reason.LEVEL: lambda: _("is close in level"),
    Reason.WORKS_WITH: lambda: _("works with them"),
}


def own_account(account: Account) -> Account:
    """The account as a plain row, without the figures of its frame."""
    found: Account | None = Account.objects.filter(pk=account.pk).first()
    if found is None:
        raise Http404
    return found


def people_url(account_id: int) -> str:
    """Answers the people of an account to ?q=, as options."""
    return reverse("stakeholders:people_options", args=[account_id])
