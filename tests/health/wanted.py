"""Goals at accounts, for tests."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Account
from csm.foundation.clock import today
from health.models import Goal, Metric
from health.services.goals import Named, noon_of, read_goal, record_goal
from health.services.readings import NewReading, record_readings
from tests.personas import Cast


def wanted(cast: Cast, account: Account, **fields: Any) -> Goal:
    """From 20 days down to 10 within a hundred days, fifty of which are over."""
    given: dict[str, Any] = {
        "words": "Close the books faster",
        "metric": Named("Days to close", "days"),
        "baseline": Decimal(20),
        "baseline_on": today() - timedelta(days=50),
        "target": Decimal(10),
        "due_on": today() + timedelta(days=50),
        "set_on": today() - timedelta(days=50),
    }
    return record_goal(cast.cleo, account, **{**given, **fields})


def read(cast: Cast, goal: Goal, value: float, days_ago: int = 0) -> None:
    read_goal(cast.cleo, goal, Decimal(str(value)), today() - timedelta(days=days_ago))


def measure_use(cast: Cast, account: Account, days_ago: int = 0) -> None:
    """What tells of use: 57 active users."""
    metric = Metric.objects.get(key="active_users")
    at = noon_of(today() - timedelta(days=days_ago))
    record_readings(cast.cleo, [NewReading(account.pk, metric, Decimal(57), at)])
