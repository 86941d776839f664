"""From a fact that a program writes to the new score of its account, in an installation with nothing else to do."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection

from accounts.models import Account, FactsVersion, User
from csm.foundation.clock import today
from health.models import Score
from stakeholders.models import Stakeholder
from tests.benchmarks.installation import Installation
from tests.benchmarks.measuring import Measurement, p95

FACTS, WARM_UP, PATIENCE_SECONDS, LOOK_EVERY_SECONDS = 60, 5, 30, 0.01


def measure_latency() -> Measurement:
    """The 95th percentile of the seconds from sending a touchpoint to the score that knows it."""
    with tempfile.TemporaryDirectory() as data:
        started = Installation(Path(data))
        try:
            times = list(_times(started))[WARM_UP:]
        finally:
            started.stop()
    return Measurement("latency", p95(times), "s p95")


def _times(ours: Installation) -> Iterator[float]:
    choose = random.Random(5)
    keys = list(Account.objects.standing().order_by("pk").values_list("pk", flat=True))
    user = User.objects.filter(is_active=True).order_by("pk").first()
    assert user is not None
    for number in range(WARM_UP + FACTS):
        account_id = choose.choice(keys)
        met = Stakeholder.objects.filter(account_id=account_id, left_on=None).order_by("number").first()
        if met is None:
            continue
        body = {
            "account_id": account_id,
            "kind": "call",
            "touched_at": f"{today() - timedelta(days=1)}T10:00:00Z",
            "user_ids": [user.pk],
            "stakeholder_ids": [met.pk],
        }
        began = time.monotonic()
        path = f"/api/v1/touchpoints/by-external-id/latency/{time.time_ns()}-{number}/"
        ours.api.put(ours.url + path, json=body, timeout=30).raise_for_status()
        _wait_for(account_id)
        yield time.monotonic() - began
        time.sleep(0.2)


def _wait_for(account_id: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    version = FactsVersion.objects.get(account_id=account_id).facts_version
    while time.monotonic() < until:
        if Score.objects.filter(pk=account_id, judged_version__gte=version).exists():
            return
        time.sleep(LOOK_EVERY_SECONDS)
    raise RuntimeError(f"Account {account_id} of {connection.settings_dict['NAME']} was never judged.")
