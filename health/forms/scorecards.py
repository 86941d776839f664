"""Forms of scorecards, their drafts, and metrics."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from csm.foundation.forms import FactsForm
from health.domain.bands import BandBounds
from health.domain.rule_words import read_rule, rule_in_words
from health.domain.rules import RuleError, rule_as_data, rule_from
from health.domain.scorecards import MOST_WEIGHT, CardError
from health.models import Metric, Scorecard, ScorecardVersion
from health.models.problems import in_words
from health.selectors.catalogue import all_measures

SMALL = {"class": "form-control form-control-sm"}  # in the table of a draft, outside any field


class ScorecardForm(FactsForm):
    """The name of a scorecard and whom it governs."""

    class Meta:
        model = Scorecard
        fields: ClassVar[list[str]] = ["name", "segment", "precedence"]


class MetricForm(FactsForm):
    """A metric; its key follows from its name and lasts."""

    class Meta:
        model = Metric
        fields: ClassVar[list[str]] = [
            "name",
            "unit",
            "direction",
            "is_leading",
            "is_usage",
            "is_customers",
            "source",
            "keeps_days",
        ]


class PublishForm(forms.Form):
    """What changed, and why."""

    note = forms.CharField(label=_("What changed, and why"), max_length=300)


class DraftForm(forms.Form):
    """The weight and the rule of every measure; one without a weight does not count. And where the bands begin."""

    amber_from = forms.FloatField(label=_("Amber from"), min_value=0, max_value=100)
    green_from = forms.FloatField(label=_("Green from"), min_value=0, max_value=100)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, draft: ScorecardVersion) -> None:
        held = {entry["measure"]: entry for entry in draft.measures}
        initial = {
            "amber_from": draft.amber_from,
            "green_from": draft.green_from,
            "row_version": draft.row_version,
        }
        super().__init__(data, initial=initial)
        self.named = all_measures()
        for place, (measure, name) in enumerate(self.named):
            entry = held.get(measure.key)
            rule = rule_in_words(rule_from(entry["rule"]) if entry else measure.rule)
            self.fields[f"weight-{place}"] = forms.FloatField(
                label=name,
                required=False,
                min_value=0,
                max_value=MOST_WEIGHT,
                initial=entry["weight"] if entry else None,
                widget=forms.NumberInput(attrs=SMALL),
            )
            self.fields[f"rule-{place}"] = forms.CharField(
                label=_("Rule of %(name)s") % {"name": name},
                required=False,
                max_length=300,
                initial=rule,
                widget=forms.TextInput(attrs=SMALL),
            )

    def rows(self) -> Iterator[tuple[Any, str, Any, Any]]:
        """Each measure with its name and its two fields."""
        for place, (measure, name) in enumerate(self.named):
            yield measure, name, self[f"weight-{place}"], self[f"rule-{place}"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["measures"] = [entry for place in range(len(self.named)) if (entry := self._entry(place, given))]
        if not self.errors:
            self._refuse_what_cannot_be_applied(given)
        return given

    def _entry(self, place: int, given: dict[str, Any]) -> dict[str, Any] | None:
        weight = given.get(f"weight-{place}")
        if not weight:
            return None
        try:
            rule = read_rule(given.get(f"rule-{place}", ""))
        except RuleError as error:
            self.add_error(f"rule-{place}", in_words(CardError(error.key)))
            return None
        return {"measure": self.named[place][0].key, "weight": weight, "rule": rule_as_data(rule)}

    def _refuse_what_cannot_be_applied(self, given: dict[str, Any]) -> None:
        trial = ScorecardVersion(
            measures=given["measures"], amber_from=given["amber_from"], green_from=given["green_from"]
        )
        try:
            trial.card()
        except CardError as error:
            raise ValidationError(in_words(error)) from error

    @property
    def facts(self) -> dict[str, Any]:
        bounds = BandBounds(self.cleaned_data["amber_from"], self.cleaned_data["green_from"])
        return {"measures": self.cleaned_data["measures"], **bounds._asdict()}

    @property
    def expected_version(self) -> int | None:
        return self.cleaned_data["row_version"]  # type: ignore[no-any-return]
