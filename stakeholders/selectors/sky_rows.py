"""The rows a sky is made of, for any set of accounts at a date: one statement each, in account order.

Every statement takes `ids` (account ids), `on` (the date) and `zone` (the installation's time zone).
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

ACCOUNTS = """
    SELECT a.id, coalesce(f.facts_version, 0), a.segment_id
    FROM accounts_account a LEFT JOIN accounts_factsversion f ON f.account_id = a.id
    WHERE a.id = ANY(%(ids)s) ORDER BY a.id
"""

SEGMENTS = """
    SELECT s.id, s.name, s.touch_level, s.half_life_days, s.balance_low, s.balance_high,
           coalesce(array_agg(r.key ORDER BY r.position, r.key) FILTER (WHERE x.is_required), '{}'),
           coalesce(array_agg(r.key) FILTER (WHERE x.cadence_days IS NOT NULL), '{}'),
           coalesce(array_agg(x.cadence_days) FILTER (WHERE x.cadence_days IS NOT NULL), '{}')
    FROM accounts_segment s
    LEFT JOIN accounts_segmentrole x ON x.segment_id = s.id
    LEFT JOIN accounts_role r ON r.id = x.role_id
    GROUP BY s.id
"""

HAZARDS = """
    SELECT DISTINCT ON (level) level, rate, estimated_on FROM stakeholders_hazardrate
    WHERE estimated_on <= %(on)s ORDER BY level, estimated_on DESC
"""

STARS = """
    SELECT s.account_id, s.id, s.number, s.person_id,
           (SELECT p.name FROM stakeholders_person p WHERE p.id = s.person_id),
           coalesce(o.title, ''), coalesce(o.department, ''), nullif(o.level, ''), coalesce(o.level_basis, 'stated'),
           s.joined_on, CASE WHEN s.left_on <= %(on)s THEN s.left_on END, n.successor_id,
           e.id, e.influence, e.authority, e.importance, e.sentiment, e.assumed, e.valid_from,
           greatest(
               (SELECT max(f.confirmed_on) FROM stakeholders_confirmation f
                WHERE f.stakeholder_id = s.id AND f.retracted_at IS NULL AND f.confirmed_on <= %(on)s),
               CASE WHEN (s.recorded_at AT TIME ZONE %(zone)s)::date <= %(on)s
                    THEN (s.recorded_at AT TIME ZONE %(zone)s)::date END,
               CASE WHEN (o.recorded_at AT TIME ZONE %(zone)s)::date <= %(on)s
                    THEN (o.recorded_at AT TIME ZONE %(zone)s)::date END,
               CASE WHEN e.basis = 'stated' THEN e.valid_from END
           ), coalesce(o.department_basis, 'stated'), g.id, g.recognised_on,
           CASE WHEN s.left_on > %(on)s THEN (
               SELECT d.left_on FROM stakeholders_departure d
               WHERE d.stakeholder_id = s.id AND d.retracted_at IS NULL
                   AND (d.recorded_at AT TIME ZONE %(zone)s)::date <= %(on)s
           ) END
    FROM stakeholders_stakeholder s
    LEFT JOIN stakeholders_position o ON o.stakeholder_id = s.id AND o.retracted_at IS NULL
        AND (o.valid_from IS NULL OR o.valid_from <= %(on)s) AND (o.valid_to IS NULL OR o.valid_to > %(on)s)
    LEFT JOIN stakeholders_assessment e ON e.stakeholder_id = s.id AND e.retracted_at IS NULL
        AND (e.valid_from IS NULL OR e.valid_from <= %(on)s) AND (e.valid_to IS NULL OR e.valid_to > %(on)s)
    LEFT JOIN stakeholders_successor n ON n.stakeholder_id = s.id AND n.retracted_at IS NULL AND n.named_on <= %(on)s
    LEFT JOIN (
        SELECT DISTINCT ON (l.stakeholder_id) l.stakeholder_id, r.id, r.recognised_on
        FROM stakeholders_recognition r JOIN stakeholders_recognitionstakeholder l ON l.recognition_id = r.id
        WHERE r.account_id = ANY(%(ids)s) AND r.retracted_at IS NULL AND r.recognised_on <= %(on)s
        ORDER BY l.stakeholder_id, r.recognised_on DESC, r.id DESC
    ) g ON g.stakeholder_id = s.id
    WHERE s.account_id = ANY(%(ids)s) AND s.retracted_at IS NULL
        AND (s.joined_on IS NULL OR s.joined_on <= %(on)s)
    ORDER BY s.account_id, s.number
"""

ROLES = """
    SELECT h.stakeholder_id, h.id, r.key, r.decides, h.basis, h.valid_from
    FROM stakeholders_roleholding h
    JOIN stakeholders_stakeholder s ON s.id = h.stakeholder_id
    JOIN accounts_role r ON r.id = h.role_id
    WHERE s.account_id = ANY(%(ids)s) AND s.retracted_at IS NULL AND h.retracted_at IS NULL
        AND (h.valid_from IS NULL OR h.valid_from <= %(on)s) AND (h.valid_to IS NULL OR h.valid_to > %(on)s)
    ORDER BY r.position, h.id
"""

LINKS = """
    SELECT account_id, id, kind, from_stakeholder_id, to_stakeholder_id, basis, valid_from
    FROM stakeholders_connection
    WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL
        AND (valid_from IS NULL OR valid_from <= %(on)s) AND (valid_to IS NULL OR valid_to > %(on)s)
    ORDER BY account_id, id
"""

DISMISSALS = """
    SELECT account_id, first_id, second_id FROM stakeholders_dismissal
    WHERE account_id = ANY(%(ids)s) AND retracted_at IS NULL
        AND (valid_from IS NULL OR valid_from <= %(on)s) AND (valid_to IS NULL OR valid_to > %(on)s)
"""

TOUCHES = """
    SELECT t.account_id, t.id, t.touched_on, t.kind, t.is_two_way, t.subject,
           ARRAY(SELECT u.user_id FROM stakeholders_touchpointuser u WHERE u.touchpoint_id = t.id ORDER BY 1),
           ARRAY(SELECT x.stakeholder_id FROM stakeholders_touchpointstakeholder x WHERE x.touchpoint_id = t.id
                 ORDER BY 1)
    FROM stakeholders_touchpoint t
    WHERE t.account_id = ANY(%(ids)s) AND t.retracted_at IS NULL AND t.touched_on <= %(on)s
    ORDER BY t.account_id, t.touched_on, t.id
"""

TEAM = """
    SELECT m.account_id, m.user_id, array_agg(j.key ORDER BY j.position, j.key)
    FROM accounts_accountteammember m JOIN accounts_job j ON j.id = m.job_id
    WHERE m.account_id = ANY(%(ids)s) AND m.retracted_at IS NULL
        AND (m.valid_from IS NULL OR m.valid_from <= %(on)s) AND (m.valid_to IS NULL OR m.valid_to > %(on)s)
    GROUP BY m.account_id, m.user_id ORDER BY m.account_id, m.user_id
"""

USERS = """
    SELECT id, name,
           (active_from IS NULL OR active_from <= %(on)s) AND (active_to IS NULL OR active_to > %(on)s)
               AND (is_active OR active_to IS NOT NULL)
    FROM accounts_user WHERE id = ANY(%(users)s)
"""


def rows(statement: str, **given: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        yield from cursor.fetchall()
