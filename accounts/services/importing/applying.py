"""Applying a run chunk by chunk: each chunk, its act and the run's progress are one transaction.

A worker that dies leaves whole chunks; the next one goes on after the last. The run's row is locked while a chunk is
written, so no chunk is written twice.
"""

from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.importing.questions import Questions
from accounts.models import ImportChunk, ImportRun, RunState
from accounts.services.acts import act
from accounts.services.importing.bulk import ChangedMeanwhile
from accounts.services.importing.kinds import Batch, Kind
from accounts.services.importing.reading import batch_of, read_again, reader_of, remarks_of
from accounts.services.importing.runs import CHUNK_ROWS
from accounts.signals import run_applied

TRIES = 4
# Rows that wait for others come again in a later round; its chunks are numbered from here on.
ROUND = 1_000_000


def apply_next(run_id: int, kind: Kind) -> bool:
    """Apply the next chunk; false when there is none, or the run stopped."""
    for _attempt in range(TRIES):
        try:
            return _apply_next(run_id, kind)
        except (ChangedMeanwhile, IntegrityError):
            continue
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
    stop(run_id, "busy")
    return False


def announce(run: ImportRun) -> Questions:
    """Say that all rows of a run are written; returns what that leaves to be asked."""
    said: list[tuple[Any, Any]] = run_applied.send(sender=ImportRun, run=run)
    answers: list[Questions] = [answer for _listener, answer in said if answer is not None]
    return Questions(sum(one.missing for one in answers), sum(one.named_again for one in answers))


def stop(run_id: int, code: str) -> None:
    """Stop a run at the last whole chunk."""
    ImportRun.objects.filter(pk=run_id, state=RunState.APPLYING).update(state=RunState.FAILED, stop_code=code)


@transaction.atomic
def _apply_next(run_id: int, kind: Kind) -> bool:
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != RunState.APPLYING:
        return False
    chunk = run.chunks.filter(is_applied=False).first()
    if chunk is None:
        return _begin_next_round(run)
    batch = batch_of(run, read_again(chunk, reader_of(run, kind)), is_last_round=chunk.is_last_round)
    _write(run, kind, chunk, batch)
    _mark(run, chunk, batch)
    return True


def _write(run: ImportRun, kind: Kind, chunk: ImportChunk, batch: Batch) -> None:
    words = _("Imported %(kind)s from %(file)s, part %(number)s") % {
        "kind": kind.label,
        "file": run.file_name[-150:],
        "number": chunk.number % ROUND + 1,
    }
    write = kind.plan(batch)
    with act("import", run.made_by, None, words, group=run.group) as recorder:
        write(recorder)


def _mark(run: ImportRun, chunk: ImportChunk, batch: Batch) -> None:
    found = [*chunk.first_problems, *(list(problem) for problem in batch.problems)]
    failed = len({problem[0] for problem in found})
    ImportChunk.objects.filter(pk=chunk.pk).update(
        is_applied=True,
        problems=found,
        remarks=remarks_of(batch),
        notes=[],
        deferred=sorted(batch.deferred),
        left_out=batch.left_out,
    )
    ImportRun.objects.filter(pk=run.pk).update(
        rows_done=F("rows_done") + batch.created + batch.updated + batch.unchanged + batch.passed_over + failed,
        created=F("created") + batch.created,
        updated=F("updated") + batch.updated,
        unchanged=F("unchanged") + batch.unchanged,
        failed=F("failed") + failed,
        beat_at=timezone.now(),
    )


def _begin_next_round(run: ImportRun) -> bool:
    """Make chunks of the rows that wait for others, or finish the run when there are none."""
    waiting = [[number, cells] for chunk in run.chunks.exclude(deferred=[]) for number, cells in _waiting(chunk)]
    if not waiting:
        run.state, run.finished_at = RunState.APPLIED, timezone.now()
        asked = announce(run)
        run.missing, run.named_again = asked.missing, asked.named_again
        run.save(update_fields=["state", "finished_at", "missing", "named_again"])
        return False
    latest = run.chunks.order_by("-number")[0].number // ROUND
    asked = run.chunks.filter(number__gte=latest * ROUND).aggregate(rows=Sum("row_count"))["rows"]
    run.chunks.exclude(deferred=[]).update(deferred=[])
    for place, start in enumerate(range(0, len(waiting), CHUNK_ROWS)):
        some = waiting[start : start + CHUNK_ROWS]
        ImportChunk.objects.create(
            run=run,
            number=(latest + 1) * ROUND + place,
            packed=ImportChunk.pack(some),
            row_count=len(some),
            is_last_round=len(waiting) == asked,
        )
    return True


def _waiting(chunk: ImportChunk) -> list[Any]:
    numbers = set(chunk.deferred)
    return [row for row in chunk.rows() if row[0] in numbers]
