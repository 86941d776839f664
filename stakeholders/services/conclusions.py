"""Keep what lists and filters need of each sky, and keep it no older than its facts.

An account is due while the version it was judged at differs from the version of its facts, or it was judged on another
day. Workers claim the conclusion row with SKIP LOCKED, never the account or its version, so writers never wait.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from csm.foundation.clock import today
from stakeholders.domain.conclusions import Conclusions, summarise
from stakeholders.domain.findings import find
from stakeholders.domain.sky import Sky
from stakeholders.models import Conclusion
from stakeholders.models.conclusions import TRIES
from stakeholders.selectors.judging import judging_now
from stakeholders.selectors.skies import skies_at
from stakeholders.signals import skies_concluded

CHUNK = 250

MAKE_ROOM = """
    INSERT INTO stakeholders_conclusion (account_id, judged_version, attempts, state, cut_kind, cut, key_persons,
        roles_required, roles_mapped, roles_engaged, stakeholders, live_relationships, stale, silent, orphaned_roles,
        assumed, asked_kinds, asked_ids, asked_worths)
    SELECT a.id, 0, 0, '', '', '{}', '{}', 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '{}'
    FROM accounts_account a
    WHERE a.retracted_at IS NULL AND NOT EXISTS (SELECT 1 FROM stakeholders_conclusion c WHERE c.account_id = a.id)
    ON CONFLICT DO NOTHING
"""

DUE = """
    SELECT c.account_id, c.attempts
    FROM stakeholders_conclusion c
    JOIN accounts_account a ON a.id = c.account_id AND a.retracted_at IS NULL
    LEFT JOIN accounts_factsversion f ON f.account_id = c.account_id
    WHERE (c.judged_version <> coalesce(f.facts_version, 0) OR c.judged_on IS DISTINCT FROM %(on)s)
        AND c.attempts < %(tries)s AND (%(ids)s::bigint[] IS NULL OR c.account_id = ANY(%(ids)s))
    ORDER BY c.attempts, c.account_id
    LIMIT %(limit)s
    FOR UPDATE OF c SKIP LOCKED
"""

KEPT = [
    field.name
    for field in Conclusion._meta.concrete_fields
    if not field.primary_key  # every column is written: what is kept is one judgement, never a mix of two
]


def conclude_due(ids: Sequence[int] | None = None, limit: int = CHUNK) -> int:
    """Judge up to `limit` accounts that are due (of `ids`, or of all) and return how many were judged."""
    with transaction.atomic():
        _make_room()
        claimed = _count_attempts(_due(ids, limit))
    if not claimed:
        return 0
    try:
        with transaction.atomic():
            return _judge(_still_due(claimed))
    except Exception as error:
        _complain(claimed, error)
        raise


def conclude_accounts(account_ids: Iterable[int]) -> int:
    """Judge these accounts, as far as they are due, in chunks; returns how many were judged."""
    ids = sorted(set(account_ids))
    judged = 0
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        while done := conclude_due(chunk):
            judged += done
    return judged


def count_due() -> int:
    """How many accounts are due now."""
    return judging_now().due


def forgive_attempts() -> int:
    """Forget every failed attempt, of what was set aside too; returns of how many accounts."""
    return Conclusion.objects.filter(attempts__gt=0).update(attempts=0)


def try_again() -> int:
    """Give the accounts that were set aside another chance, none that is being judged; returns how many there were."""
    return Conclusion.objects.filter(attempts__gte=TRIES).update(attempts=0)


def _make_room() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MAKE_ROOM)


def _due(ids: Sequence[int] | None, limit: int) -> list[tuple[int, int]]:
    given = {"on": today(), "ids": None if ids is None else list(ids), "limit": limit, "tries": TRIES}
    with connection.cursor() as cursor:
        cursor.execute(DUE, given)
        return [(account_id, attempts) for account_id, attempts in cursor.fetchall()]


def _count_attempts(due: list[tuple[int, int]]) -> list[int]:
    """Count an attempt before the work; an account that failed in company is tried alone."""
    fresh = [account_id for account_id, attempts in due if attempts == 0]
    claimed = fresh or [account_id for account_id, _attempts in due[:1]]
    Conclusion.objects.filter(pk__in=claimed).update(attempts=models.F("attempts") + 1)
    return claimed


def _complain(claimed: list[int], error: Exception) -> None:
    """Keep why an attempt failed, for whoever looks at what was set aside."""
    with suppress(DatabaseError):
        Conclusion.objects.filter(pk__in=claimed).update(complaint=f"{type(error).__name__}: {error}"[:300])


def _still_due(claimed: list[int]) -> list[int]:
    """Lock the claimed rows again; those another worker took meanwhile are left to it."""
    rows = Conclusion.objects.select_for_update(skip_locked=True).filter(pk__in=claimed)
    return sorted(rows.values_list("pk", flat=True))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let the collector rest: a chunk makes a million small objects, none of them in a circle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _stay_on_one_core() -> None:
    """Let no statement of this transaction take the cores that other workers judge on."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


def _judge(account_ids: list[int]) -> int:
    on = today()
    _stay_on_one_core()
    with _without_collecting():
        skies = skies_at(account_ids, on)
        findings = {account_id: find(sky) for account_id, sky in skies.items()}
        conclusions = {account_id: summarise(found) for account_id, found in findings.items()}
    Conclusion.objects.bulk_create(
        [kept(skies[account_id], concluded, on) for account_id, concluded in conclusions.items()],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=KEPT,
    )
    skies_concluded.send(sender=Conclusion, findings=findings, conclusions=conclusions)
    return len(skies)


def kept(sky: Sky, concluded: Conclusions, on: date) -> Conclusion:
    """The row that keeps what was concluded from a sky."""
    return Conclusion(
        account_id=sky.account_id,
        judged_version=sky.facts_version,
        judged_on=on,
        judged_at=timezone.now(),
        attempts=0,
        state=concluded.threads_state.value,
        threads=concluded.threads_count,
        cut_kind=concluded.cut_kind.value if concluded.cut_kind else "",
        cut=list(concluded.cut_ids),
        key_persons=list(concluded.key_person_ids),
        our_threads=concluded.our_threads,
        survival=concluded.survival,
        survival_error=concluded.survival_error,
        roles_required=concluded.required_count,
        roles_mapped=concluded.mapped_count,
        roles_engaged=concluded.engaged_count,
        leaders_share=concluded.balance_share,
        bridging=concluded.bridging,
        freshness=concluded.freshness,
        stakeholders=concluded.present_count,
        live_relationships=concluded.live_count,
        stale=concluded.stale_count,
        silent=concluded.silent_count,
        silences_judged=concluded.silence_judged_count,
        orphaned_roles=concluded.orphaned_count,
        assumed=concluded.assumed_count,
        candidates=concluded.candidate_count,
        last_touch_on=concluded.last_two_way_on,
        asked_kinds=[asked.kind.value for asked in concluded.questions],
        asked_ids=[asked.star_id or 0 for asked in concluded.questions],
        asked_worths=[asked.worth for asked in concluded.questions],
    )
