"""What settling alerts reads, for a chunk of accounts at once: a fixed number of queries, none of them per account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Act
from health.domain.alerts.handoffs import Late
from health.domain.alerts.kinds import MOVED_DAYS
from health.domain.alerts.life import Standing
from health.domain.judgement import Judgement, Part
from health.models import Alert, AlertWatch, DailyScore
from health.selectors.handoffs import late_of

CHAMPION = "champion"
IMPORT = "import"
WEEK = timedelta(days=7)
# Acts of this long ago are surely committed; younger ones are looked at again.
COMMITTED = timedelta(minutes=15)

CAME = """
    SELECT here.account_id, here.id, max(there.left_on)
    FROM stakeholders_stakeholder here
    JOIN stakeholders_stakeholder there ON there.person_id = here.person_id AND there.account_id <> here.account_id
    JOIN stakeholders_roleholding held ON held.stakeholder_id = there.id AND held.retracted_at IS NULL
    JOIN accounts_role role ON role.id = held.role_id AND role.key = %(role)s
    WHERE here.account_id = ANY(%(ids)s) AND here.retracted_at IS NULL AND here.left_on IS NULL
        AND there.retracted_at IS NULL AND there.left_on BETWEEN %(first)s AND %(on)s
        AND (held.valid_to IS NULL OR held.valid_to >= there.left_on)
    GROUP BY here.account_id, here.id
"""

MOVED = """
    SELECT DISTINCT here.account_id, here.id
    FROM stakeholders_stakeholder here
    JOIN stakeholders_stakeholder there ON there.person_id = here.person_id AND there.account_id <> here.account_id
    WHERE here.account_id = ANY(%(ids)s) AND here.retracted_at IS NULL AND here.left_on <= %(on)s
        AND there.retracted_at IS NULL AND (there.left_on IS NULL OR there.left_on > %(on)s)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a chunk of accounts before it is settled, by account id."""

    standing: Mapping[int, list[Standing]]
    ready_on: Mapping[int, date | None]
    seen_act: Mapping[int, int]
    imported: frozenset[int]
    came: Mapping[int, Mapping[int, date]]
    moved: Mapping[int, frozenset[int]]
    week_ago: Mapping[int, Judgement]
    last_act: int
    handoffs: Mapping[int, tuple[Late, ...]] = field(default_factory=dict)


def known_of(account_ids: Sequence[int], on: date) -> Known:
    """Everything that settling needs beside the findings."""
    ids = list(account_ids)
    watches = list(AlertWatch.objects.filter(pk__in=ids).values_list("pk", "ready_on", "seen_act"))
    seen_act = {pk: seen for pk, _ready_on, seen in watches}
    return Known(
        standing=_standing(ids),
        ready_on={pk: ready_on for pk, ready_on, _seen in watches},
        seen_act=seen_act,
        imported=_imported(ids, seen_act),
        came=_came(ids, on),
        moved=_moved(ids, on),
        week_ago=_week_ago(ids, on),
        last_act=_last_act(),
        handoffs=late_of(ids),
    )


def _standing(ids: list[int]) -> Mapping[int, list[Standing]]:
    found: defaultdict[int, list[Standing]] = defaultdict(list)
    columns = ("pk", "kind", "subject", "first_seen_on", "opened_on", "figures", "weight")
    for account_id, *row in (
        Alert.objects.unclosed().filter(account_id__in=ids).order_by("pk").values_list("account_id", *columns)
    ):
        found[account_id].append(Standing(*row))
    return found


def _imported(ids: list[int], seen: Mapping[int, int]) -> frozenset[int]:
    """The accounts that were never looked at, or that an import touched since: what is found there is not news."""
    fresh = frozenset(ids) - seen.keys()
    if not seen:
        return fresh
    acts = Act.objects.filter(pk__gt=min(seen.values()), kind=IMPORT, touched__overlap=list(seen))
    touched = {
        account_id
        for pk, some in acts.order_by().values_list("pk", "touched")
        for account_id in some
        if pk > seen.get(account_id, pk)
    }
    return fresh | touched


def _last_act() -> int:
    long_ago = Act.objects.filter(acted_at__lt=timezone.now() - COMMITTED)
    return long_ago.order_by("-pk").values_list("pk", flat=True).first() or 0


def _came(ids: list[int], on: date) -> Mapping[int, Mapping[int, date]]:
    given = {"ids": ids, "role": CHAMPION, "on": on, "first": on - timedelta(days=MOVED_DAYS)}
    found: defaultdict[int, dict[int, date]] = defaultdict(dict)
    for account_id, stakeholder_id, left_on in _rows(CAME, given):
        found[account_id][stakeholder_id] = left_on
    return found


def _moved(ids: list[int], on: date) -> Mapping[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for account_id, stakeholder_id in _rows(MOVED, {"ids": ids, "on": on}):
        found[account_id].add(stakeholder_id)
    return {account_id: frozenset(some) for account_id, some in found.items()}


def _rows(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _week_ago(ids: list[int], on: date) -> Mapping[int, Judgement]:
    """The score of a week ago, or of the last day before in the week before that."""
    rows = DailyScore.objects.filter(account_id__in=ids, on__lte=on - WEEK, on__gt=on - 2 * WEEK)
    latest = rows.order_by("account_id", "-on").distinct("account_id")
    return {
        account_id: Judgement(account_id, day, score, low, high, None, False, "", None, _parts(parts))
        for account_id, day, score, low, high, parts in latest.values_list(
            "account_id", "on", "score", "low", "high", "parts"
        )
    }


def _parts(kept: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(part["key"], part["weight"], part["points"]) for part in kept)
