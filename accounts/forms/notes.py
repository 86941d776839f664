"""The form of a note on an account."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import AccountNote
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm


class NoteForm(FactsForm):
    """What to remember about an account, of which day, and whether it stands on top."""

    noted_on = DayField(label=_("Day"), initial=today)
    is_pinned = forms.BooleanField(
        label=_("Pin it on top"), required=False, help_text=_("It takes the place of the one pinned before.")
    )

    class Meta:
        model = AccountNote
        fields: ClassVar[list[str]] = ["text", "noted_on", "is_pinned"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 6, "autofocus": True})}

    def validate_constraints(self) -> None:
        """The service takes the other note from the top first; before that the database would refuse this one."""
