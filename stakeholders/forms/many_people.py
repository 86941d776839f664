"""What to set on many people at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.list_edits import AS_IT_IS, NONE, ManyRowsForm
from accounts.models import Subject
from stakeholders.forms.people import CHANNELS


class ManyPeopleForm(ManyRowsForm):
    """The preferred channel, tags and extra values of many people."""

    subject = Subject.PERSON
    preferred_channel = forms.ChoiceField(
        label=_("Preferred channel"), required=False, choices=[AS_IT_IS, (NONE, _("not known")), *CHANNELS[1:]]
    )

    def columns(self) -> dict[str, Any]:
        chosen = self.cleaned_data["preferred_channel"]
        return {"preferred_channel": "" if chosen == NONE else chosen} if chosen else {}
