"""What every format has in common: how a file is written, one row of it, and why it cannot be read."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

MOST_BYTES = 128 * 1024 * 1024
MOST_COLUMNS = 500
MOST_CELL_CHARACTERS = 1_000_000

Shape = Literal["csv", "xlsx", "json"]


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` says why, `params` complete the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: str(given) for name, given in params.items()}


class Record(NamedTuple):
    """One row of a file; `number` is its row in a spreadsheet, the header being row 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written.

    `encoding` and `delimiter` are of text; `sheet` is the one that is read of a workbook, `sheets` all that could be.
    """

    encoding: str = ""
    delimiter: str = ""
    shape: Shape = "csv"
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def checked_header(cells: list[str]) -> list[str]:
    """The first row, unless it is too wide or empty. *Raises* Unreadable with `columns` or `no_header`."""
    if len(cells) > MOST_COLUMNS:
        raise Unreadable("columns", found=len(cells), most=MOST_COLUMNS)
    if not any(cell.strip() for cell in cells):
        raise Unreadable("no_header")
    return cells


def checked_cells(number: int, cells: list[str]) -> list[str]:
    """A row, unless one of its cells is longer than anything that is meant. *Raises* Unreadable with `cell`."""
    if any(len(cell) > MOST_CELL_CHARACTERS for cell in cells):
        raise Unreadable("cell", row=number)
    return cells
