"""Likely doubles: looked for each night or when asked, said not to be the same, suggested to those who may merge."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Distinction, Double, User
from accounts.services.acts import act
from csm.foundation.merging import Found, Merger, mergers

BATCH = 5000
KEEP = """
    INSERT INTO accounts_double (kind, first_id, second_id, score, reasons, accounts)
    SELECT %(kind)s, first_id, second_id, score, reasons, accounts::bigint[]
    FROM unnest(%(first)s::bigint[], %(second)s::bigint[], %(score)s::integer[], %(reasons)s::jsonb[],
                %(accounts)s::text[]) AS given(first_id, second_id, score, reasons, accounts)
    ON CONFLICT (kind, first_id, second_id) DO UPDATE
    SET score = excluded.score, reasons = excluded.reasons, accounts = excluded.accounts
    RETURNING id
"""


def find_doubles(account_ids: Sequence[int] | None = None) -> int:
    """Look for doubles of every kind, everywhere or at some accounts; returns how many are proposed there.

    What is no longer found is no longer proposed, but for what somebody suggested.
    """
    return sum(_find(merger, account_ids) for merger in mergers)


@transaction.atomic
def _find(merger: Merger, account_ids: Sequence[int] | None) -> int:
    kept: set[int] = set()
    waiting: dict[tuple[int, int], Found] = {}
    for found in merger.find(account_ids):
        key = found.first_id, found.second_id
        if key not in waiting or waiting[key].score < found.score:
            waiting[key] = found
        if len(waiting) >= BATCH:
            kept |= _keep(merger.key, waiting.values())
            waiting.clear()
    kept |= _keep(merger.key, waiting.values())
    former = Double.objects.filter(kind=merger.key, suggested_at__isnull=True).exclude(pk__in=kept)
    if account_ids is not None:
        former = former.filter(accounts__overlap=list(account_ids))
    former.delete()
    return len(kept)


def _keep(kind: str, found: Iterable[Found]) -> set[int]:
    """Write pairs that were found, in one statement; returns their ids."""
    rows = list(found)
    if not rows:
        return set()
    reasons = [[[reason.key, reason.points, list(reason.named)] for reason in row.reasons] for row in rows]
    given: dict[str, Any] = {
        "kind": kind,
        "first": [row.first_id for row in rows],
        "second": [row.second_id for row in rows],
        "score": [row.score for row in rows],
        "reasons": [json.dumps(each) for each in reasons],
        "accounts": ["{" + ",".join(str(pk) for pk in row.accounts) + "}" for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, given)
        return {pk for (pk,) in cursor.fetchall()}


def say_distinct(actor: User, merger: Merger, first_id: int, second_id: int) -> Distinction:
    """These two are not the same, and are not proposed again."""
    low, high = sorted((first_id, second_id))
    names = merger.model.objects.in_bulk([low, high])
    concerned = set[int]().union(*merger.accounts_of([low, high]).values())
    words = _("%(first)s and %(second)s are not the same")
    summary = words % {"first": names[low], "second": names[high]}
    with act("say_distinct", actor, next(iter(sorted(concerned)), None), summary) as recorder:
        return recorder.insert(Distinction(kind=merger.key, first_id=low, second_id=high))


def suggest_merge(actor: User, merger: Merger, first_id: int, second_id: int) -> Double:
    """Ask those who may to merge two rows."""
    low, high = sorted((first_id, second_id))
    names = merger.model.objects.in_bulk([low, high])
    concerned = sorted(set[int]().union(*merger.accounts_of([low, high]).values()))
    words = _("Suggested to merge %(first)s and %(second)s")
    summary = words % {"first": names[low], "second": names[high]}
    account_id = _first_editable(actor, concerned)
    with act("suggest_merge", actor, account_id, summary) as recorder:
        held = Double.objects.select_for_update(of=("self",)).filter(kind=merger.key, first_id=low, second_id=high)
        now: dict[str, Any] = {"suggested_by_id": actor.pk, "suggested_at": timezone.now()}
        row = held.first()
        if row is not None:
            return recorder.change(row, **now)
        return recorder.insert(
            Double(kind=merger.key, first_id=low, second_id=high, score=0, accounts=concerned, **now)
        )


def _first_editable(actor: User, account_ids: Sequence[int]) -> int | None:
    mine = Account.objects.editable_by(actor).filter(pk__in=account_ids).order_by("pk")
    return mine.values_list("pk", flat=True).first()
