"""Readings and pulses of the demo portfolio, copied in one statement each."""

from collections.abc import Sequence
from typing import Any

from accounts.models import Account
from health.domain.demo.vitals import draw_vitals
from health.models import Metric, PulseReading, Reading
from health.services.demo.weighing import publish_scorecard
from stakeholders.domain.demo.portfolio import Order
from stakeholders.domain.demo.situations import situation_of
from stakeholders.services.demo.copying import CopiedTable

SOURCE = "demo"


def write_vitals(order: Order, first: int, account_ids: Sequence[int]) -> None:
    """Write what is known of some accounts beside their people."""
    publish_scorecard(order.as_of)
    metrics = dict(Metric.objects.values_list("key", "pk"))
    owners: dict[int, Any] = dict(Account.objects.filter(pk__in=account_ids).values_list("pk", "owner_id"))
    readings = CopiedTable(Reading, "account_id", "metric_id", "value", "read_at", "on", "source", "recorded_at")
    pulses = CopiedTable(PulseReading, "account_id", "step", "reasons", "on", "recorded_at", "recorded_by_id")
    for index, pk in enumerate(account_ids, start=first):
        vitals = draw_vitals(index, order.seed, situation_of(index, order.seed), order.as_of)
        for reading in vitals.readings:
            if reading.metric in metrics:
                at = f"{reading.on} 06:00+00"
                readings.add(pk, metrics[reading.metric], reading.value, at, reading.on, SOURCE, at)
        for pulse in vitals.pulses:
            reasons = "{" + ",".join(pulse.reasons) + "}"
            pulses.add(pk, pulse.step, reasons, pulse.on, f"{pulse.on} 16:00+00", owners[pk])
    readings.write()
    pulses.write()
