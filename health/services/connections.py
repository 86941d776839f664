"""What is not connected: measures that are unknown on every account of a segment. They are listed and weigh nothing.

It is decided over a whole segment, apart from the chunks that are judged, and kept as data that every chunk reads:
therefore what is judged is the same however accounts are chunked. Whether an account knows a measure does not depend
on what is kept here, so one step settles it. `docs/decisions/` says more.
"""

from collections.abc import Mapping

from celery import current_app
from django.db import connection, transaction

from accounts.models import Account
from accounts.services.acts import raise_versions
from csm.foundation.broker import ask_on_commit
from csm.foundation.clock import today
from health.domain.evidence import Evidence
from health.domain.judgement import Judgement
from health.models import Score, Unconnected
from health.selectors.scorecards import Regime

SETTLING_LOCK = 7_204_011

KNOWN = """
    SELECT a.segment_id, part->>'key', bool_or(part->>'points' IS NOT NULL)
    FROM health_score s
    JOIN accounts_account a ON a.id = s.account_id AND a.retracted_at IS NULL
    CROSS JOIN LATERAL jsonb_array_elements(s.parts) AS part
    GROUP BY 1, 2
"""


def is_outgrown(judgements: Mapping[int, Judgement], evidence: Mapping[int, Evidence], regime: Regime) -> bool:
    """Whether one of these accounts knows something that is kept as not connected in its segment."""
    return any(
        part.points is not None and part.key in regime.without(evidence[pk].segment_id)
        for pk, judgement in judgements.items()
        for part in judgement.parts
    )


def ask_to_settle() -> None:
    """Have a worker settle what is connected once what was judged is committed; a sweep makes sure."""
    ask_on_commit(current_app.signature("health.tasks.settle_connections"))


def settle_connections() -> int:
    """Keep what no account of a segment knows, and have the accounts judged for whom that changed; returns how many.

    Does nothing while accounts wait for their first judgement: what nobody knows is not known before that.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTLING_LOCK])
        if _is_incomplete():
            return 0
        changed = _settle(_missing())
        ids = _accounts_in(changed)
        raise_versions(ids)
        return len(ids)


def _is_incomplete() -> bool:
    judged = Score.objects.filter(judged_on__isnull=False).values("pk")
    return bool(Account.objects.standing().exclude(pk__in=judged).exists())


def _missing() -> set[tuple[int | None, str]]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        return {(segment_id, key) for segment_id, key, is_known in cursor.fetchall() if not is_known}


def _settle(missing: set[tuple[int | None, str]]) -> set[int | None]:
    """Write the difference and return the segments it concerns."""
    kept = {(row.segment_id, row.measure): row for row in Unconnected.objects.all()}
    gone = [row.pk for pair, row in kept.items() if pair not in missing]
    Unconnected.objects.filter(pk__in=gone).delete()
    new = sorted(missing - kept.keys(), key=str)
    Unconnected.objects.bulk_create(
        Unconnected(segment_id=segment_id, measure=measure, since=today()) for segment_id, measure in new
    )
    return {segment_id for segment_id, _ in missing ^ kept.keys()}


def _accounts_in(segment_ids: set[int | None]) -> list[int]:
    accounts = Account.objects.standing()
    known = [pk for pk in segment_ids if pk is not None]
    ids = list(accounts.filter(segment_id__in=known).values_list("pk", flat=True)) if known else []
    if None in segment_ids:
        ids += accounts.filter(segment_id__isnull=True).values_list("pk", flat=True)
    return ids
