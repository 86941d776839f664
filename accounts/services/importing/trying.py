"""What a set of files would do, found by doing it and taking it back.

Later files of a set need what earlier ones bring: people their accounts, reporting lines their people. All runs are
written one after the other in one transaction that is then rolled back, so the preview is what will happen, to the row.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.domain.importing.claims import Claims
from accounts.domain.importing.questions import Questions
from accounts.domain.importing.rows import Row
from accounts.models import ImportChunk, ImportRun, ImportSet, RunState
from accounts.services.acts import Recorder
from accounts.services.importing.applying import announce
from accounts.services.importing.kinds import Batch, Kind, kind_of
from accounts.services.importing.reading import batch_of, judge_columns, read_first, reader_of, remarks_of
from accounts.services.importing.runs import CHUNK_ROWS
from accounts.services.importing.sets import runs_of

COUNTS = ("created", "updated", "unchanged", "failed")
# How many rows of each verdict a preview shows.
SHOWN_NOTES = 200


@dataclass
class ChunkOutcome:
    """What came of the rows of one chunk."""

    first_problems: list[Any] = field(default_factory=list)
    problems: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    remarks: list[Any] = field(default_factory=list)


class RunTrial:
    """One run being tried; its outcome stays in memory, since what is written meanwhile is taken back."""

    def __init__(self, run: ImportRun, kind: Kind) -> None:
        self.run = run
        self.kind = kind
        self.outcomes: dict[int, ChunkOutcome] = {}
        self.counts = dict.fromkeys(COUNTS, 0)
        self.waiting: list[Row] = []
        self.asked = Questions()
        self._shown: dict[str, int] = {}

    def rows_done(self) -> int:
        return sum(self.counts.values())

    def go(self, beacon: "Beacon") -> None:
        """Try every chunk, then the rows that wait for others of the file."""
        judge_columns(self.run, self.kind)
        reader, claims = reader_of(self.run, self.kind), Claims()
        outcome = ChunkOutcome()
        for chunk in self.run.chunks.iterator(chunk_size=5):
            outcome = self.outcomes[chunk.pk] = ChunkOutcome()
            rows, first = read_first(chunk, self.kind, reader, claims)
            outcome.first_problems = [list(problem) for problem in first]
            self.counts["failed"] += len({problem.row for problem in first})
            self._do(rows, outcome, is_last_round=False)
            beacon.show(self.rows_done())
        self._settle_waiting(outcome)
        self.asked = announce(self.run)
        for one in self.outcomes.values():
            one.problems = [*one.first_problems, *one.problems]

    def _do(self, rows: list[Row], outcome: ChunkOutcome, *, is_last_round: bool) -> None:
        with transaction.atomic():
            batch = batch_of(self.run, rows, is_last_round=is_last_round)
            write = self.kind.plan(batch)
            write(Recorder(self.run.made_by))
        waiting = set(batch.deferred)
        self.waiting += [row for row in rows if row.number in waiting]
        self._keep(batch, outcome)

    def _keep(self, batch: Batch, outcome: ChunkOutcome) -> None:
        outcome.problems += [list(problem) for problem in batch.problems]
        outcome.remarks += remarks_of(batch)
        for note in batch.notes:
            self._shown[note[1]] = self._shown.get(note[1], 0) + 1
            if self._shown[note[1]] <= SHOWN_NOTES:
                outcome.notes.append(note)
        for name in ("created", "updated", "unchanged"):
            self.counts[name] += getattr(batch, name)
        self.counts["failed"] += len({problem.row for problem in batch.problems})

    def _settle_waiting(self, outcome: ChunkOutcome) -> None:
        is_last_round = False
        while self.waiting:
            before, self.waiting = self.waiting, []
            for start in range(0, len(before), CHUNK_ROWS):
                self._do(before[start : start + CHUNK_ROWS], outcome, is_last_round=is_last_round)
            is_last_round = len(self.waiting) == len(before)

    def save(self) -> None:
        """Keep what was found."""
        for some in _some(self.outcomes.items(), 50):
            chunks = [ImportChunk(pk=pk, **vars(outcome)) for pk, outcome in some]
            ImportChunk.objects.bulk_update(chunks, ["first_problems", "problems", "notes", "remarks"])
        ImportRun.objects.filter(pk=self.run.pk).update(
            **self.counts,
            missing=self.asked.missing,
            named_again=self.asked.named_again,
            rows_done=self.rows_done(),
            state=RunState.CHECKED,
        )


def _some(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    held = list(items)
    return (held[start : start + size] for start in range(0, len(held), size))


class Beacon:
    """Shows how far a trial is, over a connection of its own: what the trial itself writes nobody else sees."""

    def __init__(self, one: ImportSet) -> None:
        self.set_id = one.pk
        self.before = 0
        self.aside = connection.copy()

    def show(self, rows_done: int) -> None:
        """Say how many rows were tried."""
        with self.aside.cursor() as cursor:
            table = connection.ops.quote_name(ImportSet._meta.db_table)
            cursor.execute(
                f"UPDATE {table} SET rows_done = %s, beat_at = %s WHERE id = %s",  # noqa: S608 (our own table's name)
                [self.before + rows_done, timezone.now(), self.set_id],
            )

    def close(self) -> None:
        self.aside.close()


def try_set(one: ImportSet) -> None:
    """Find what a set would do; nothing of it is written."""
    trials = [RunTrial(run, kind) for run in runs_of(one) if (kind := kind_of(run.kind)) is not None]
    with closing(Beacon(one)) as beacon, transaction.atomic():
        for trial in trials:
            trial.go(beacon)
            beacon.before += trial.rows_done()
        transaction.set_rollback(True)
    with transaction.atomic():
        for trial in trials:
            trial.save()
        _finish(one, sum(trial.rows_done() for trial in trials))


def _finish(one: ImportSet, rows_done: int) -> None:
    to = RunState.APPLYING if one.applies_when_checked else RunState.CHECKED
    fresh = {"state": to, "rows_done": rows_done, "stage_began_at": timezone.now()}
    ImportSet.objects.filter(pk=one.pk, state=RunState.CHECKING).update(**fresh)
