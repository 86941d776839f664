"""The rows of a run's chunks as its mapping reads them, and how its columns are written."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from django.conf import settings

from accounts.domain.importing.claims import Claims
from accounts.domain.importing.columns import Field
from accounts.domain.importing.files import Record
from accounts.domain.importing.judging import Judge, Question, Tally, questions, ways
from accounts.domain.importing.meaning import PLAIN, Meaning, folded_values
from accounts.domain.importing.presets import Preset
from accounts.domain.importing.rows import Problem, Reader, Row
from accounts.domain.importing.values import DateOrder
from accounts.models import ImportChunk, ImportRun
from accounts.selectors.import_readings import ShownReading, readings_of
from accounts.services.importing.kinds import Batch, Kind, kind_of
from csm.foundation.importers import presets


def reader_of(run: ImportRun, kind: Kind) -> Reader:
    """What reads the rows of a run."""
    order = cast(DateOrder, run.date_order)
    told = ways(questions_of(run, kind))
    return Reader(kind.fields(), run.mapping, len(run.header), order, told, meaning_of(run))


def meaning_of(run: ImportRun) -> Meaning:
    """What the words of a run's file mean: as its preset says, but where somebody chose otherwise."""
    preset = preset_of(run.preset)
    use = preset.use(run.use) if preset is not None else None
    if preset is None or use is None:
        return PLAIN
    values = {key: {**words, **run.values.get(key, {})} for key, words in use.values.items()}
    return Meaning(
        constants=use.constants,
        values=folded_values(values),
        lenient=use.lenient,
        only_new=use.only_new,
        markup=use.markup,
        ids=preset.ids,
    )


def preset_of(key: str) -> Preset | None:
    """The registered preset of that key."""
    return cast("Preset | None", presets.get(key)) if key else None


def records_of(chunk: ImportChunk) -> list[Record]:
    """The rows of a chunk as they stand in the file."""
    return [Record(number, cells) for number, cells in chunk.rows()]


def judge_columns(run: ImportRun, kind: Kind, mapping: Mapping[str, int] | None = None) -> None:
    """Go through the columns whose cells could be written in two ways, and keep with the run what they tell."""
    judges = {
        index: Judge(field)
        for index, field in _two_way_columns(kind, run.mapping if mapping is None else mapping)
        if run.tallies.get(str(index), {}).get("field") != field.key
    }
    if not judges:
        return
    for chunk in run.chunks.iterator(chunk_size=10):
        rows = chunk.rows()
        for index, judge in judges.items():
            judge.take(cells[index] for _number, cells in rows if index < len(cells))
    run.tallies |= {str(index): asdict(judge.tally) for index, judge in judges.items()}
    ImportRun.objects.filter(pk=run.pk).update(tallies=run.tallies)


def _two_way_columns(kind: Kind, mapping: Mapping[str, int]) -> list[tuple[int, Field]]:
    return [(mapping[field.key], field) for field in kind.fields() if field.key in mapping and field.ways]


def questions_of(run: ImportRun, kind: Kind, mapping: Mapping[str, int] | None = None) -> list[Question]:
    """What the columns of a run tell of how they are written, and what has to be asked."""
    chosen = run.mapping if mapping is None else mapping
    found: list[Question] = []
    for index, field in _two_way_columns(kind, chosen):
        tally = Tally(**run.tallies.get(str(index), {"field": ""}))
        if tally.field == field.key:
            said = run.answers.get(str(index), {})
            names_currency = field.unit_field in chosen
            found += questions(index, field, tally, said, base=settings.BASE_CURRENCY, names_currency=names_currency)
    return found


def shown_readings(run: ImportRun) -> list[ShownReading]:
    """How the columns of a run are read, in words."""
    kind = kind_of(run.kind)
    return readings_of(questions_of(run, kind), run.header, kind.fields()) if kind is not None else []


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
    meaning = meaning_of(run)
    return Batch(
        rows,
        run.as_of,
        run.source,
        run.made_by,
        run.belongs_to,
        only_new=meaning.only_new,
        lenient=meaning.lenient,
        **options,  # type: ignore[arg-type]
    )


def remarks_of(batch: Batch) -> list[list[object]]:
    """Without what the rows of a judged batch come in; rows that fail or wait have none."""
    out = {problem.row for problem in batch.problems} | set(batch.deferred)
    return [list(remark) for row in batch.rows if row.number not in out for remark in row.remarks]
