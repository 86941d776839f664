"""Forms of the champion programme."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from csm.foundation.clock import today
from csm.foundation.forms import FactsForm
from stakeholders.forms.fields import LifeDayField
from stakeholders.models import ChampionStep, ChampionStepTaken, Stakeholder
from stakeholders.models.champions import LONGEST_NOTE


class ChampionStepForm(FactsForm):
    """A step of the programme."""

    class Meta:
        model = ChampionStep
        fields: ClassVar[list[str]] = ["name", "purpose", "position", "is_in_use"]
        help_texts: ClassVar[dict[str, Any]] = {"position": _("The lowest comes first.")}


class TakeStepForm(forms.Form):
    """Which step somebody had, and when; the next one is chosen."""

    step = forms.ModelChoiceField(ChampionStep.objects.none(), label=_("Step"), empty_label=None)
    taken_on = LifeDayField(label=_("On"), initial=today)
    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False, help_text=_("Write what they could read.")
    )

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder) -> None:
        super().__init__(data)
        had = ChampionStepTaken.objects.standing().filter(stakeholder=stakeholder).values("step_id")
        left = ChampionStep.objects.filter(is_in_use=True).exclude(pk__in=had)
        self.fields["step"].queryset = left  # type: ignore[attr-defined]
