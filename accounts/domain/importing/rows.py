"""From the cells of a row to its values, or the problems with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from accounts.domain.importing.columns import Field, Mapped
from accounts.domain.importing.currencies import meant_by, unit_of
from accounts.domain.importing.files import Record
from accounts.domain.importing.judging import UNCLEAR, Way, readings
from accounts.domain.importing.meaning import PLAIN, Meaning
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
    """One row whose cells could be read; `values` holds only what is not blank.

    `remarks` say without what a row is brought in: a cell that it can do without could not be used.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Problem] = field(default_factory=list)

    def remark(self, column: str, code: str, **params: object) -> None:
        """This row is brought in without what a column says; judged twice, it is said once."""
        said = Problem(self.number, column, code, {name: str(given) for name, given in params.items()})
        if said not in self.remarks:
            self.remarks.append(said)

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def __contains__(self, key: str) -> bool:
        return key in self.values


NO_WAY = Way()


class Reader:
    """Reads the rows of one file by its mapping.

    `ways` says by column how it is written, `order` where they do not; `meaning` what words of another system mean.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        mapping: Mapped,
        width: int,
        order: DateOrder = "dmy",
        ways: Mapping[int, Way] | None = None,
        meaning: Meaning = PLAIN,
    ) -> None:
        self._columns = [
            (mapping[field.key], field, meaning.prepare(field.key)) for field in fields if field.key in mapping
        ]
        self._amounts = [(index, column) for index, column, _prepare in self._columns if column.unit_field]
        self._constants = {
            field.key: field.parse(meaning.constants[field.key], order)
            for field in fields
            if field.key in meaning.constants
        }
        self._lenient = meaning.lenient
        self._width = width
        self._order = order
        self._ways = ways or {}

    def read(self, record: Record) -> tuple[Row, list[Problem]]:
        """Return the row with every value that could be read, and a problem for each that could not."""
        row, problems = Row(record.number, dict(self._constants)), []
        if any(cell.strip() for cell in record.cells[self._width :]):
            params = {"found": str(len(record.cells)), "expected": str(self._width)}
            problems.append(Problem(record.number, "", "cells", params))
        for index, column, prepare in self._columns:
            cell = restore(record.cells[index]) if index < len(record.cells) else ""
            if not cell.strip(" \t\r\n\ufeff\u00a0"):
                continue
            try:
                meant = prepare(cell, row) if prepare else cell
                if meant:
                    row.values[column.key] = self._value(column, meant, self._ways.get(index, NO_WAY))
            except Misread as error:
                found = row.remarks if column.key in self._lenient else problems
                found.append(_problem(record, column, error, cell))
        return row, problems + self._currency_problems(row, record)

    def _currency_problems(self, row: Row, record: Record) -> list[Problem]:
        problems = []
        for index, column in self._amounts:
            try:
                if column.key in row:
                    _name_currency(row, column, record.cells[index], self._ways.get(index, NO_WAY))
            except Misread as error:
                problems.append(_problem(record, column, error, record.cells[index]))
        return problems

    def _value(self, column: Field, cell: str, way: Way) -> Any:
        if "\0" in cell:
            raise Misread("nul")
        if way.way == UNCLEAR:
            return _only_reading(column, cell)
        return column.parse(cell, way.way or self._order)


def _problem(record: Record, column: Field, error: Misread, cell: str) -> Problem:
    params = {**error.params, "found": error.params.get("found", cell[:80].replace("\0", ""))}
    return Problem(record.number, column.key, error.expected, params)


def _only_reading(column: Field, cell: str) -> Any:
    """What a cell means if that is the same in every way in which it can be read at all."""
    found = list(readings(column, cell).values())
    if not found:
        return column.parse(cell, column.ways[0])
    if any(one != found[0] for one in found):
        raise Misread("unclear_date" if column.is_date else "unclear_number")
    return found[0]


def _name_currency(row: Row, column: Field, cell: str, way: Way) -> None:
    """Take the currency from an amount where the file has it there. *Raises* Misread."""
    unit, said = unit_of(cell), row.get(column.unit_field, "")
    codes = meant_by(unit) if unit else ()
    if said and codes and said not in codes:
        raise Misread("currency_differs", unit=unit, said=said)
    if said:
        return
    if not codes and way.is_mixed:
        raise Misread("currency_missing")
    code = codes[0] if len(codes) == 1 else way.currency
    if not code and codes:
        raise Misread("currency_unclear", unit=unit, choices=", ".join(codes))
    if code:
        row.values[column.unit_field] = code
