"""What is right of somebody of whom something is assumed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from csm.foundation.clock import today
from stakeholders.forms.fields import AxisField
from stakeholders.models import Position, Stakeholder
from stakeholders.models.words import LEVEL_CHOICES
from stakeholders.services.confirming import Correction, Guesses


class CorrectForm(forms.Form):
    """What the rules assumed, to be put right; each field begins with what is held."""

    level = forms.ChoiceField(label=_("Level"), choices=[("", _("not known")), *LEVEL_CHOICES], required=False)
    department = forms.CharField(label=_("Department"), max_length=100, required=False)
    authority = AxisField(label=_("Authority"), help_text=_("How much they may decide."))
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take away those they do not hold."),
    )

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder, found: Guesses) -> None:
        super().__init__(data, initial=_held(stakeholder, found))
        if found.holdings:
            held = Role.objects.filter(pk__in=[row.role_id for row in found.holdings])
            self.fields["roles"].queryset = held  # type: ignore[attr-defined]
        else:
            del self.fields["roles"]
        if not any("authority" in row.assumed for row in found.assessments):
            del self.fields["authority"]

    @property
    def correction(self) -> Correction:
        """What was said."""
        given = self.cleaned_data
        roles = frozenset(role.pk for role in given.get("roles", ()))
        return Correction(given["level"], given["department"], given.get("authority"), roles)


def _held(stakeholder: Stakeholder, found: Guesses) -> dict[str, Any]:
    position = Position.objects.valid_at(today()).filter(stakeholder=stakeholder).first()
    return {
        "level": position.level if position else "",
        "department": position.department if position else "",
        "authority": next((row.authority for row in found.assessments), None),
        "roles": [row.role_id for row in found.holdings],
    }
