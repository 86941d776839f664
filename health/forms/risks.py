"""Forms of risks and of reviews of red accounts."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import User
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm
from health.models import RedReview, Risk


class RiskForm(FactsForm):
    """What may cost the customer, who looks after it, what is done about it."""

    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=_("Owner"), required=False, empty_label=_("Nobody yet")
    )
    seen_on = DayField(label=_("Seen on"), initial=today)
    due_on = DayField(label=_("To be settled by"), required=False)

    class Meta:
        model = Risk
        fields: ClassVar[list[str]] = [
            "kind",
            "course",
            "severity",
            "text",
            "owner",
            "mitigation",
            "seen_on",
            "due_on",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "mitigation": forms.Textarea(attrs={"rows": 3}),
        }


class RedReviewForm(FactsForm):
    """What was agreed, and when one looks again."""

    reviewed_on = DayField(label=_("Reviewed on"), initial=today)
    next_on = DayField(label=_("Next review"), required=False)

    class Meta:
        model = RedReview
        fields: ClassVar[list[str]] = ["agreed", "reviewed_on", "next_on"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"agreed": forms.Textarea(attrs={"rows": 4, "autofocus": True})}
