"""Forms of forecasts and of outcomes."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.lifecycle import ContractOutcome
from accounts.forms.fields import DayField, FigureField
from accounts.models import Contract
from accounts.models.contracts import OUTCOME_LABELS
from csm.foundation.forms import FactsForm
from health.models import Forecast
from health.models.forecasts import CATEGORY_CHOICES, REASON_CHOICES

CLOSED = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items() if outcome is not ContractOutcome.OPEN]


class ForecastForm(forms.ModelForm):
    """What one says of a renewal; each time it is said anew, what was said before is kept."""

    amount = FigureField(
        label=_("Expected annual value"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=_("In the currency of the contract. Empty: what they pay now; nothing when lost."),
    )
    expected_on = DayField(
        label=_("Decision expected on"), required=False, help_text=_("Empty: when the contract ends.")
    )

    class Meta:
        model = Forecast
        fields: ClassVar[list[str]] = ["category", "amount", "expected_on", "reason"]

    def __init__(self, data: Any = None, *, said: Forecast | None = None) -> None:
        initial = {name: getattr(said, name) for name in self.Meta.fields} if said else {}
        super().__init__(data, initial=initial, instance=None)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Leave the constraints of the row, which is not made yet, to the service."""


class CategoryForm(forms.Form):
    """The forecast in one word; amount, date and reason stay as they were."""

    category = forms.ChoiceField(label=_("Forecast"), choices=CATEGORY_CHOICES)


class ClosingForm(FactsForm):
    """What became of a contract, and why."""

    reason = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose the main reason")), *REASON_CHOICES])
    note = forms.CharField(
        label=_("In their words"), required=False, max_length=300, help_text=_("Write what they could read.")
    )

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = ["outcome"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [("", _("Choose what happened")), *CLOSED]
