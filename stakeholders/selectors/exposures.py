"""How long each person was known to be at each level, and whether they left: what hazards are estimated from."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from stakeholders.domain.hazards import Exposure, exposure
from stakeholders.domain.sky import Level
from stakeholders.selectors.sky_rows import rows

SPELLS = """
    WITH spoke AS (
        SELECT x.stakeholder_id, max(t.touched_on) AS touched_on
        FROM stakeholders_touchpointstakeholder x JOIN stakeholders_touchpoint t ON t.id = x.touchpoint_id
        WHERE t.retracted_at IS NULL AND t.is_two_way AND t.touched_on <= %(on)s GROUP BY 1
    ), said AS (
        SELECT stakeholder_id, max(confirmed_on) AS confirmed_on FROM stakeholders_confirmation
        WHERE retracted_at IS NULL AND confirmed_on <= %(on)s GROUP BY 1
    ), thought AS (
        SELECT stakeholder_id, max(valid_from) AS assessed_on FROM stakeholders_assessment
        WHERE retracted_at IS NULL AND basis = 'stated' AND valid_from <= %(on)s GROUP BY 1
    )
    SELECT o.level, greatest(o.valid_from, (o.recorded_at AT TIME ZONE %(zone)s)::date) AS known_on,
           least(o.valid_to, greatest(spoke.touched_on, said.confirmed_on, thought.assessed_on)),
           CASE WHEN o.valid_to IS NULL OR o.valid_to >= s.left_on THEN s.left_on END
    FROM stakeholders_position o
    JOIN stakeholders_stakeholder s ON s.id = o.stakeholder_id AND s.retracted_at IS NULL
    LEFT JOIN spoke ON spoke.stakeholder_id = s.id
    LEFT JOIN said ON said.stakeholder_id = s.id
    LEFT JOIN thought ON thought.stakeholder_id = s.id
    WHERE o.retracted_at IS NULL AND o.level <> ''
        AND greatest(o.valid_from, (o.recorded_at AT TIME ZONE %(zone)s)::date) <= %(on)s
"""


def exposures(as_of: date) -> Iterator[Exposure]:
    """One spell for each position with a known level, of the whole installation."""
    for level, known_on, confirmed_on, left_on in rows(SPELLS, on=as_of, zone=settings.TIME_ZONE):
        yield exposure(Level(level), known_on, confirmed_on, left_on, as_of)
