"""What is recorded of a joint session: who came, and when it was."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from csm.foundation.clock import today
from stakeholders.forms.fields import Chips, LifeDayField, StakeholdersChoice, people_of
from stakeholders.models import Stakeholder


class TookPlaceForm(forms.Form):
    """Who came to a joint session, and when it was."""

    on = LifeDayField(label=_("Day"), initial=today)
    at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    stakeholders = StakeholdersChoice(
        Stakeholder.objects.none(),
        label=_("Who came of those invited"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = StakeholdersChoice(Stakeholder.objects.none(), label=_("Who else of theirs"), required=False)
    users = forms.ModelMultipleChoiceField(User.objects.none(), label=_("Ours"), widget=Chips)

    def __init__(
        self, data: Any = None, *, account: Account, guest_ids: Sequence[int], urls: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["stakeholders"].queryset = people_of(account).filter(pk__in=guest_ids)
        fields["others"].queryset = people_of(account)
        fields["users"].queryset = User.objects.order_by("name", "pk")
        fields["others"].widget.url, fields["users"].widget.url = urls["theirs"], urls["ours"]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > max(today(), timezone.localdate()):
            raise forms.ValidationError(_("This lies ahead: record it once it has happened."))
        return on

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not given["stakeholders"] and not given["others"]:
            self.add_error("stakeholders", _("Say who came: at least one of theirs."))
        return given

    @property
    def theirs(self) -> list[Stakeholder]:
        return list(dict.fromkeys([*self.cleaned_data["stakeholders"], *self.cleaned_data["others"]]))

    @property
    def moment(self) -> datetime:
        """The instant in the writer's time zone; noon where no time was given."""
        at = self.cleaned_data["at"] or datetime.min.time().replace(hour=12)
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], at))
