"""From the cells of a row to its values, or the problems with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from accounts.domain.importing.columns import Field, Mapped
from accounts.domain.importing.files import Record
from accounts.domain.importing.reports import restore
from accounts.domain.importing.values import DateOrder, Misread


class Problem(NamedTuple):
    """Why a row cannot be imported: which row, which field ("" for the whole row), and what is wrong with it."""

    row: int
    field: str
    code: str
    params: dict[str, str]


@dataclass(slots=True)
class Row:
    """One row whose cells could be read; `values` holds only what is not blank."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def __contains__(self, key: str) -> bool:
        return key in self.values


class Reader:
    """Reads the rows of one file by its mapping."""

    def __init__(self, fields: Sequence[Field], mapping: Mapped, width: int, order: DateOrder) -> None:
        self._columns = [(mapping[field.key], field) for field in fields if field.key in mapping]
        self._width = width
        self._order = order

    def read(self, record: Record) -> tuple[Row, list[Problem]]:
        """Return the row with every value that could be read, and a problem for each that could not."""
        row, problems = Row(record.number), []
        if any(cell.strip() for cell in record.cells[self._width :]):
            params = {"found": str(len(record.cells)), "expected": str(self._width)}
            problems.append(Problem(record.number, "", "cells", params))
        for index, column in self._columns:
            cell = restore(record.cells[index]) if index < len(record.cells) else ""
            if not cell.strip(" \t\r\n\ufeff\u00a0"):
                continue
            try:
                row.values[column.key] = self._value(column, cell)
            except Misread as error:
                params = {**error.params, "found": error.params.get("found", cell[:80].replace("\0", ""))}
                problems.append(Problem(record.number, column.key, error.expected, params))
        return row, problems

    def _value(self, column: Field, cell: str) -> Any:
        if "\0" in cell:
            raise Misread("nul")
        return column.parse(cell, self._order)

    def date_cells(self, records: Sequence[Record]) -> list[str]:
        """The cells of the columns that hold dates."""
        places = [index for index, column in self._columns if column.is_date]
        return [record.cells[index] for record in records for index in places if index < len(record.cells)]
