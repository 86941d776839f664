"""The metrics a new installation begins with, and a scorecard that needs only what an import and the pulse give.

Goals and value weigh nothing as long as nothing is known of them. Installations made before these two were weighed keep
the version they published; the page of the scorecard offers them to add both to a draft.
"""

from datetime import date
from typing import Any

from django.db import migrations

# key, name, unit, direction, leads, where it comes from
METRICS = [
    ("active_users", "Active users", "users", "up", True, "product analytics"),
    ("licences", "Licences", "licences", "up", False, "contract"),
    ("feature_breadth", "Features in use", "%", "up", True, "product analytics"),
    ("tickets_open", "Tickets open", "tickets", "down", False, "help desk"),
    ("nps", "NPS", "", "up", False, "survey"),
    ("csat", "CSAT", "of 5", "up", False, "survey"),
    ("invoices_overdue", "Oldest overdue invoice", "days", "down", False, "billing"),
    ("onboarding_done", "Onboarding done", "%", "up", True, "onboarding"),
]


def tiers(*steps: tuple[float, float], above: float) -> dict[str, Any]:
    return {"kind": "tiers", "steps": [list(step) for step in steps], "above": above}


def line(zero_at: float, full_at: float) -> dict[str, Any]:
    return {"kind": "linear", "zero_at": zero_at, "full_at": full_at}


STARTER = [
    ("pulse", 20, {"kind": "pulse"}),
    ("threads", 20, tiers((0, 0), (1, 40), (2, 80), above=100)),
    ("survival", 15, line(30, 95)),
    ("coverage", 15, line(0, 100)),
    ("cadence", 15, line(25, 100)),
    ("silence", 10, tiers((0, 100), (1, 40), (2, 10), above=0)),
    ("freshness", 5, line(40, 95)),
    ("goals", 10, line(0, 100)),
    ("value", 10, line(0, 100)),
]


def fill(apps: Any, schema_editor: Any) -> None:
    metric = apps.get_model("health", "Metric")
    for place, (key, name, unit, direction, is_leading, source) in enumerate(METRICS, start=1):
        metric.objects.create(
            key=key,
            name=name,
            unit=unit,
            direction=direction,
            is_leading=is_leading,
            source=source,
            position=10 * place,
            keeps_days=400 if key in ("licences", "nps", "csat") else 120,
        )
    card = apps.get_model("health", "Scorecard").objects.create(name="Starter", precedence=100)
    apps.get_model("health", "ScorecardVersion").objects.create(
        scorecard=card,
        number=1,
        measures=[{"measure": key, "weight": weight, "rule": rule} for key, weight, rule in STARTER],
        note="The scorecard a new installation begins with",
        published_on=date(2026, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("health", "0002_scorecards")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
