"""Forms of scorecards, their drafts, and metrics."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from csm.foundation.forms import FactsForm, seen_now
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


def _whole(weight: float) -> float:
    """A weight as one writes it: 20, not 20.0."""
    return int(weight) if weight == int(weight) else weight


class DraftForm(forms.Form):
    """The weight and the rule of every measure; one without a weight does not count. And where the bands begin.

    `row_version` and `seen` are those of a `FactsForm`: with both, a stale save can show what each of two changed.
    """

    amber_from = forms.FloatField(label=_("Amber from"), min_value=0, max_value=100)
    green_from = forms.FloatField(label=_("Green from"), min_value=0, max_value=100)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, draft: ScorecardVersion) -> None:
        held = {entry["measure"]: entry for entry in draft.measures}
        initial = {
            "amber_from": draft.amber_from,
            "green_from": draft.green_from,
            "row_version": draft.row_version,
        }
        super().__init__(data, initial=initial)
        self.named = all_measures()
        for measure, name in self.named:
            entry = held.get(measure.key)
            rule = rule_in_words(rule_from(entry["rule"]) if entry else measure.rule)
            self.fields[f"weight-{measure.key}"] = forms.FloatField(
                label=name,
                required=False,
                min_value=0,
                max_value=MOST_WEIGHT,
                initial=_whole(entry["weight"]) if entry else None,
                widget=forms.NumberInput(attrs=SMALL),
            )
            self.fields[f"rule-{measure.key}"] = forms.CharField(
                label=_("Rule of %(name)s") % {"name": name},
                required=False,
                max_length=300,
                initial=rule,
                widget=forms.TextInput(attrs=SMALL),
            )
        self.initial["seen"] = seen_now(self)

    def rows(self) -> Iterator[tuple[Any, str, Any, Any]]:
        """Each measure with its name and its two fields."""
        for measure, name in self.named:
            yield measure, name, self[f"weight-{measure.key}"], self[f"rule-{measure.key}"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["measures"] = [entry for measure, _name in self.named if (entry := self._entry(measure.key, given))]
        if not self.errors:
            self._refuse_what_cannot_be_applied(given)
        return given

    def _entry(self, key: str, given: dict[str, Any]) -> dict[str, Any] | None:
        weight = given.get(f"weight-{key}")
        if not weight:
            return None
        try:
            rule = read_rule(given.get(f"rule-{key}", ""))
        except RuleError as error:
            self.add_error(f"rule-{key}", in_words(CardError(error.key)))
            return None
        return {"measure": key, "weight": weight, "rule": rule_as_data(rule)}

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
