"""What is done with alerts that were chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from health.models.alerts import LONGEST_REASON

DEEDS = [("acknowledge", _("Acknowledge")), ("snooze", _("Snooze")), ("resolve", _("Resolve"))]


class AlertDeedForm(forms.Form):
    """Which alerts, what to do, until when and why; the service says what is missing."""

    row = forms.TypedMultipleChoiceField(coerce=int)
    deed = forms.ChoiceField(choices=DEEDS)
    until = DayField(required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        chosen = data.getlist("row") if data is not None else []
        ids = [one for one in chosen if one.isascii() and one.isdecimal() and len(one) < 19]
        self.fields["row"].choices = [(one, one) for one in ids]  # type: ignore[attr-defined]


class SnoozeForm(forms.Form):
    """Away until a day."""

    until = DayField(label=_("Until"), help_text=_("It comes back on that day."))
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)


class ResolveForm(forms.Form):
    """Away until it comes again."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("It stays away until its condition has cleared and comes about again."),
    )
