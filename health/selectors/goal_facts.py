"""What was recorded of the goals of accounts by a date, for a whole chunk in one query."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from health.domain.goals import VALUE_DAYS, At, GoalFacts, Share

# Each goal that stood on the day, open or reached within a year, with its latest reading after the baseline that is
# young enough to count, what was said last of the value received (by anybody, and by them), and its dependencies.
GOALS = """
    SELECT g.account_id, g.id, g.words, g.baseline::float8, g.baseline_on, g.target::float8, g.due_on,
        CASE WHEN g.state = 'reached' AND g.closed_on <= %(on)s THEN g.closed_on END,
        latest.value, latest."on", said.percent, said."on", said.is_theirs, theirs.percent, theirs."on",
        need.count, need.answered, g.stands_alone
    FROM health_goal g JOIN health_metric m ON m.id = g.metric_id
    LEFT JOIN LATERAL (
        SELECT r.value::float8, r."on" FROM health_reading r
        WHERE r.account_id = g.account_id AND r.metric_id = g.metric_id AND r.retracted_at IS NULL
            AND r."on" > g.baseline_on AND r."on" <= %(on)s AND r."on" > %(on)s - m.keeps_days
        ORDER BY r."on" DESC, r.read_at DESC, r.id DESC LIMIT 1
    ) latest ON true
    LEFT JOIN LATERAL (
        SELECT v.percent, v."on", v.stakeholder_id IS NOT NULL AS is_theirs FROM health_valueconfirmation v
        WHERE v.goal_id = g.id AND v.retracted_at IS NULL AND v."on" <= %(on)s AND v."on" > %(on)s - %(days)s
        ORDER BY v."on" DESC, v.id DESC LIMIT 1
    ) said ON true
    LEFT JOIN LATERAL (
        SELECT v.percent, v."on" FROM health_valueconfirmation v
        WHERE v.goal_id = g.id AND v.retracted_at IS NULL AND v."on" <= %(on)s AND v."on" > %(on)s - %(days)s
            AND v.stakeholder_id IS NOT NULL
        ORDER BY v."on" DESC, v.id DESC LIMIT 1
    ) theirs ON true
    LEFT JOIN LATERAL (
        SELECT count(*)::int, (count(*) FILTER (WHERE n.state <> 'unknown' AND n.settled_on <= %(on)s))::int AS answered
        FROM health_goalneed n WHERE n.goal_id = g.id AND n.retracted_at IS NULL
    ) need ON true
    WHERE g.account_id = ANY(%(ids)s) AND g.retracted_at IS NULL AND g.set_on <= %(on)s
        AND (g.state = 'open' OR g.closed_on > %(on)s
            OR (g.state = 'reached' AND g.closed_on > %(on)s - %(days)s))
    ORDER BY g.account_id, g.due_on, g.id
"""


def goals_of_accounts(ids: Sequence[int], on: date) -> dict[int, tuple[GoalFacts, ...]]:
    """The goals of accounts as they stood on a day, by account id, the earliest due first."""
    found: dict[int, list[GoalFacts]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(GOALS, {"ids": list(ids), "on": on, "days": VALUE_DAYS})
        for account_id, *row in cursor.fetchall():
            found[account_id].append(_facts(*row))
    return {account_id: tuple(goals) for account_id, goals in found.items()}


def _facts(
    pk: int, words: str, baseline: float, baseline_on: date, target: float, due_on: date, reached_on: date | None,
    value: float | None, read_on: date | None, percent: int | None, said_on: date | None, is_theirs: bool | None,
    their_percent: int | None, their_on: date | None, needs: int, answered: int, stands_alone: bool,
) -> GoalFacts:  # fmt: skip
    return GoalFacts(
        id=pk,
        words=words,
        baseline=baseline,
        baseline_on=baseline_on,
        target=target,
        due_on=due_on,
        reached_on=reached_on,
        latest=None if value is None or read_on is None else At(value, read_on),
        said=_share(percent, said_on, bool(is_theirs)),
        theirs=_share(their_percent, their_on, True),
        needs=needs,
        answered=answered,
        stands_alone=stands_alone,
    )


def _share(percent: Any, on: date | None, is_theirs: bool) -> Share | None:
    return None if percent is None or on is None else Share(float(percent), on, is_theirs)
