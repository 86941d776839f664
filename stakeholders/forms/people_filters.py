"""The filters of the people tab, as its address holds them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.models.words import LEVEL_CHOICES

SHOWN = [
    ("", _("Everybody")),
    ("overdue", _("Overdue")),
    ("silent", _("Unusually silent")),
    ("quiet", _("Silent or overdue")),
    ("leaving", _("Leaving")),
    ("no_contact", _("No live relationship")),
    ("doubtful", _("To confirm")),
    ("assumed", _("Something assumed")),
]


class PeopleFilterForm(forms.Form):
    """Words, role, level, department, and what is wrong."""

    q = forms.CharField(label=_("Name, title or department"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("Any level")), *LEVEL_CHOICES], required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)

    def __init__(self, data: Any, *, roles: Iterable[tuple[str, str]], departments: Iterable[str]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["role"].choices = [("", _("Any role")), *roles]  # type: ignore[attr-defined]
        names = [(name, name) for name in sorted(set(departments)) if name]
        self.fields["department"].choices = [("", _("Any department")), *names]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen, without what cannot be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
