"""The filters of the list of all people, as its address holds them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import Extra
from accounts.forms.extra_filters import EVERY_TAG, TAG, Condition, extra_conditions, tag_conditions
from accounts.models import Role
from stakeholders.models.words import LEVEL_CHOICES

PRESENCE = [("", _("Here or gone")), ("here", _("At a customer now")), ("left", _("Left a customer"))]


class PersonListFilter(forms.Form):
    """Words, role, level and whether they are still there."""

    q = forms.CharField(label=_("Name or e-mail"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("Any level")), *LEVEL_CHOICES], required=False)
    presence = forms.ChoiceField(label=_("Where"), choices=PRESENCE, required=False)

    def __init__(self, data: Any, extras: Sequence[Extra] = ()) -> None:
        super().__init__(data, auto_id="filter_%s")
        roles = [(role.key, role.name) for role in Role.objects.all()]
        self.fields["role"].choices = [("", _("Any role")), *roles]  # type: ignore[attr-defined]
        self.conditions = [*tag_conditions(), *extra_conditions(extras)]
        self.fields.update({condition.name: condition.field for condition in self.conditions})

    @property
    def further(self) -> list[forms.BoundField]:
        """The filters over tags."""
        return [self[TAG], self[EVERY_TAG]]

    @property
    def extra(self) -> list[forms.BoundField]:
        """The filters over extra fields."""
        return [self[one.name] for one in self.conditions if one.is_on_page and one.name not in (TAG, EVERY_TAG)]

    @property
    def narrowing(self) -> list[tuple[Condition, Any]]:
        """The conditions over tags and extra fields that were chosen, with what they ask for."""
        self.is_valid()
        held = self.cleaned_data
        return [(one, held[one.name]) for one in self.conditions if held.get(one.name) not in (None, "", [])]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen; what cannot be is not regarded."""
        self.is_valid()
        own = {"q", "role", "level", "presence"}
        return {name: value for name, value in self.cleaned_data.items() if value and name in own}


SUGGESTED = [("", _("To be decided")), ("decided", _("Decided"))]


class SuggestionListFilter(forms.Form):
    """Words, and whether somebody was decided about already."""

    q = forms.CharField(label=_("Name, e-mail or account"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("State"), choices=SUGGESTED, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen; what cannot be is not regarded."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
