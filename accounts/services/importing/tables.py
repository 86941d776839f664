"""The tables of an uploaded file: text holds one, a workbook its sheets, a tree of records one for each object."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from accounts.domain.importing.files import Format, Record, detect, records
from accounts.domain.importing.formats import checked_header
from accounts.domain.importing.trees import Table, tables_of

SAMPLE_ROWS = 100


@dataclass
class SourceTable:
    """One table on its way in: its header, some first rows, and all rows (to be read once).

    `object` is what its records are where the file says so itself.
    """

    name: str
    object: str
    form: Format
    first: Record
    header: list[str]
    sample: list[list[str]]
    rows: Iterator[Record]


def source_tables(file: BinaryIO, file_name: str) -> Iterator[SourceTable]:
    """Yield the tables of a file. *Raises* Unreadable."""
    form = detect(file)
    trees = tables_of(file, form) if form.shape == "json" else []
    if trees:
        yield from _of_trees(trees, form, file_name)
    elif len(form.sheets) > 1:
        for sheet in form.sheets:
            chosen = detect(file, sheet)
            yield _table(f"{file_name} › {sheet}", "", chosen, records(file, chosen))
    else:
        yield _table(file_name, "", form, records(file, form))


def _of_trees(trees: list[Table], form: Format, file_name: str) -> Iterator[SourceTable]:
    for tree in trees:
        numbered = (Record(number, cells) for number, cells in enumerate(tree.cells(), start=1))
        yield _table(f"{file_name} › {tree.object}", tree.object, form, numbered)


def _table(name: str, of: str, form: Format, rows: Iterator[Record]) -> SourceTable:
    first = next(rows)
    header = [clean_header(cell) for cell in checked_header(first.cells)]
    some = list(islice(rows, SAMPLE_ROWS))
    return SourceTable(name, of, form, first, header, [row.cells for row in some], chain(some, rows))


def clean_header(name: str) -> str:
    """The name of a column without what is invisible in it."""
    return name.replace("\0", "").lstrip("\ufeff").strip()[:200]
