"""See past renewals as they looked before: the measures on that day, from the facts as they stand now."""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from math import inf
from typing import Any, NamedTuple

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from csm.foundation.clock import today
from health.domain.backtesting import HORIZONS
from health.domain.measures import MEASURES, METRIC, Given, Measure, measure_of
from health.models import Metric, RenewalCase
from health.selectors.evidence import evidence_of
from stakeholders.domain.findings import find
from stakeholders.selectors.skies import skies_at

logger = structlog.get_logger(__name__)

CHUNK = 200

DUE = """
    SELECT c.id, c.account_id, h.days, c.ends_on - h.days
    FROM accounts_contract c
    JOIN accounts_account a ON a.id = c.account_id AND a.retracted_at IS NULL
    CROSS JOIN unnest(%(horizons)s) AS h(days)
    LEFT JOIN accounts_factsversion f ON f.account_id = c.account_id
    LEFT JOIN health_renewalcase k ON k.contract_id = c.id AND k.days_before = h.days
    WHERE c.retracted_at IS NULL AND c.outcome IN ('renewed', 'churned') AND c.ends_on <= %(today)s
        AND (k.id IS NULL OR k.facts_version <> coalesce(f.facts_version, 0) OR k.on <> c.ends_on - h.days)
    ORDER BY 4, c.id
    LIMIT %(limit)s
"""

# Facts that speak of a day, and those of them that were written down only after it.
LATE = """
    SELECT account_id, count(*) FILTER (WHERE recorded_at::date > %(on)s)::float8 / count(*)
    FROM (
        SELECT account_id, recorded_at FROM accounts_contract
        WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL AND starts_on <= %(on)s
        UNION ALL SELECT account_id, recorded_at FROM stakeholders_touchpoint
        WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL AND touched_on <= %(on)s
        UNION ALL SELECT s.account_id, h.recorded_at FROM stakeholders_roleholding h
        JOIN stakeholders_stakeholder s ON s.id = h.stakeholder_id
        WHERE s.account_id = ANY(%(ids)s) AND h.retracted_at IS NULL AND coalesce(h.valid_from, '-infinity') <= %(on)s
        UNION ALL SELECT s.account_id, h.recorded_at FROM stakeholders_assessment h
        JOIN stakeholders_stakeholder s ON s.id = h.stakeholder_id
        WHERE s.account_id = ANY(%(ids)s) AND h.retracted_at IS NULL AND coalesce(h.valid_from, '-infinity') <= %(on)s
        UNION ALL SELECT account_id, recorded_at FROM health_reading
        WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL AND "on" <= %(on)s
        UNION ALL SELECT account_id, recorded_at FROM health_pulsereading
        WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL AND "on" <= %(on)s
    ) AS facts
    GROUP BY account_id
"""


class Wanted(NamedTuple):
    """A renewal to be seen so many days before its end."""

    contract_id: int
    account_id: int
    days_before: int
    on: date


def gather_cases(seconds: float = inf) -> int:
    """Gather cases that are missing, or older than the facts of their account; returns how many."""
    until, gathered = time.monotonic() + seconds, 0
    while time.monotonic() < until and (wanted := cases_due(CHUNK)):
        for on, some in groupby(wanted, key=lambda one: one.on):
            gathered += _gather(on, list(some))
    return gathered


def ask_to_gather() -> None:
    """Have a worker gather cases once what changed is committed; the night makes sure."""
    transaction.on_commit(_enqueue)


def _enqueue() -> None:
    try:
        current_app.send_task("health.tasks.gather_renewal_cases")
    except (OperationalError, OSError) as error:
        logger.warning("broker unreachable, the night will gather renewals", error=str(error))


def cases_due(limit: int) -> list[Wanted]:
    """Which renewals are to be seen, those of one day together."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"horizons": list(HORIZONS), "today": today(), "limit": limit})
        return [Wanted(*row) for row in cursor.fetchall()]


@transaction.atomic
def _gather(on: date, wanted: Sequence[Wanted]) -> int:
    ids = sorted({one.account_id for one in wanted})
    skies, evidence, late = skies_at(ids, on), evidence_of(ids, on), _late_shares(ids, on)
    measures = _measures()
    raws = {pk: _raws(Given(find(sky), evidence[pk], on), measures) for pk, sky in skies.items() if pk in evidence}
    rows = [
        RenewalCase(
            contract_id=one.contract_id,
            days_before=one.days_before,
            on=on,
            facts_version=skies[one.account_id].facts_version,
            raws=raws[one.account_id],
            late_share=late.get(one.account_id),
        )
        for one in wanted
        if one.account_id in raws
    ]
    RenewalCase.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["contract", "days_before"],
        update_fields=["on", "facts_version", "raws", "late_share"],
    )
    return len(rows)


def _measures() -> list[Measure]:
    metrics = (measure_of(f"{METRIC}{key}") for key in Metric.objects.order_by("key").values_list("key", flat=True))
    return [*MEASURES.values(), *(each for each in metrics if each is not None)]


def _raws(given: Given, measures: Iterable[Measure]) -> dict[str, float | None]:
    return {measure.key: measure.raw(given) for measure in measures}


def _late_shares(ids: list[int], on: date) -> Mapping[int, Any]:
    with connection.cursor() as cursor:
        cursor.execute(LATE, {"ids": ids, "on": on})
        return dict(cursor.fetchall())
