"""Forms of readings and the pulse."""

from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, FigureField
from csm.foundation.clock import today
from health.models import Metric, PulseReading
from health.models.pulse import MOST_REASONS, PULSE_STEPS, PulseReason


class ReadingForm(forms.Form):
    """The value of a metric on a day."""

    metric = forms.ModelChoiceField(Metric.objects.all(), label=_("Metric"), empty_label=None, to_field_name="key")
    value = FigureField(label=_("Value"), max_digits=20, decimal_places=4)
    on = DayField(label=_("Day"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].widget.attrs["autofocus"] = True
        self.fields["metric"].label_from_instance = lambda row: f"{row} ({row.unit})" if row.unit else str(row)  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return on

    @property
    def read_at(self) -> datetime:
        """Noon of the day, where the installation is: one reading of a metric by hand a day."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], time(12)))


class PulseForm(forms.ModelForm):
    """How the account is doing, why, and a note."""

    step = forms.TypedChoiceField(
        label=_("How is it doing?"),
        coerce=int,
        choices=[(step, f"{step} · {word}") for step, word in PULSE_STEPS],
    )
    reasons = forms.MultipleChoiceField(
        label=_("Why"),
        choices=PulseReason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At most three."),
    )
    on = DayField(label=_("Day"), initial=today)

    class Meta:
        model = PulseReading
        fields: ClassVar[list[str]] = ["step", "reasons", "note", "on"]

    def clean_reasons(self) -> list[str]:
        reasons: list[str] = self.cleaned_data["reasons"]
        if len(reasons) > MOST_REASONS:
            raise forms.ValidationError(_("Choose three reasons at most: those that weigh most."))
        return reasons

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return on
