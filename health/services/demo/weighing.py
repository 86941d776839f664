"""The scorecard of the demo portfolio: published half a year ago, again ten weeks and three weeks ago."""

from datetime import date, timedelta
from typing import Any, Final

from accounts.models import ExternalId, FactsVersion
from accounts.services.acts import raise_versions
from health.domain.measures import MEASURES
from health.domain.rules import rule_as_data
from health.models import Scorecard, ScorecardVersion
from stakeholders.services.demo.marks import SOURCE, mark

NAME: Final = "Product and people"
KIND: Final = "scorecard"
FIRST: Final = {
    "adoption": 20,
    "pulse": 15,
    "threads": 20,
    "survival": 15,
    "coverage": 10,
    "cadence": 10,
    "support": 10,
}
SECOND: Final = {
    "adoption": 15, "trend": 10, "breadth": 5, "pulse": 10, "threads": 15, "survival": 10, "coverage": 10,
    "cadence": 10, "silence": 5, "support": 5, "nps": 5, "payment": 5,
}  # fmt: skip
THIRD: Final = {**SECOND, "goals": 10, "value": 10}
VERSIONS: Final = (
    (190, FIRST, "Use, people and support"),
    (70, SECOND, "Trend, breadth, recommendation and payment count as well"),
    (21, THIRD, "What customers want, and what they received of it, counts as well"),
)


def publish_scorecard(as_of: date) -> None:
    """Put the scorecard in force, where there is none of its name."""
    if Scorecard.objects.filter(name=NAME).exists():
        return
    card = Scorecard.objects.create(name=NAME, precedence=10)
    mark(KIND, NAME, card.pk)
    for number, (days, weights, note) in enumerate(VERSIONS, start=1):
        ScorecardVersion.objects.create(
            scorecard=card,
            number=number,
            measures=_entries(weights),
            note=note,
            published_on=as_of - timedelta(days=days),
        )


def remove_scorecards() -> None:
    """Take the scorecard of the demo portfolio away."""
    marked = ExternalId.objects.filter(source=SOURCE, kind=KIND).values("row_id")
    gone, _rows = Scorecard.objects.filter(pk__in=marked).delete()
    if gone:
        raise_versions(FactsVersion.objects.values_list("pk", flat=True))


def _entries(weights: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"measure": key, "weight": weight, "rule": rule_as_data(MEASURES[key].rule)} for key, weight in weights.items()
    ]
