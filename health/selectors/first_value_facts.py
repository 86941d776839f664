"""How accounts began, and when value was first received, as recorded by a date: for a whole chunk in one query."""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.utils import timezone

from accounts.domain.onboarding import expected_days
from health.domain.first_value import FirstValueFacts

# The days of closings are those of the installation, as today is. A renewal of what they have begins nothing.
FACTS = """
    SELECT account.id, won."on", sold.began, CASE WHEN sold.count > 0 AND NOT sold.lasts THEN sold.ended END,
        said.theirs, least(said.ours, goal.reached), segment.first_value_days, coalesce(segment.touch_level, '')
    FROM accounts_account account LEFT JOIN accounts_segment segment ON segment.id = account.segment_id
    LEFT JOIN LATERAL (
        SELECT min((deal.closed_at AT TIME ZONE %(zone)s)::date) AS "on" FROM accounts_deal deal
        WHERE deal.account_id = account.id AND deal.retracted_at IS NULL AND deal.stage = 'won' AND deal.needs_handoff
            AND (deal.closed_at AT TIME ZONE %(zone)s)::date <= %(on)s
    ) won ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS count, min(starts_on) FILTER (WHERE starts_on <= %(on)s) AS began, max(ends_on) AS ended,
            bool_or(ends_on > %(on)s OR outcome = 'open') AS lasts
        FROM accounts_contract contract
        WHERE contract.account_id = account.id AND contract.retracted_at IS NULL AND contract.outcome <> 'cancelled'
    ) sold ON true
    LEFT JOIN LATERAL (
        SELECT min(v."on") FILTER (WHERE v.stakeholder_id IS NOT NULL) AS theirs,
            min(v."on") FILTER (WHERE v.stakeholder_id IS NULL) AS ours
        FROM health_valueconfirmation v JOIN health_goal about ON about.id = v.goal_id
        WHERE v.account_id = account.id AND v.retracted_at IS NULL AND about.retracted_at IS NULL
            AND v.percent > 0 AND v."on" <= %(on)s
    ) said ON true
    LEFT JOIN LATERAL (
        SELECT min(g.closed_on) AS reached FROM health_goal g
        WHERE g.account_id = account.id AND g.retracted_at IS NULL AND g.state = 'reached' AND g.closed_on <= %(on)s
    ) goal ON true
    WHERE account.id = ANY(%(ids)s)
"""


def first_values_of(ids: Sequence[int], on: date) -> dict[int, FirstValueFacts]:
    """What is known of the beginning and the first value of accounts, by account id."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"ids": list(ids), "on": on, "zone": timezone.get_default_timezone_name()})
        return {
            account_id: FirstValueFacts(won, contract, left, theirs, ours, expected_days(chosen, touch_level))
            for account_id, won, contract, left, theirs, ours, chosen, touch_level in cursor.fetchall()
        }
