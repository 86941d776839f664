"""Doing whatever a run waits for, by one worker at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from accounts.models import Act, ImportRun, RunState
from accounts.models.imports import WORKING
from accounts.services.importing.applying import apply_next, stop
from accounts.services.importing.checking import Check
from accounts.services.importing.kinds import Kind, kind_of
from accounts.services.undo import UndoConflict, undo_group

# Chunks after which tables that began empty have grown ten-fold; smaller imports leave it to the database.
ANALYZED_AFTER = {5, 50}
# What passes by itself: the sweep has the run go on. Anything else stops it, for a person to look.
TRANSIENT = (OperationalError, InterfaceError, SoftTimeLimitExceeded)
LOCK_SPACE = 7_201_002
log = structlog.get_logger(__name__)


def work_on(run_id: int, seconds: float = inf) -> bool:
    """Move a run on until it waits for a person. Does nothing while another worker is at it.

    Returns whether there is more to do because `seconds` were over.
    """
    until = time.monotonic() + seconds
    with alone_with(run_id) as is_alone:
        while is_alone and _step(run_id):
            if time.monotonic() > until:
                return True
    return False


def runs_at_work() -> list[int]:
    """Ids of the runs that a worker should be moving on; those of a set are moved on with it."""
    at_work = ImportRun.objects.filter(state__in=WORKING).exclude(set__state=RunState.APPLYING)
    return list(at_work.order_by("pk").values_list("pk", flat=True))


@contextmanager
def alone_with(run_id: int, space: int = LOCK_SPACE) -> Iterator[bool]:
    """Hold a lock that ends with the connection: a worker that is killed gives it up at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, run_id % 2**31])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, run_id % 2**31])


def _step(run_id: int) -> bool:
    run = ImportRun.objects.filter(pk=run_id).first()
    kind = kind_of(run.kind) if run is not None else None
    if run is None or kind is None:
        return False
    if run.state == RunState.CHECKING:
        return _check(run, kind)
    if run.state == RunState.APPLYING:
        return apply_run(run, kind)
    if run.state == RunState.UNDOING:
        _undo(run)
    return False


def _check(run: ImportRun, kind: Kind) -> bool:
    try:
        return Check(run, kind).go()
    except TRANSIENT:
        raise
    except Exception:
        ImportRun.objects.filter(pk=run.pk, state=RunState.CHECKING).update(state=RunState.MAPPING, stop_code="error")
        raise


def apply_run(run: ImportRun, kind: Kind) -> bool:
    """Apply the next chunk of a run; false when there is none, or the run stopped."""
    try:
        goes_on = apply_next(run.pk, kind)
    except TRANSIENT:
        raise
    except Exception:
        stop(run.pk, "error")
        raise
    done = run.chunks.filter(is_applied=True).count()
    if done in ANALYZED_AFTER if goes_on else done >= min(ANALYZED_AFTER):
        _analyze()
    return goes_on


def _analyze() -> None:
    """Tell the planner how the tables have grown: what it knows of empty ones makes every reader slow for minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _undo(run: ImportRun) -> None:
    """Take back all a run wrote, or nothing of it."""
    try:
        with transaction.atomic():
            if run.undone_by is not None and Act.objects.filter(group=run.group).exists():
                undo_group(run.group, run.undone_by)
            ImportRun.objects.filter(pk=run.pk).update(state=RunState.UNDONE, finished_at=timezone.now())
    except UndoConflict as conflict:
        log.info("import_not_undone", run=run.pk, reason=str(conflict))
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.APPLIED, stop_code="conflict")
