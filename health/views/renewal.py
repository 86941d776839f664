"""One renewal: what is forecast of it and was before, over-ruling it, and what became of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Contract
from accounts.visibility import editable_or_404, visible_or_404
from csm.foundation.clock import today
from csm.foundation.views import DeedView, FormPage, PageView, anyone
from health.forms.forecasts import CategoryForm, ClosingForm, ForecastForm
from health.models import Forecast
from health.selectors.renewals import closing_of, forecasts_of, history_of
from health.services.forecasts import close_renewal, forecast_renewal, withdraw_override
from health.views import portfolio_words as words
from health.views.access import may_overrule


class OneRenewal(PageView):
    """Reaches the contract of the address through the accounts the viewer sees."""

    nav = "portfolio"

    @cached_property
    def contract(self) -> Contract:
        rows = Contract.objects.select_related("account", "product")
        found: Contract = visible_or_404(rows, self.viewer, pk=self.kwargs["contract_id"])
        return found

    @cached_property
    def editable(self) -> Contract:
        """The contract, whose account the viewer may change. *Raises* Http404, PermissionDenied."""
        rows = Contract.objects.select_related("account", "product")
        found: Contract = editable_or_404(rows, self.viewer, pk=self.kwargs["contract_id"])
        return found

    def said(self, is_override: bool) -> Forecast | None:
        return forecasts_of([self.kwargs["contract_id"]], today()).get(self.kwargs["contract_id"], {}).get(is_override)

    def here(self) -> str:
        """The page of the renewal; where the form stood in a dialog, the page under it."""
        below = self.request.htmx.current_url_abs_path if self.request.htmx else None
        return str(below or reverse("health:renewal", args=[self.kwargs["contract_id"]]))


class RenewalPage(OneRenewal):
    """Everything said of one renewal, the newest first."""

    actions = {"GET": anyone}
    template_name = "health/renewal.html"

    def get(self, request: HttpRequest, contract_id: int) -> HttpResponse:
        may_edit = Contract.objects.editable_by(self.viewer).filter(pk=self.contract.pk).exists()
        is_open = self.contract.outcome == ContractOutcome.OPEN
        history = [
            {"said": said, "label": words.FORECASTS[said.category], "tone": words.FORECAST_TONES[said.category]}
            for said in history_of(self.contract.pk)
        ]
        said = forecasts_of([contract_id], today()).get(contract_id, {})
        return self.page(
            contract=self.contract,
            history=history,
            said=said.get(False),
            override=said.get(True),
            closing=closing_of(self.contract.pk),
            may_edit=may_edit,
            is_open=is_open,
            may_overrule=may_edit and may_overrule(self.viewer),
        )


class RenewalFormPage(OneRenewal, FormPage):
    """A form about one renewal, in the dialog or as a page that leads back to the account and the renewal."""

    actions = {"GET": anyone, "POST": anyone}

    def subject(self) -> Sequence[str]:
        return (self.contract.account.name, self.contract.product.name)

    def success_url(self, saved: Any) -> str:
        return self.here()

    def cancel_url(self) -> str:
        return reverse("health:renewal", args=[self.kwargs["contract_id"]])

    def _form_context(self) -> dict[str, Any]:
        contract = self.contract
        figures = {"product": contract.product.name, "day": date_format(contract.ends_on, "DATE_FORMAT")}
        return {
            **super()._form_context(),
            "trail": contract.account.name,
            "trail_url": reverse("accounts:detail", args=[contract.account_id]),
            "note": gettext("%(product)s, renews on %(day)s") % figures,
        }


class ForecastPage(RenewalFormPage):
    """Say what will become of a contract."""

    title = _("Forecast this renewal")
    submit = _("Save forecast")
    is_override = False

    def form(self, data: Any = None) -> ForecastForm:
        return ForecastForm(data, said=self.said(self.is_override) if self.editable else None)

    def save(self, form: ForecastForm) -> Forecast:
        return forecast_renewal(self.viewer, self.editable, today(), is_override=self.is_override, **form.facts)


class OverridePage(ForecastPage):
    """Over-rule what the CSM says."""

    actions = {"GET": may_overrule, "POST": may_overrule}
    title = _("Over-rule the forecast")
    submit = _("Save over-ruling")
    is_override = True


class WithdrawOverrideView(OneRenewal, DeedView):
    """Let the forecast of the CSM hold again."""

    actions = {"POST": may_overrule}

    def do(self) -> None:
        withdraw_override(self.viewer, self.editable, today())

    def success_url(self) -> str:
        return self.here()


class CategoryView(OneRenewal, DeedView):
    """Set the forecast in the list in one word; the rest of it stays."""

    actions = {"POST": anyone}

    def do(self) -> None:
        form = CategoryForm(self.request.POST)
        contract, said = self.editable, self.said(is_override=False)
        if not form.is_valid():
            raise ValidationError(list(form.errors["category"]))
        kept = {name: getattr(said, name) for name in ("amount", "expected_on", "reason")} if said else {}
        forecast_renewal(self.viewer, contract, today(), category=form.cleaned_data["category"], **kept)

    def success_url(self) -> str:
        return str(self.request.htmx.current_url_abs_path or reverse("health:renewals"))


class ClosePage(RenewalFormPage):
    """Say what became of a contract, and why."""

    title = _("What became of this contract?")
    submit = _("Save outcome")

    def form(self, data: Any = None) -> ClosingForm:
        held = closing_of(self.editable.pk)
        initial = {"reason": held.reason, "note": held.note} if held else {}
        return ClosingForm(data, row=self.editable, initial=initial)

    def save(self, form: ClosingForm) -> Contract:
        return close_renewal(self.viewer, self.editable, form.expected_version, **form.facts)
