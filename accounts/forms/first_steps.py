"""What the first steps ask: whose installation this is, and who else works with it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.access import UserRole
from accounts.domain.addresses import HOST, normalised_domain
from accounts.domain.free_mail import FREE_MAIL_DOMAINS
from accounts.domain.invitees import MOST, Doubt, Invitees, parse_invitees
from accounts.models import Installation, Team
from accounts.models.users import ROLE_LABELS
from csm.foundation.forms import FactsForm


class CompanyForm(FactsForm):
    """Our company and the domains of its addresses."""

    domains = forms.CharField(
        label=gettext_lazy("Our web domains"),
        required=False,
        help_text=gettext_lazy("Separated by commas. Whoever has an e-mail there is one of ours, never a customer."),
    )

    class Meta:
        model = Installation
        fields: ClassVar[list[str]] = ["company"]

    def __init__(self, *args: Any, proposed: str = "", **kwargs: Any) -> None:
        row: Installation = kwargs["row"]
        kwargs["initial"] = {"domains": ", ".join(row.domains) or proposed}
        super().__init__(*args, **kwargs)

    def clean_domains(self) -> list[str]:
        parts = [normalised_domain(part) for part in self.cleaned_data["domains"].replace(";", ",").split(",")]
        found = list(dict.fromkeys(filter(None, parts)))
        for domain in found:
            if not HOST.fullmatch(domain):
                raise ValidationError(_("“%(domain)s” is not a web domain such as ours.example.") % {"domain": domain})
            if domain in FREE_MAIL_DOMAINS:
                raise ValidationError(_("Anybody can have an address at %(domain)s.") % {"domain": domain})
        return found


class InviteForm(forms.Form):
    """Colleagues, one a line, and what they may do."""

    colleagues = forms.CharField(
        label=gettext_lazy("Colleagues"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line: Ana Silva <ana@ours.example>, or only the address."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("They are"),
        choices=[(role.value, label) for role, label in ROLE_LABELS.items()],
        initial=UserRole.CSM.value,
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=Team.objects.all(), required=False, empty_label=gettext_lazy("No team yet")
    )

    def clean_colleagues(self) -> Invitees:
        found = parse_invitees(self.cleaned_data["colleagues"])
        if found.doubts:
            raise ValidationError([_doubt_in_words(doubt) for doubt in found.doubts])
        if len(found.known) > MOST:
            raise ValidationError(_("Invite at most %(most)s at once.") % {"most": MOST})
        return found


def _doubt_in_words(doubt: Doubt) -> str:
    words = {
        "address": _("Line %(line)s: “%(found)s” holds no e-mail address, or more than one."),
        "twice": _("Line %(line)s: %(found)s stands here twice."),
    }
    return words[doubt.code] % {"line": doubt.line, "found": doubt.found}
