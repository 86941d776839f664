"""The full form of a touchpoint."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from csm.foundation.clock import today
from csm.foundation.forms import seen_now
from stakeholders.forms.fields import Chips, LifeDayField, StakeholdersChoice, people_of
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.models.words import TOUCH_CHOICES

TWO_WAY = [("", _("as usual: yes, unless a mail or an event")), ("yes", _("yes")), ("no", _("no"))]
FACTS = ("kind", "users", "stakeholders", "subject", "notes")


class TouchpointForm(forms.Form):
    """One interaction: what, when, who on both sides."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TOUCH_CHOICES)
    on = LifeDayField(label=_("Day"))
    at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    stakeholders = StakeholdersChoice(Stakeholder.objects.none(), label=_("Theirs"))
    users = forms.ModelMultipleChoiceField(User.objects.none(), label=_("Ours"), widget=Chips)
    two_way = forms.ChoiceField(
        label=_("Two-way"), choices=TWO_WAY, required=False, help_text=_("Did they answer or take part?")
    )
    subject = forms.CharField(label=_("About"), max_length=200, required=False)
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write what they could read."),
    )
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, account: Account, urls: dict[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        theirs: Any = self.fields["stakeholders"]
        theirs.queryset = people_of(account)
        theirs.widget.url = urls["theirs"]
        ours: Any = self.fields["users"]
        ours.queryset = User.objects.order_by("name", "pk")
        ours.widget.url = urls["ours"]
        self.initial["seen"] = seen_now(self)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > max(today(), timezone.localdate()):
            raise forms.ValidationError(_("This lies ahead: record it once it has happened."))
        return on

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        given = {name: self.cleaned_data[name] for name in FACTS}
        given["stakeholders"], given["users"] = list(given["stakeholders"]), list(given["users"])
        said = self.cleaned_data["two_way"]
        return {**given, "touched_at": self.moment, "is_two_way": {"yes": True, "no": False}.get(said)}

    @property
    def moment(self) -> datetime:
        """The instant in the writer's time zone; noon where no time was given."""
        at = self.cleaned_data["at"] or datetime.min.time().replace(hour=12)
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], at))


def held_by(touchpoint: Touchpoint) -> dict[str, Any]:
    """What the form shows of a touchpoint that is to be corrected."""
    moment = timezone.localtime(touchpoint.touched_at)
    return {
        "kind": touchpoint.kind,
        "on": touchpoint.touched_on,
        "at": moment.time().replace(second=0, microsecond=0),
        "stakeholders": list(touchpoint.stakeholders.values_list("pk", flat=True)),
        "users": list(touchpoint.users.values_list("pk", flat=True)),
        "two_way": "yes" if touchpoint.is_two_way else "no",
        "subject": touchpoint.subject,
        "notes": touchpoint.notes,
        "row_version": touchpoint.row_version,
    }
