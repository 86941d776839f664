"""The filters of the timeline, as its address holds them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.models.words import TOUCH_CHOICES
from stakeholders.selectors.timeline import CHANGES, NOTES, Wanted


class TimelineFilterForm(forms.Form):
    """Kind, person, one of ours, and whether they answered."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Everything")), *TOUCH_CHOICES, (CHANGES, _("changes on the map")), (NOTES, _("notes"))],
    )
    person = forms.TypedChoiceField(label=_("Theirs"), required=False, coerce=int, empty_value=None)
    ours = forms.TypedChoiceField(label=_("Ours"), required=False, coerce=int, empty_value=None)
    two_way = forms.ChoiceField(
        label=_("Two-way"),
        required=False,
        choices=[("", _("Two-way or not")), ("yes", _("Two-way")), ("no", _("Without answer"))],
    )

    def __init__(self, data: Any, *, theirs: Iterable[tuple[int, str]], ours: Iterable[tuple[int, str]]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["person"].choices = [("", _("Anybody of theirs")), *theirs]  # type: ignore[attr-defined]
        self.fields["ours"].choices = [("", _("Anybody of ours")), *ours]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What was chosen; what cannot be is not regarded."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(given.get("kind") or "", given.get("person"), given.get("ours"), given.get("two_way") or "")
