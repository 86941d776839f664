"""One table of a set on its way into runs: recognised by a preset, by what was chosen last time, or by its columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from accounts.domain.importing.columns import normal, signature, suggest
from accounts.domain.importing.files import Record, Unreadable, in_batches
from accounts.domain.importing.meaning import words_of
from accounts.domain.importing.presets import Picker, Preset, Use, columns_of, recognise, without_footer
from accounts.models import ImportChunk, ImportMapping, ImportRun, ImportSet
from accounts.services.importing.kinds import Kind, kind_of, kinds
from accounts.services.importing.runs import CHUNK_ROWS, MOST_ROWS, propose_mapping, remembered_answers
from accounts.services.importing.tables import SourceTable
from csm.foundation.importers import presets

MOST_WORDS = 100


def receive_table(made: ImportSet, number: int, table: SourceTable) -> None:
    """Read a table into the runs of a set. *Raises* Unreadable."""
    preset = _preset_of(table)
    if preset is None:
        bins = [_Bin(_plain_run(made, number, table), None)]
        rows: Iterable[Record] = table.rows
    else:
        bins = [_Bin(_run_of(made, number, table, preset, use), use) for use in preset.uses]
        rows = without_footer(table.rows) if len(table.header) > 1 else table.rows
    _distribute(iter(rows), bins)


def _preset_of(table: SourceTable) -> Preset | None:
    """The preset by the name of the object where the file says it, else by the header."""
    known = cast("list[Preset]", list(presets))
    if table.object:
        return next((one for one in known if one.object == table.object), None)
    return recognise(table.header, table.sample, known, table.name)


def _plain_run(made: ImportSet, number: int, table: SourceTable) -> ImportRun:
    """The run of a table that no preset knows: understood as last time, or by columns that all have our own names."""
    run = _new_run(made, number, table)
    kept = ImportMapping.objects.filter(signature=run.signature, preset="").order_by("-used_at").first()
    kind = kind_of(kept.kind) if kept is not None else _own_kind(table.header)
    run.kind, run.is_left_out = kind.key if kind else "", bool(kept and kept.is_left_out)
    run.mapping = propose_mapping(run, kind) if kind else {}
    run.answers = remembered_answers(run)
    return run


def _own_kind(header: Sequence[str]) -> Kind | None:
    """The one kind that has a field for every column, and a column for all it needs."""
    names = {normal(name) for name in header if normal(name)}
    fitting = []
    for kind in kinds():
        chosen = suggest(header, kind.fields())
        if len(chosen) == len(names) and all(set(group) & set(chosen) for group in kind.needs):
            fitting.append(kind)
    return fitting[0] if len(fitting) == 1 else None


def _run_of(made: ImportSet, number: int, table: SourceTable, preset: Preset, use: Use) -> ImportRun:
    run = _new_run(made, number, table)
    run.source, run.preset, run.use, run.kind = preset.source, preset.key, use.key, use.kind
    run.mapping = columns_of(table.header, use.columns)
    kept = ImportMapping.objects.filter(kind=use.kind, signature=run.signature, use=use.key).first()
    if kept is not None:
        run.mapping, run.values, run.is_left_out = kept.mapping, kept.values, kept.is_left_out
        run.answers = kept.answers
    return run


def _new_run(made: ImportSet, number: int, table: SourceTable) -> ImportRun:
    return ImportRun(
        set=made,
        file_number=number,
        file_name=table.name.replace("\0", "")[-200:],
        source=made.source,
        as_of=made.as_of,
        shape=table.form.shape,
        encoding=table.form.encoding,
        delimiter=table.form.delimiter,
        sheet=table.form.sheet,
        first_row=ImportChunk.pack([table.first]),
        header=table.header,
        signature=signature(table.header),
        made_by=made.made_by,
    )


class _Bin:
    """A run and the rows that are its."""

    def __init__(self, run: ImportRun, use: Use | None) -> None:
        self.run = run
        self.picker = Picker(run.header, use) if use else None
        self.chunks = 0
        self.words: dict[str, Counter[str]] = {
            key: Counter() for key in (use.values if use else {}) if key in run.mapping
        }
        self.run.save()

    def take(self, batch: Sequence[Record]) -> None:
        taken = [row for row in batch if self.picker is None or self.picker.takes(row.cells)]
        self.run.rows_in_file += len(batch)
        self.run.rows_total += len(taken)
        if self.run.rows_total > MOST_ROWS:
            raise Unreadable("rows", most=MOST_ROWS)
        for key, counter in self.words.items():
            place = self.run.mapping[key]
            counter.update(word for row in taken if place < len(row.cells) for word in words_of(row.cells[place]))
        if taken:
            packed = ImportChunk.pack(taken)
            ImportChunk.objects.create(run=self.run, number=self.chunks, packed=packed, row_count=len(taken))
            self.chunks += 1

    def close(self) -> None:
        """Keep the counts; a use that no row of the file is about makes no run."""
        if not self.run.rows_total and self.picker is not None:
            self.run.delete()
            return
        self.run.words_found = {key: dict(counter.most_common(MOST_WORDS)) for key, counter in self.words.items()}
        self.run.save(update_fields=["rows_in_file", "rows_total", "words_found"])


def _distribute(rows: Iterator[Record], bins: Sequence[_Bin]) -> None:
    for batch in in_batches(rows, CHUNK_ROWS):
        for one in bins:
            one.take(batch)
    for one in bins:
        one.close()
