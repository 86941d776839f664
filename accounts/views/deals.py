"""The small forms about a deal of an account; the page they lead back to is the one of its handoff."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.deals import DealStage
from accounts.forms.deals import DealForm, LiveForm, LostForm, WonForm
from accounts.models import Deal
from accounts.services.deals import close_deal, edit_deal, record_deal, remove_deal, reopen_deal, say_live
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404


class DealAddPage(AccountFormPage):
    """A new deal."""

    tab = "handoff"
    title = _("New deal")
    submit = _("Record deal")

    def form(self, data: Any = None) -> DealForm:
        return DealForm(data, instance=Deal(account_id=self.account.pk))

    def save(self, form: DealForm) -> Deal:
        return record_deal(self.viewer, self.account, **form.facts)


class _OneDeal(AccountPage):
    """Reaches the deal of the address through the account of the address."""

    tab = "handoff"

    @cached_property
    def deal(self) -> Deal:
        rows = Deal.objects.filter(account_id=self.account.pk)
        found: Deal = visible_or_404(rows, self.viewer, pk=self.kwargs["deal_id"])
        return found

    def about(self) -> Sequence[str]:
        return (self.deal.name,)


class DealEditPage(_OneDeal, AccountFormPage):
    """Change what is known of a deal."""

    title = _("Edit deal")

    def form(self, data: Any = None) -> DealForm:
        return DealForm(data, row=self.deal)

    def save(self, form: DealForm) -> Deal:
        return edit_deal(self.viewer, self.deal, form.expected_version, **form.facts)


class DealWonPage(_OneDeal, AccountFormPage):
    """Say that a deal was won: its clocks start."""

    title = _("Won")
    submit = _("It is won")
    stage = DealStage.WON
    form_class: type[WonForm] | type[LostForm] = WonForm

    def form(self, data: Any = None) -> WonForm | LostForm:
        return self.form_class(data, row=self.deal)

    def save(self, form: WonForm | LostForm) -> Deal:
        return close_deal(self.viewer, self.deal, self.stage, form.expected_version, **form.facts)


class DealLostPage(DealWonPage):
    """Say that a deal was lost, and why."""

    title = _("Lost")
    submit = _("It is lost")
    stage = DealStage.LOST
    form_class = LostForm


class DealLivePage(_OneDeal, AccountFormPage):
    """Say since when what was sold is in use."""

    title = _("Went live")

    def form(self, data: Any = None) -> LiveForm:
        return LiveForm(data, row=self.deal)

    def save(self, form: LiveForm) -> Deal:
        return say_live(self.viewer, self.deal, form.cleaned_data["live_at"], form.expected_version)


class DealNotLiveView(_OneDeal, AccountDeedView):
    """It is not in use yet."""

    def do(self) -> None:
        say_live(self.viewer, self.deal, None, self.shown_version)


class DealReopenView(_OneDeal, AccountDeedView):
    """A deal is open after all."""

    def do(self) -> None:
        reopen_deal(self.viewer, self.deal, self.shown_version)


class DealRemoveView(_OneDeal, AccountDeedView):
    """A deal was recorded by mistake."""

    def do(self) -> None:
        remove_deal(self.viewer, self.deal, self.shown_version)
