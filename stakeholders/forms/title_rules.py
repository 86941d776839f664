"""Forms about what titles let us assume."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from csm.foundation.forms import FactsForm
from stakeholders.models import TitleRule
from stakeholders.models.words import LEVEL_CHOICES


class LinesField(forms.CharField):
    """Several things, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **{"widget": forms.Textarea({"rows": 4}), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


def role_choices() -> list[tuple[str, str]]:
    return list(Role.objects.values_list("key", "name"))


class TitleRuleForm(FactsForm):
    """Which titles a rule speaks of, and what it assumes of whoever holds one."""

    phrases = LinesField(
        label=_("Titles"),
        help_text=_(
            "One phrase a line, words side by side. * stands for any letters at an end of a word, alone for any word; "
            "^ before a phrase: at the beginning of the title; $ after it: at its end."
        ),
        widget=forms.Textarea({"rows": 8}),
    )
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("says nothing of it")), *LEVEL_CHOICES], required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    if_levels = forms.MultipleChoiceField(
        label=_("Only at these levels"), choices=LEVEL_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    if_departments = LinesField(label=_("Only in these departments"), help_text=_("One a line. Empty: in any."))

    class Meta:
        model = TitleRule
        fields: ClassVar[list[str]] = [
            "name",
            "phrases",
            "level",
            "department",
            "authority",
            "roles",
            "assumes_nothing",
            "if_levels",
            "if_departments",
            "is_on",
        ]
        help_texts: ClassVar[dict[str, Any]] = {"authority": _("0 to 10; empty: says nothing of it.")}


class TryTitleForm(forms.Form):
    """A title to try, and what is known beside it."""

    title = forms.CharField(label=_("What would we assume of …?"), max_length=200, required=False)
    department = forms.CharField(label=_("In the department"), max_length=100, required=False)
