"""Risks of an account, and the review of red accounts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from health.forms.risks import RedReviewForm, RiskForm
from health.models import RedReview, Risk
from health.selectors.red_accounts import red_accounts
from health.services.risks import close_risk, edit_risk, keep_review, record_risk, remove_risk


class RiskAddPage(AccountFormPage):
    """A new risk."""

    tab = "alerts"
    title = _("New risk")
    submit = _("Record risk")

    def form(self, data: Any = None) -> RiskForm:
        return RiskForm(data, instance=Risk(account_id=self.account.pk, owner_id=self.viewer.pk))

    def save(self, form: RiskForm) -> Risk:
        return record_risk(self.viewer, self.account, **form.facts)


class _OneRisk(AccountPage):
    """Reaches the risk of the address through the account of the address."""

    tab = "alerts"

    @cached_property
    def risk(self) -> Risk:
        rows = Risk.objects.filter(account_id=self.account.pk)
        found: Risk = visible_or_404(rows, self.viewer, pk=self.kwargs["risk_id"])
        return found

    def about(self) -> Sequence[str]:
        return (str(self.risk),)


class RiskEditPage(_OneRisk, AccountFormPage):
    """Change a risk."""

    title = _("Edit risk")

    def form(self, data: Any = None) -> RiskForm:
        return RiskForm(data, row=self.risk)

    def save(self, form: RiskForm) -> Risk:
        return edit_risk(self.viewer, self.risk, form.expected_version, **form.facts)


class RiskCloseView(_OneRisk, AccountDeedView):
    """A risk is over."""

    def do(self) -> None:
        close_risk(self.viewer, self.risk)


class RiskRemoveView(_OneRisk, AccountDeedView):
    """A risk was recorded by mistake."""

    def do(self) -> None:
        remove_risk(self.viewer, self.risk)


class RedReviewPage(AccountFormPage):
    """Keep what was agreed on an account."""

    tab = "alerts"
    title = _("Review the account")
    submit = _("Keep review")

    def form(self, data: Any = None) -> RedReviewForm:
        return RedReviewForm(data, instance=RedReview(account_id=self.account.pk))

    def save(self, form: RedReviewForm) -> RedReview:
        return keep_review(self.viewer, self.account, **form.facts)

    def success_url(self, saved: Any) -> str:
        return self.request.htmx.current_url_abs_path or self.tab_url()


class RedAccountsPage(PageView):
    """The review of red accounts: each with why, what is done about it and what was agreed last."""

    actions = {"GET": anyone}
    template_name = "health/red_accounts.html"
    nav = "alerts"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(rows=red_accounts(self.viewer), today=today())
