"""Keep judgements: the score of each account and the one of the day, each table in one statement."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.utils import timezone

from health.domain.first_value import FirstValue
from health.domain.judgement import Judgement
from health.domain.value_level import ValueLevel

KEEP_SCORES = """
    INSERT INTO health_score (account_id, score, low, high, band, is_settled, "leading", parts, version_id, ask_first,
        judged_version, value_level, value_lack, first_value_state, began_on, first_value_on, first_value_days,
        first_value_due_on, first_estimate_on, judged_on, judged_at)
    SELECT r.*, %(at)s::timestamptz FROM unnest(%(account)s::bigint[], %(score)s::float8[], %(low)s::float8[],
        %(high)s::float8[], %(band)s::text[], %(is_settled)s::bool[], %(leading)s::float8[], %(parts)s::jsonb[],
        %(version)s::bigint[], %(ask_first)s::text[], %(facts)s::bigint[], %(levels)s::smallint[],
        %(lacks)s::text[], %(state)s::text[], %(began_on)s::date[], %(first_on)s::date[], %(days)s::int[],
        %(due_on)s::date[], %(estimated_on)s::date[], %(on)s::date[]) AS r
    ON CONFLICT (account_id) DO UPDATE SET score = excluded.score, low = excluded.low, high = excluded.high,
        band = excluded.band, is_settled = excluded.is_settled, "leading" = excluded."leading", parts = excluded.parts,
        version_id = excluded.version_id, ask_first = excluded.ask_first, judged_version = excluded.judged_version,
        value_level = excluded.value_level, value_lack = excluded.value_lack,
        first_value_state = excluded.first_value_state, began_on = excluded.began_on,
        first_value_on = excluded.first_value_on, first_value_days = excluded.first_value_days,
        first_value_due_on = excluded.first_value_due_on, first_estimate_on = excluded.first_estimate_on,
        judged_on = excluded.judged_on, judged_at = excluded.judged_at
"""

KEEP_DAYS = """
    INSERT INTO health_dailyscore (account_id, score, low, high, band, is_settled, "leading", parts, version_id, "on")
    SELECT * FROM unnest(%(account)s::bigint[], %(score)s::float8[], %(low)s::float8[], %(high)s::float8[],
        %(band)s::text[], %(is_settled)s::bool[], %(leading)s::float8[], %(parts)s::jsonb[], %(version)s::bigint[],
        %(on)s::date[])
    ON CONFLICT (account_id, "on") DO UPDATE SET score = excluded.score, low = excluded.low, high = excluded.high,
        band = excluded.band, is_settled = excluded.is_settled, "leading" = excluded."leading", parts = excluded.parts,
        version_id = excluded.version_id
"""


class Kept(NamedTuple):
    """What is kept of an account beside its judgement: the version of its facts, its level and its first value."""

    facts_version: int
    level: ValueLevel
    first: FirstValue


def keep_scores(judgements: Mapping[int, Judgement], beside: Mapping[int, Kept], on: date) -> None:
    """Keep what was judged today, with the version of the facts that each judgement rests on."""
    if not judgements:
        return
    rows = [judgements[pk] for pk in sorted(judgements)]
    kept = [beside[row.account_id] for row in rows]
    steps = [each.level.next_step for each in kept]
    arrays = _arrays(rows) | {
        "ask_first": [row.ask_first for row in rows],
        "facts": [each.facts_version for each in kept],
        "levels": [int(each.level.level) for each in kept],
        "lacks": [step.lack.value if step and step.lack else "" for step in steps],
        "state": [each.first.state.value for each in kept],
        "began_on": [each.first.began_on for each in kept],
        "first_on": [each.first.on for each in kept],
        "days": [each.first.days for each in kept],
        "due_on": [each.first.due_on for each in kept],
        "estimated_on": [each.first.estimated_on for each in kept],
        "on": [on] * len(rows),
        "at": _now(),
    }
    _execute(KEEP_SCORES, arrays)
    _execute(KEEP_DAYS, arrays)


def keep_history(judgements: Iterable[Judgement]) -> None:
    """Keep what was judged at past dates as the history of those accounts."""
    rows = list(judgements)
    if rows:
        _execute(KEEP_DAYS, _arrays(rows) | {"on": [row.as_of for row in rows]})


def _arrays(rows: list[Judgement]) -> dict[str, Any]:
    return {
        "account": [row.account_id for row in rows],
        "score": [row.score for row in rows],
        "low": [row.low for row in rows],
        "high": [row.high for row in rows],
        "band": ["" if row.band is None else row.band.value for row in rows],
        "is_settled": [row.is_settled for row in rows],
        "leading": [row.leading for row in rows],
        "parts": [orjson.dumps(row.parts).decode() for row in rows],
        "version": [row.version_id for row in rows],
    }


def _execute(statement: str, arrays: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)


def _now() -> datetime:
    return timezone.now()
