"""The filters of the list of all people, as its address holds them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from stakeholders.models.words import LEVEL_CHOICES

PRESENCE = [("", _("Here or gone")), ("here", _("At a customer now")), ("left", _("Left a customer"))]


class PersonListFilter(forms.Form):
    """Words, role, level and whether they are still there."""

    q = forms.CharField(label=_("Name or e-mail"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("Any level")), *LEVEL_CHOICES], required=False)
    presence = forms.ChoiceField(label=_("Where"), choices=PRESENCE, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        roles = [(role.key, role.name) for role in Role.objects.all()]
        self.fields["role"].choices = [("", _("Any role")), *roles]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen; what cannot be is not regarded."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
