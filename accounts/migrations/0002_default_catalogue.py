"""The roles, jobs and segments a new installation begins with; all can be edited."""

from typing import Any

from django.db import migrations

# key, name, letter, decides
ROLES = [
    ("decision_maker", "Decision maker", "D", True),
    ("budget_holder", "Budget holder", "B", True),
    ("executive_sponsor", "Executive sponsor", "E", True),
    ("champion", "Champion", "C", False),
    ("user", "User", "U", False),
    ("compliance", "Compliance", "R", False),
    ("procurement", "Procurement", "P", False),
    ("security", "Security", "S", False),
    ("it", "IT", "I", False),
    ("detractor", "Detractor", "X", False),
]
JOBS = [
    ("csm", "CSM"),
    ("account_executive", "Account executive"),
    ("renewals", "Renewals manager"),
    ("sales_engineer", "Sales engineer"),
    ("onboarding", "Onboarding specialist"),
    ("support", "Support engineer"),
    ("executive_sponsor", "Executive sponsor"),
]
# name, touch level, half-life, required roles, cadences of decision maker / champion / executive sponsor
SEGMENTS = [
    (
        "High touch",
        "high",
        45,
        ["decision_maker", "budget_holder", "executive_sponsor", "champion", "user", "procurement"],
        (45, 30, 60),
    ),
    ("Medium touch", "medium", 60, ["decision_maker", "budget_holder", "champion", "user"], (60, 45, 90)),
    ("Low touch", "low", 90, ["decision_maker", "user"], (120, 90, 150)),
]


def fill(apps: Any, schema_editor: Any) -> None:
    role = apps.get_model("accounts", "Role")
    segment_role = apps.get_model("accounts", "SegmentRole")
    roles = {
        key: role.objects.create(key=key, name=name, letter=letter, decides=decides, position=10 * place)
        for place, (key, name, letter, decides) in enumerate(ROLES, start=1)
    }
    for place, (key, name) in enumerate(JOBS, start=1):
        apps.get_model("accounts", "Job").objects.create(key=key, name=name, position=10 * place)
    for name, level, half_life, required, cadences in SEGMENTS:
        segment = apps.get_model("accounts", "Segment").objects.create(
            name=name, touch_level=level, half_life_days=half_life
        )
        days = dict(zip(("decision_maker", "champion", "executive_sponsor"), cadences, strict=True))
        segment_role.objects.bulk_create(
            segment_role(segment=segment, role=row, is_required=key in required, cadence_days=days.get(key))
            for key, row in roles.items()
            if key in required or key in days
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
