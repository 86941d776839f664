"""Forms of a handoff: what is passed on, whom sales met, what was held."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import MomentField
from accounts.models import Account, Team, User
from csm.foundation.forms import FactsForm, write_selects_plainly
from stakeholders.forms.fields import StakeholderChoice, people_of
from stakeholders.models import Handoff, Stakeholder
from stakeholders.models.handoffs import LONGEST_NOTE, LONGEST_TEXT
from stakeholders.selectors.handoff_list import CLOCKS, PERIODS, STATES


class HandoffForm(FactsForm):
    """What is passed on about a deal."""

    class Meta:
        model = Handoff
        fields: ClassVar[list[str]] = ["goals", "promises", "risks"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            name: forms.Textarea(attrs={"rows": 4}) for name in ("goals", "promises", "risks")
        }


class MetBeforeForm(forms.Form):
    """Whom sales met, and what the CSM should know of them."""

    stakeholder = StakeholderChoice(Stakeholder.objects.none(), label=_("Whom"), empty_label=_("Choose somebody"))
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Write what they could read."),
    )

    def __init__(self, data: Any = None, *, account: Account, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["stakeholder"].queryset = people_of(account)  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """When a debrief or an introduction was held."""

    held_at = MomentField(label=_("Held at"))
    note = forms.CharField(
        label=_("What was agreed"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.initial.setdefault("held_at", timezone.localtime())

    def clean_held_at(self) -> Any:
        held_at = self.cleaned_data["held_at"]
        if held_at > timezone.now():
            raise ValidationError(_("This lies ahead: record it once it has happened."))
        return held_at


class ClockFilters(forms.Form):
    """Which clocks the list of handoffs shows."""

    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    clock = forms.ChoiceField(label=_("Clock"), choices=[("", _("All clocks")), *CLOCKS], required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    days = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        teams = [(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")]
        owners = User.objects.filter(owned_accounts__isnull=False).distinct().values_list("pk", "name")
        self.fields["team"].choices = [("", _("All teams")), *teams, ("none", _("No team"))]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("All owners")), *((str(pk), name) for pk, name in owners)]  # type: ignore[attr-defined]
        write_selects_plainly(self)

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen; what is not known counts as not chosen."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
