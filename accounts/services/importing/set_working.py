"""Doing whatever a set waits for, by one worker at a time: its runs are moved on one after the other."""

import time
from math import inf

import structlog
from django.db import transaction
from django.utils import timezone

from accounts.models import Act, ImportRun, ImportSet, RunState
from accounts.models.imports import WORKING
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.sets import runs_of
from accounts.services.importing.trying import try_set
from accounts.services.importing.working import TRANSIENT, alone_with, apply_run
from accounts.services.undo import UndoConflict, undo_group

LOCK_SPACE = 7_201_003
AHEAD = (RunState.CHECKED, RunState.APPLYING, RunState.FAILED)
log = structlog.get_logger(__name__)


def work_on_set(set_id: int, seconds: float = inf) -> bool:
    """Move a set on until it waits for a person. Does nothing while another worker is at it.

    Returns whether there is more to do because `seconds` were over.
    """
    until = time.monotonic() + seconds
    with alone_with(set_id, LOCK_SPACE) as is_alone:
        while is_alone and _step(set_id):
            if time.monotonic() > until:
                return True
    return False


def sets_at_work() -> list[int]:
    """Ids of the sets that a worker should be moving on."""
    return list(ImportSet.objects.filter(state__in=WORKING).order_by("pk").values_list("pk", flat=True))


def _step(set_id: int) -> bool:
    one = ImportSet.objects.filter(pk=set_id).first()
    if one is None:
        return False
    if one.state == RunState.CHECKING:
        return _try(one)
    if one.state == RunState.APPLYING:
        return _apply(one)
    if one.state == RunState.UNDOING:
        _undo(one)
    return False


def _try(one: ImportSet) -> bool:
    try:
        try_set(one)
    except TRANSIENT:
        raise
    except Exception:
        _move(one, RunState.CHECKING, RunState.MAPPING, "error")
        raise
    return one.applies_when_checked


def _apply(one: ImportSet) -> bool:
    """Do one more chunk of the first run that is not through; false when the set is through or stopped."""
    run = next((run for run in runs_of(one) if run.state in AHEAD), None)
    if run is None:
        _move(one, RunState.APPLYING, RunState.APPLIED)
        return False
    if run.state == RunState.FAILED:
        _move(one, RunState.APPLYING, RunState.FAILED, run.stop_code)
        return False
    if run.state != RunState.APPLYING:
        _begin(run)
    kind = kind_of(run.kind)
    if kind is None:
        return False
    apply_run(run, kind)
    ImportSet.objects.filter(pk=one.pk).update(beat_at=timezone.now())
    return True


def _begin(run: ImportRun) -> None:
    """Let a run that was tried be applied."""
    counts = dict.fromkeys(("rows_done", "created", "updated", "unchanged", "failed"), 0)
    fresh = {"state": RunState.APPLYING, "stop_code": "", "stage_began_at": timezone.now(), **counts}
    ImportRun.objects.filter(pk=run.pk, state=RunState.CHECKED).update(**fresh)


def _undo(one: ImportSet) -> None:
    """Take back all that the runs of a set wrote, the last first, or nothing of it."""
    written = [run for run in reversed(runs_of(one)) if run.state not in (RunState.UNDONE, RunState.CHECKED)]
    try:
        with transaction.atomic():
            for run in written:
                if one.undone_by is not None and Act.objects.filter(group=run.group).exists():
                    undo_group(run.group, one.undone_by)
            one.runs.filter(pk__in=[run.pk for run in written]).update(
                state=RunState.UNDONE, undone_by=one.undone_by, finished_at=timezone.now()
            )
            _move(one, RunState.UNDOING, RunState.UNDONE)
    except UndoConflict as conflict:
        log.info("import_set_not_undone", set=one.pk, reason=str(conflict))
        _move(one, RunState.UNDOING, RunState.APPLIED, "conflict")


def _move(one: ImportSet, stage: RunState, to: RunState, stop_code: str = "") -> None:
    fresh = {"state": to, "stop_code": stop_code, "finished_at": timezone.now()}
    ImportSet.objects.filter(pk=one.pk, state=stage).update(**fresh)
