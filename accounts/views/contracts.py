"""The contracts of an account: what was bought, until when, and what became of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.domain.lifecycle import ContractOutcome
from accounts.forms.accounts import ContractForm, OutcomeForm
from accounts.models import Account, Contract
from accounts.selectors.account_pages import contract_lines
from accounts.selectors.revenue import rates_on
from accounts.services.contracts import add_contract, conclude_contract, edit_contract, remove_contract
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today


class ContractListPage(AccountPage):
    """Every contract of an account."""

    template_name = "accounts/contract_list.html"
    tab = "contracts"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        lines = contract_lines(self.account, today(), rates_on(today()))
        return self.page(lines=lines, base_currency=settings.BASE_CURRENCY)


class ContractAddPage(AccountFormPage):
    """A new contract."""

    tab = "contracts"
    title = _("New contract")
    submit = _("Add contract")

    def form(self, data: Any = None) -> ContractForm:
        return ContractForm(data, instance=Contract(account=Account(pk=self.account.pk)))

    def save(self, form: ContractForm) -> Contract:
        return add_contract(self.viewer, self.account, **form.facts)


class _OneContract(AccountPage):
    """Reaches the contract of the address through the account of the address."""

    tab = "contracts"

    @cached_property
    def contract(self) -> Contract:
        rows = Contract.objects.filter(account_id=self.account.pk).select_related("product")
        found: Contract = visible_or_404(rows, self.viewer, pk=self.kwargs["contract_id"])
        return found

    def about(self) -> Sequence[str]:
        return (self.contract.product.name,)


class ContractEditPage(_OneContract, AccountFormPage):
    """Set a contract right."""

    title = _("Edit contract")
    form_class: type[ContractForm] | type[OutcomeForm] = ContractForm

    def form(self, data: Any = None) -> ContractForm | OutcomeForm:
        return self.form_class(data, row=self.contract)

    def save(self, form: ContractForm | OutcomeForm) -> Contract:
        return edit_contract(self.viewer, self.contract, form.expected_version, **form.facts)


class ContractOutcomePage(ContractEditPage):
    """Say what became of a contract."""

    title = _("What became of this contract?")
    form_class = OutcomeForm

    def save(self, form: ContractForm | OutcomeForm) -> Contract:
        outcome = ContractOutcome(form.cleaned_data["outcome"])
        return conclude_contract(self.viewer, self.contract, form.expected_version, outcome)


class ContractRemoveView(_OneContract, AccountDeedView):
    """Take back a contract that was recorded by mistake."""

    def do(self) -> None:
        remove_contract(self.viewer, self.contract)
