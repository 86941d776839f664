"""Forms of deals: what is sold, and what became of it."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CurrencyField, DayField, FigureField, MomentField, WholeField, amount_in
from accounts.models import Deal, User
from csm.foundation.forms import FactsForm


class DealForm(FactsForm):
    """What is sold, for how much, how likely and until when."""

    amount = FigureField(label=_("Amount"), required=False, max_digits=14, decimal_places=2)
    currency = CurrencyField(required=False)
    probability = WholeField(
        label=_("Probability"), required=False, min_value=0, max_value=100, help_text=_("In per cent, 0-100.")
    )
    expected_on = DayField(label=_("Expected close"), required=False)
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Who sells it"), required=False, empty_label=_("Not known")
    )

    class Meta:
        model = Deal
        fields: ClassVar[list[str]] = [
            "name",
            "amount",
            "currency",
            "probability",
            "expected_on",
            "owner",
            "needs_handoff",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.row.owner_id if isinstance(self.row, Deal) else 0
        users = User.objects.filter(is_active=True) | User.objects.filter(pk=kept or 0)
        self.fields["owner"].queryset = users.order_by("name", "pk")  # type: ignore[attr-defined]
        if self.row is None:
            self.initial["currency"] = settings.BASE_CURRENCY

    def clean(self) -> Any:
        amount_in(self, "amount", "currency")
        return super().clean()


class _PastMoment(FactsForm):
    moment: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get(self.moment) is None:
            self.initial[self.moment] = timezone.localtime()


class WonForm(_PastMoment):
    """When a deal was won."""

    moment = "closed_at"
    closed_at = MomentField(label=_("Won at"), help_text=_("The debrief is due 48 hours from here."))

    class Meta:
        model = Deal
        fields: ClassVar[list[str]] = ["closed_at"]


class LostForm(_PastMoment):
    """When a deal was lost, and why."""

    moment = "closed_at"
    closed_at = MomentField(label=_("Lost at"))

    class Meta:
        model = Deal
        fields: ClassVar[list[str]] = ["closed_at", "lost_reason"]


class LiveForm(_PastMoment):
    """When what was sold went into use."""

    moment = "live_at"
    live_at = MomentField(label=_("Went live at"), help_text=_("Since when they use what they bought."))

    class Meta:
        model = Deal
        fields: ClassVar[list[str]] = ["live_at"]
