"""What is done with alerts that were chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from health.models.alerts import LONGEST_REASON

DEEDS = [("acknowledge", _("Acknowledge")), ("snooze", _("Snooze")), ("resolve", _("Resolve"))]


class IdsField(forms.Field):
    """At least one id, from any number of values with commas between; what is none counts as nothing."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        parts = [part for one in value or () for part in str(one).split(",")]
        return [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 19]


class AlertDeedForm(forms.Form):
    """Which alerts, what to do, until when and why; the service says what is missing.

    `row` is an id, or the ids of a folded row with commas between.
    """

    row = IdsField()
    deed = forms.ChoiceField(choices=DEEDS)
    until = DayField(required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)


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
