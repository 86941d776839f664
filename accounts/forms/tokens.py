"""The form of a new API token."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TokenScope

LIFETIMES = [("30", _("in 30 days")), ("90", _("in 90 days")), ("365", _("in a year")), ("", _("never"))]


class TokenForm(forms.Form):
    """What will use the token, what it may do and how long."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What will use it, e.g. the warehouse export."))
    scope = forms.ChoiceField(label=_("Scope"), choices=TokenScope.choices, initial=TokenScope.READ)
    days = forms.ChoiceField(label=_("Expires"), choices=LIFETIMES, initial="365", required=False)

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None
