"""What health knows of accounts beside their skies, for a whole chunk in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import connection

from accounts.models import Account
from accounts.selectors.revenue import arr, rates_on, renewal_on
from health.domain.evidence import Evidence, Measured, Pulse
from health.domain.first_value import NOTHING_KNOWN
from health.selectors.first_value_facts import first_values_of
from health.selectors.goal_facts import goals_of_accounts

EARLIER_DAYS: Final = 90

# The latest reading of each metric young enough to count, and the latest of 90 days before that one.
READINGS = """
    SELECT DISTINCT ON (r.account_id, r.metric_id) r.account_id, m.key, r.value::float8, r."on",
        (SELECT e.value::float8 FROM health_reading e
         WHERE e.account_id = r.account_id AND e.metric_id = r.metric_id AND e.retracted_at IS NULL
            AND e."on" <= r."on" - %(earlier)s AND e."on" > r."on" - 2 * %(earlier)s
         ORDER BY e."on" DESC, e.read_at DESC, e.id DESC LIMIT 1), m.is_usage
    FROM health_reading r JOIN health_metric m ON m.id = r.metric_id
    WHERE r.account_id = ANY(%(ids)s) AND r.retracted_at IS NULL AND r."on" <= %(on)s AND r."on" > %(on)s - m.keeps_days
    ORDER BY r.account_id, r.metric_id, r."on" DESC, r.read_at DESC, r.id DESC
"""

PULSES = """
    SELECT DISTINCT ON (account_id) account_id, step, "on" FROM health_pulsereading
    WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL AND "on" <= %(on)s
    ORDER BY account_id, "on" DESC, id DESC
"""


def evidence_of(account_ids: Iterable[int], on: date) -> dict[int, Evidence]:
    """The evidence of many accounts at a date, by account id."""
    ids = sorted(set(account_ids))
    rows = (
        Account.objects.filter(pk__in=ids)
        .order_by()
        .values_list("pk", renewal_on(on), arr(on, rates_on(on)), "segment_id", "owner_id", "phase")
    )
    readings, pulses, goals = _readings(ids, on), _pulses(ids, on), goals_of_accounts(ids, on)
    first = first_values_of(ids, on)
    return {
        pk: Evidence(
            pk,
            renewal,
            value,
            segment_id,
            owner_id,
            phase,
            readings.get(pk, {}),
            pulses.get(pk),
            goals.get(pk, ()),
            first.get(pk, NOTHING_KNOWN),
        )
        for pk, renewal, value, segment_id, owner_id, phase in rows
    }


def _readings(ids: list[int], on: date) -> dict[int, dict[str, Measured]]:
    found: dict[int, dict[str, Measured]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(READINGS, {"ids": ids, "on": on, "earlier": EARLIER_DAYS})
        for account_id, key, value, read_on, earlier, is_usage in cursor.fetchall():
            found[account_id][key] = Measured(value, read_on, earlier, is_usage)
    return found


def _pulses(ids: list[int], on: date) -> dict[int, Pulse]:
    with connection.cursor() as cursor:
        cursor.execute(PULSES, {"ids": ids, "on": on})
        return {account_id: Pulse(step, felt_on) for account_id, step, felt_on in cursor.fetchall()}
