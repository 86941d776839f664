"""The rows of a run's chunks as its mapping reads them."""

from typing import cast

from accounts.domain.importing.claims import Claims
from accounts.domain.importing.files import Record
from accounts.domain.importing.rows import Problem, Reader, Row
from accounts.domain.importing.values import DateOrder, date_order
from accounts.models import ImportChunk, ImportRun
from accounts.services.importing.kinds import Batch, Kind


def reader_of(run: ImportRun, kind: Kind) -> Reader:
    """What reads the rows of a run."""
    return Reader(kind.fields(), run.mapping, len(run.header), cast(DateOrder, run.date_order))


def records_of(chunk: ImportChunk) -> list[Record]:
    """The rows of a chunk as they stand in the file."""
    return [Record(number, cells) for number, cells in chunk.rows()]


def find_date_order(run: ImportRun, kind: Kind) -> DateOrder | None:
    """Whether the file writes the day or the month first, where some date of it tells."""
    reader = reader_of(run, kind)
    for chunk in run.chunks.iterator(chunk_size=10):
        order = date_order(reader.date_cells(records_of(chunk)))
        if order is not None:
            return order
    return None


def read_first(chunk: ImportChunk, kind: Kind, reader: Reader, claims: Claims) -> tuple[list[Row], list[Problem]]:
    """Read a chunk and find what is wrong with it before the records are asked."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for record in records_of(chunk):
        row, found = reader.read(record)
        if not found:
            earlier = claims.contradicted_by(row.number, kind.claims(row))
            if earlier is not None:
                found = [Problem(row.number, "", "contradiction", {"row": str(earlier)})]
        problems += found
        if not found:
            rows.append(row)
    return rows, problems


def read_again(chunk: ImportChunk, reader: Reader) -> list[Row]:
    """Read the rows of a chunk that were found good when it was checked."""
    bad = {number for number, *_rest in chunk.first_problems}
    return [reader.read(record)[0] for record in records_of(chunk) if record.number not in bad]


def batch_of(run: ImportRun, rows: list[Row], **options: object) -> Batch:
    """A batch of rows to be judged on behalf of who made the run."""
    return Batch(rows=rows, as_of=run.as_of, source=run.source, actor=run.made_by, **options)  # type: ignore[arg-type]
