"""Checking a run: what each row would do, found without writing any of it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.domain.importing.claims import Claims
from accounts.domain.importing.rows import Problem, Row
from accounts.models import ImportChunk, ImportRun, RunState
from accounts.services.importing.kinds import Batch, Kind
from accounts.services.importing.reading import batch_of, judge_columns, read_first, reader_of, remarks_of
from accounts.services.importing.runs import CHUNK_ROWS


class Check:
    """One pass over a run; what it remembers of earlier rows lives in memory, so it begins anew after a crash."""

    def __init__(self, run: ImportRun, kind: Kind) -> None:
        self.run = run
        self.kind = kind
        self.claims = Claims()
        self.coming: set[Any] = set()
        self.waiting: list[Row] = []
        self.counts = dict.fromkeys(("rows_done", "created", "updated", "unchanged", "failed"), 0)

    def go(self) -> bool:
        """Check every chunk, then the rows that waited; false when the run was taken elsewhere meanwhile."""
        judge_columns(self.run, self.kind)
        reader = reader_of(self.run, self.kind)
        chunk = None
        for chunk in self.run.chunks.iterator(chunk_size=5):
            rows, first = read_first(chunk, self.kind, reader, self.claims)
            self._keep(chunk, first, self._judge(rows, is_last_round=False))
            if not self._report():
                return False
        if chunk is not None:
            self._settle_waiting(chunk)
        return self._finish()

    def _judge(self, rows: list[Row], *, is_last_round: bool) -> Batch:
        batch = batch_of(self.run, rows, coming=self.coming, is_trial=True, is_last_round=is_last_round)
        self.kind.plan(batch)
        waiting = set(batch.deferred)
        self.waiting += [row for row in rows if row.number in waiting]
        return batch

    def _keep(self, chunk: ImportChunk, first: Sequence[Problem], batch: Batch) -> None:
        chunk.first_problems = [list(problem) for problem in first]
        chunk.problems = [*chunk.first_problems, *(list(problem) for problem in batch.problems)]
        chunk.notes, chunk.left_out = batch.notes, batch.left_out
        chunk.remarks = remarks_of(batch)
        chunk.save(update_fields=["first_problems", "problems", "notes", "remarks", "left_out"])
        self._count(batch, len({problem.row for problem in first}))

    def _count(self, batch: Batch, failed: int) -> None:
        failed += len({problem.row for problem in batch.problems})
        for name in ("created", "updated", "unchanged"):
            self.counts[name] += getattr(batch, name)
        self.counts["failed"] += failed
        self.counts["rows_done"] += batch.created + batch.updated + batch.unchanged + batch.passed_over + failed

    def _settle_waiting(self, last: ImportChunk) -> None:
        """Judge rows that wait for others again until no more of them find what they wait for."""
        is_last_round = False
        while self.waiting:
            before, self.waiting = self.waiting, []
            for start in range(0, len(before), CHUNK_ROWS):
                batch = self._judge(before[start : start + CHUNK_ROWS], is_last_round=is_last_round)
                last.problems += [list(problem) for problem in batch.problems]
                last.notes += batch.notes
                last.remarks += remarks_of(batch)
                self._count(batch, 0)
            is_last_round = len(self.waiting) == len(before)
        last.save(update_fields=["problems", "notes", "remarks"])

    def _report(self) -> bool:
        checking = ImportRun.objects.filter(pk=self.run.pk, state=RunState.CHECKING)
        return bool(checking.update(**self.counts, beat_at=timezone.now()))

    def _finish(self) -> bool:
        to = RunState.APPLYING if self.run.applies_when_checked else RunState.CHECKED
        fresh: dict[str, Any] = {**self.counts, "state": to, "stage_began_at": timezone.now()}
        if to == RunState.APPLYING:
            fresh.update(dict.fromkeys(self.counts, 0))
        return bool(ImportRun.objects.filter(pk=self.run.pk, state=RunState.CHECKING).update(**fresh))
