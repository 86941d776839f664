"""The names of measures on pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from health.domain.measures import METRIC

Words = str | Promise

MEASURE_NAMES: dict[str, Words] = {
    "threads": _("Threads"),
    "survival": _("Chance we stay connected"),
    "coverage": _("Roles engaged"),
    "balance": _("Balance of leaders and users"),
    "bridging": _("Departments that met"),
    "cadence": _("Cadence kept"),
    "silence": _("No unusual silence"),
    "sentiment": _("Sentiment"),
    "freshness": _("Freshness of the map"),
    "adoption": _("Adoption"),
    "breadth": _("Breadth of use"),
    "trend": _("Trend of use"),
    "support": _("Support load"),
    "nps": _("Recommendation (NPS)"),
    "csat": _("Satisfaction (CSAT)"),
    "payment": _("Payment"),
    "onboarding": _("Onboarding"),
    "pulse": _("Pulse"),
    "goals": _("Goal progress"),
    "value": _("Value received"),
}

MEASURE_HELP: dict[str, Words] = {
    "threads": _("The least number of people whose departure cuts us off from the decision."),
    "survival": _("The chance that a live route to a decision is still there in a year."),
    "coverage": _("Of the roles the segment requires, the share we have a live relationship with."),
    "balance": _("100 while leaders hold a share of our relationships within the segment's band, falling outside."),
    "bridging": _("Of the pairs of departments, the share that met in a joint session within 180 days."),
    "cadence": _("Of the people to whom the segment promises regular contact, the share whose promise is kept."),
    "silence": _("How many people are silent for longer than their own rhythm explains."),
    "sentiment": _("The mean sentiment of the people on the map, by influence."),
    "freshness": _("How much of the map is expected to be right still."),
    "adoption": _("Active users as a share of the licences."),
    "breadth": _("The share of features in use."),
    "trend": _("Active users now against 90 days before."),
    "support": _("How many tickets are open."),
    "nps": _("The latest recommendation score, -100 to 100."),
    "csat": _("The latest satisfaction, 1 to 5."),
    "payment": _("How many days the oldest unpaid invoice is overdue."),
    "onboarding": _("The share of the onboarding that is done."),
    "pulse": _("How one of ours feels the account is doing, six steps; it counts for 90 days."),
    "goals": _("How far the goals have come against a straight line to their due dates; the mean of all."),
    "value": _(
        "The share of the value received, as said last, against a straight line to the due date; the mean of goals."
    ),
}


def measure_name(key: str, metrics: Mapping[str, str] | None = None) -> str:
    """The name of a measure; of a metric's, the name the metric has."""
    metric = key.removeprefix(METRIC)
    return str(MEASURE_NAMES.get(key) or (metrics or {}).get(metric, metric))
