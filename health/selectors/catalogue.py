"""The catalogue of measures: what there is, where each comes from, and which scorecards weigh it."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from health.domain.measures import MEASURES, METRIC, Measure, Source, measure_of
from health.domain.rule_words import rule_in_words
from health.models import Metric, Unconnected
from health.models.words import MEASURE_HELP, Words, measure_name
from health.selectors.scorecards import versions_on

SOURCE_NAMES: dict[Source, Words] = {
    Source.SKY: _("people and touchpoints"),
    Source.READINGS: _("readings"),
    Source.PULSE: _("the pulse"),
    Source.GOALS: _("goals"),
}


class Listed(NamedTuple):
    """A measure as the catalogue shows it."""

    key: str
    name: str
    help: Words
    source: Words
    unit: str
    is_leading: bool
    rule: str
    weighed_by: list[tuple[str, float]]
    unconnected_segments: list[str]


def all_measures() -> list[tuple[Measure, str]]:
    """Every measure with its name: those that are built in, then one for each metric but the customers' own."""
    named = [(measure, measure_name(key)) for key, measure in MEASURES.items()]
    for metric in Metric.objects.filter(is_customers=False):
        measure = measure_of(f"{METRIC}{metric.key}", metric.is_leading)
        if measure is not None:
            named.append((measure._replace(unit=metric.unit), metric.name))
    return named


def catalogue(on: date) -> list[Listed]:
    """Every measure, in four queries."""
    weighed: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for version in versions_on(on):
        whole = sum(entry["weight"] for entry in version.measures)
        for entry in version.measures:
            weighed[entry["measure"]].append((version.scorecard.name, entry["weight"] / whole))
    missing: dict[str, list[str]] = defaultdict(list)
    for row in Unconnected.objects.select_related("segment"):
        missing[row.measure].append(row.segment.name if row.segment else str(_("accounts without a segment")))
    return [
        Listed(
            measure.key,
            name,
            MEASURE_HELP.get(measure.key, _("The latest reading of this metric.")),
            SOURCE_NAMES[measure.source],
            measure.unit,
            measure.is_leading,
            rule_in_words(measure.rule),
            weighed[measure.key],
            missing[measure.key],
        )
        for measure, name in all_measures()
    ]
