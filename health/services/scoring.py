"""Keep judgements: the score of each account and the one of the day, each table in one statement."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from health.domain.judgement import Judgement

KEEP_SCORES = """
    INSERT INTO health_score (account_id, score, low, high, band, is_settled, "leading", parts, version_id, ask_first,
        judged_version, value_level, judged_on, judged_at)
    SELECT r.*, %(at)s::timestamptz FROM unnest(%(account)s::bigint[], %(score)s::float8[], %(low)s::float8[],
        %(high)s::float8[], %(band)s::text[], %(is_settled)s::bool[], %(leading)s::float8[], %(parts)s::jsonb[],
        %(version)s::bigint[], %(ask_first)s::text[], %(facts)s::bigint[], %(levels)s::smallint[],
        %(on)s::date[]) AS r
    ON CONFLICT (account_id) DO UPDATE SET score = excluded.score, low = excluded.low, high = excluded.high,
        band = excluded.band, is_settled = excluded.is_settled, "leading" = excluded."leading", parts = excluded.parts,
        version_id = excluded.version_id, ask_first = excluded.ask_first, judged_version = excluded.judged_version,
        value_level = excluded.value_level, judged_on = excluded.judged_on, judged_at = excluded.judged_at
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


def keep_scores(
    judgements: Mapping[int, Judgement], facts_versions: Mapping[int, int], levels: Mapping[int, int], on: date
) -> None:
    """Keep what was judged today and the levels of value, with the version of the facts each rests on."""
    if not judgements:
        return
    rows = [judgements[pk] for pk in sorted(judgements)]
    arrays = _arrays(rows) | {
        "ask_first": [row.ask_first for row in rows],
        "facts": [facts_versions[row.account_id] for row in rows],
        "levels": [levels[row.account_id] for row in rows],
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
