"""Writing rows for spreadsheets without handing them a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

# A spreadsheet takes a cell that begins so for a formula, some of them the wide signs too; an apostrophe makes it text.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
DEFUSED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")

Cell = str | int | float | Decimal


def defuse(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    >>> defuse("=1+1"), defuse("plain")
    ("'=1+1", 'plain')
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Undo `defuse`: `restore(defuse(cell)) == cell` for every cell.

    >>> restore("'=1+1"), restore("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if DEFUSED.match(cell) else cell


def lines(rows: Iterable[Sequence[Cell]], separator: str = ",") -> Iterator[str]:
    """Write rows as CSV, one text per row; a number is none that a spreadsheet would take for a formula.

    >>> list(lines([["-1+1", -5]]))
    ["'-1+1,-5\\r\\n"]
    """
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerow(
            [defuse(cell) if isinstance(cell, str) else cell for cell in row]
        )
        yield buffer.getvalue()
