"""What somebody wants to be told, and where a team's alerts are posted."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from health.domain.alerts.kinds import KINDS, AlertKind
from health.models import Digest, NoticeChoice, TeamWebhook
from health.models.alerts import KIND_CHOICES

HOURS = [(hour, f"{hour}:00") for hour in range(24)]
OFFERED = [(key, label) for key, label in KIND_CHOICES if key != AlertKind.FINISH_MAP]
DEFAULTS = [kind.key.value for kind in KINDS if kind.notifies]


def hour_field(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=HOURS, coerce=int, **options)


class NoticeForm(forms.Form):
    """A summary by mail: how often, when, of what."""

    digest = forms.ChoiceField(label=_("Summary by mail"), choices=Digest)
    hour = hour_field(_("At"), help_text=_("In your time zone."))
    kinds = forms.MultipleChoiceField(
        label=_("Tell me of"),
        choices=OFFERED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of a changed band, unless you choose otherwise, only when it is red."),
    )
    quiet_from = hour_field(_("Quiet from"))
    quiet_to = hour_field(_("Quiet until"), help_text=_("The same hour as above: never quiet."))

    def __init__(self, data: Any, choice: NoticeChoice) -> None:
        held = {name: getattr(choice, name) for name in ("digest", "hour", "quiet_from", "quiet_to")}
        super().__init__(data, initial={**held, "kinds": DEFAULTS if choice.kinds is None else choice.kinds})

    @property
    def facts(self) -> dict[str, Any]:
        """What was chosen; exactly the defaults mean whatever the defaults are."""
        kinds = self.cleaned_data["kinds"]
        return {**self.cleaned_data, "kinds": None if sorted(kinds) == sorted(DEFAULTS) else kinds}


class WebhookForm(forms.Form):
    """Where the alerts of a team's accounts are posted."""

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https", "http"])],
        help_text=_("An incoming webhook of Slack, Mattermost or the like. Whoever reads it reads names of customers."),
    )
    is_on = forms.BooleanField(label=_("On"), required=False)
    quiet_from = hour_field(_("Quiet from"))
    quiet_to = hour_field(_("Quiet until"), help_text=_("The same hour as above: never quiet."))

    def __init__(self, data: Any, webhook: TeamWebhook) -> None:
        names = ("url", "is_on", "quiet_from", "quiet_to")
        super().__init__(data, initial={name: getattr(webhook, name) for name in names})
