"""Reading a file that is in another way: another sheet of the workbook, or its first row as data."""

import io

from django.db import transaction

from accounts.domain.importing.files import Record, detect
from accounts.models import ImportChunk, ImportedWorkbook, ImportRun, RunState
from accounts.services.importing.kinds import Kind
from accounts.services.importing.runs import WrongStage, fill, name_columns


@transaction.atomic
def choose_sheet(run: ImportRun, kind: Kind, sheet: str) -> None:
    """Read another sheet of the workbook instead. *Raises* WrongStage, Unreadable."""
    held = _locked(run)
    workbook = ImportedWorkbook.objects.filter(run=held).first()
    if workbook is None or sheet not in held.sheets:
        raise WrongStage
    file, sheets = io.BytesIO(bytes(workbook.content)), held.sheets
    held.chunks.all().delete()
    fill(held, kind, file, detect(file, sheet))
    held.sheets = sheets
    held.save(update_fields=["sheets"])
    run.refresh_from_db()


@transaction.atomic
def say_first_row(run: ImportRun, kind: Kind, *, is_header: bool) -> None:
    """Say whether the first row holds the names of the columns or data already. *Raises* WrongStage."""
    held = _locked(run)
    if not held.first_row:  # came in before first rows were kept
        raise WrongStage
    if held.has_header != is_header:
        first = Record(*ImportChunk.unpack(held.first_row)[0])
        held.has_header = is_header
        _move_first(held, first)
        name_columns(held, kind, first)
        held.save()
    run.refresh_from_db()


def _move_first(run: ImportRun, first: Record) -> None:
    """Put the first row before the others, or take it away from there."""
    chunk = run.chunks.get(number=0)
    rows = chunk.rows()
    rows = rows[1:] if run.has_header else [first, *rows]
    if not rows and chunk.row_count == run.rows_total:
        raise WrongStage
    run.rows_total += len(rows) - chunk.row_count
    chunk.packed, chunk.row_count = ImportChunk.pack(rows), len(rows)
    chunk.save(update_fields=["packed", "row_count"])


def _locked(run: ImportRun) -> ImportRun:
    """The run as it stands, if its columns can still be chosen; what a check found of it is forgotten."""
    held = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state not in (RunState.MAPPING, RunState.CHECKED):
        raise WrongStage
    held.state = RunState.MAPPING
    return held
