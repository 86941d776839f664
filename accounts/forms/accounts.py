"""Forms of accounts, their contracts and their team."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms.extras import ExtendedForm
from accounts.forms.fields import CurrencyField, DayField, FigureField, WholeField, amount_in
from accounts.models import Account, AccountTeamMember, Contract, Job, Subject, User
from accounts.selectors.extras import extra_fields
from accounts.services.accounts import web_domain
from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm


class AccountForm(ExtendedForm):
    """Facts of an account; its parent is chosen among those the viewer sees."""

    domain = forms.CharField(
        label=_("Web domain"), required=False, help_text=_("example.com; a pasted address is fine.")
    )
    employees = WholeField(label=_("Employees"), required=False, min_value=0)

    class Meta:
        model = Account
        fields: ClassVar[list[str]] = [
            "name",
            "domain",
            "segment",
            "phase",
            "owner",
            "parent",
            "industry",
            "region",
            "employees",
        ]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Account.objects.visible_to(viewer).only("name")
        users = User.objects.filter(is_active=True)
        if isinstance(self.row, Account):
            parents = parents.exclude(pk=self.row.pk) | Account.objects.filter(pk=self.row.parent_id or 0)
            users = users | User.objects.filter(pk=self.row.owner_id or 0)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["owner"].queryset = users.order_by("name", "pk")  # type: ignore[attr-defined]
        self.extend(extra_fields(Subject.ACCOUNT))

    def clean_domain(self) -> str:
        return web_domain(self.cleaned_data["domain"])


class ContractForm(FactsForm):
    """A contract of an account."""

    starts_on = DayField(label=_("Starts on"))
    ends_on = DayField(label=_("Renews on"), help_text=_("First day no longer covered."))
    annual_value = FigureField(label=_("Annual value"), max_digits=14, decimal_places=2)
    currency = CurrencyField()

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = ["product", "starts_on", "ends_on", "annual_value", "currency", "outcome"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product: Any = self.fields["product"]
        product.empty_label = _("Choose what they bought")
        if self.row is None:
            self.initial["currency"] = settings.BASE_CURRENCY

    def clean(self) -> Any:
        amount_in(self, "annual_value", "currency")
        return super().clean()


class OutcomeForm(FactsForm):
    """What became of a contract."""

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = ["outcome"]


class TeamMemberForm(FactsForm):
    """A user's job on an account and since when."""

    valid_from = DayField(label=_("Since"), required=False, help_text=_("Empty: since before our records."))

    class Meta:
        model = AccountTeamMember
        fields: ClassVar[list[str]] = ["user", "job", "valid_from"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.row.user_id if isinstance(self.row, AccountTeamMember) else 0
        users = User.objects.filter(is_active=True) | User.objects.filter(pk=kept)
        self.fields["user"].queryset = users.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["job"].queryset = Job.objects.all()  # type: ignore[attr-defined]
        if self.row is None:
            self.initial["valid_from"] = today()


class HandOverForm(forms.Form):
    """Who takes over a job, and from when."""

    user = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("Who takes over"))
    on = DayField(label=_("From"), help_text=_("The first day of the new person."), initial=today)


class EndForm(forms.Form):
    """From when something no longer holds."""

    on = DayField(label=_("First day no longer"), initial=today)


class ExternalIdForm(forms.Form):
    """The id of an account in another system."""

    source = forms.CharField(label=_("System"), max_length=40, help_text=_("Such as crm or billing."))
    value = forms.CharField(label=_("Id there"), max_length=200)
