"""Which past renewals are to be seen as they looked, and how much of what is known of them was recorded later."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from csm.foundation.clock import today
from health.domain.backtest import HORIZONS

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
    SELECT account_id, count(*) FILTER (WHERE (recorded_at AT TIME ZONE %(zone)s)::date > %(on)s)::float8 / count(*)
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


def cases_due(limit: int) -> list[Wanted]:
    """Which renewals are to be seen, those of one day together."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"horizons": list(HORIZONS), "today": today(), "limit": limit})
        return [Wanted(*row) for row in cursor.fetchall()]


def late_shares(account_ids: list[int], on: date) -> dict[int, float]:
    """Of the facts that speak of a day, the share in [0, 1] recorded only after it; accounts without any are absent."""
    with connection.cursor() as cursor:
        cursor.execute(LATE, {"ids": account_ids, "on": on, "zone": settings.TIME_ZONE})
        return dict(cursor.fetchall())
