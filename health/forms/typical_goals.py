"""The form of a typical goal; what it depends on is written one line each."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from csm.foundation.forms import FactsForm
from health.models import NeedKind, TypicalGoal
from health.models.typical_goals import LONGEST_MEANING, LONGEST_NEED

BAR = "|"


class NeedLines(forms.CharField):
    """Dependencies as lines `kind | what | what that means`, the last part optional."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f" {BAR} ".join(one[name] for name in ("kind", "what", "meaning")) for one in value)

    def clean(self, value: Any) -> list[dict[str, str]]:
        lines = enumerate(str(super().clean(value)).splitlines(), start=1)
        return [_need(number, line) for number, line in lines if line.strip()]


def _need(number: int, line: str) -> dict[str, str]:
    kind, _bar, rest = (part.strip() for part in line.partition(BAR))
    what, _bar, meaning = (part.strip() for part in rest.partition(BAR))
    if kind.lower() not in NeedKind.values:
        said = {"number": number, "kinds": ", ".join(NeedKind.values)}
        raise ValidationError(_now("Line %(number)d: begin with one of %(kinds)s.") % said)
    if not what or len(what) > LONGEST_NEED or len(meaning) > LONGEST_MEANING:
        raise ValidationError(_now("Line %(number)d: say what it is in at most 120 characters.") % {"number": number})
    return {"kind": kind.lower(), "what": what, "meaning": meaning}


class TypicalGoalForm(FactsForm):
    """A goal of the catalogue."""

    dependencies = NeedLines(
        label=_("What it depends on"),
        required=False,
        help_text=_("One a line: product, service or people | what it is | what that means."),
    )

    class Meta:
        model = TypicalGoal
        fields: ClassVar[list[str]] = [
            "name",
            "touch_level",
            "words",
            "metric_name",
            "unit",
            "direction",
            "days",
            "dependencies",
            "is_offered",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"words": forms.Textarea(attrs={"rows": 2})}
