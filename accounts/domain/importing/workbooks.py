"""Rows of an Excel workbook (.xlsx, .xlsm): the values that its cells show; macros and formulas are never run."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from accounts.domain.importing.archives import check_size, members
from accounts.domain.importing.cells import cell_text
from accounts.domain.importing.formats import Format, Record, Unreadable, checked_cells, checked_header

Row = list[Any]
LONGEST_NAME = 100


def detect(file: BinaryIO, sheet: str = "") -> Format:
    """Find the sheets that can be read, and which one is.

    Returns: the named sheet, else the first visible one with a header and a row.
    Raises: Unreadable with `archive`, `binary_workbook`, `open_document`, `password`, `damaged`, `bomb`,
    `cells_too_many`, `hidden`, `no_rows`, `empty` or `no_sheet`.
    """
    _check_kind(members(file))
    check_size(file)
    with _opened(file) as book:
        named = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        if any(len(name) > LONGEST_NAME for name in named):
            raise Unreadable("damaged")
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if sheet:
            return _chosen(sheet, named)
        filled = [name for name in named if _rows_at_least(book.get_sheet_by_name(name), 2)]
        shown = tuple(name for name in filled if name in visible)
        if not shown:
            raise Unreadable("hidden" if filled else _lack(book, named))
        return Format(shape="xlsx", sheet=shown[0], sheets=shown)


def _check_kind(names: set[str]) -> None:
    folded = {name.lower().lstrip("/") for name in names}
    if "xl/workbook.bin" in folded:
        raise Unreadable("binary_workbook")
    if "xl/workbook.xml" not in folded:
        raise Unreadable("open_document" if "content.xml" in folded else "archive")


def _chosen(sheet: str, named: list[str]) -> Format:
    if sheet not in named:
        raise Unreadable("no_sheet", found=sheet, choices=", ".join(named))
    return Format(shape="xlsx", sheet=sheet, sheets=tuple(named))


def _lack(book: CalamineWorkbook, named: list[str]) -> str:
    return "no_rows" if any(_rows_at_least(book.get_sheet_by_name(name), 1) for name in named) else "empty"


def _rows_at_least(sheet: CalamineSheet, wanted: int) -> bool:
    rows = 0
    for row in sheet.iter_rows():
        rows += any(cell_text(cell).strip() for cell in row)
        if rows == wanted:
            return True
    return False


def records(file: BinaryIO, form: Format) -> Iterator[Record]:
    """Yield the first row that is not blank as the header, then each further one, by their numbers in the sheet."""
    with _opened(file) as book:
        sheet = book.get_sheet_by_name(form.sheet)
        is_header = True
        for number, cells in enumerate(_filled_down(sheet), start=1):
            texts = [cell_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                yield Record(number, checked_header(texts) if is_header else checked_cells(number, texts))
                is_header = False


def _filled_down(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows of a sheet; a cell merged over several rows says the same in each of them that is not blank."""
    left = sheet.start[1] if sheet.start else 0
    spans = sorted(((top, column - left, bottom) for (top, column), (bottom, _right) in _merged(sheet)), reverse=True)
    lasting: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(sheet.iter_rows()):
        if any(cell != "" for cell in row):
            for column, (bottom, cell) in lasting.items():
                if number <= bottom and row[column] == "":
                    row[column] = cell
        while spans and spans[-1][0] <= number:
            top, column, bottom = spans.pop()
            if top == number and 0 <= column < len(row):
                lasting[column] = bottom, row[column]
        yield row


def _merged(sheet: CalamineSheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [(start, end) for start, end in sheet.merged_cell_ranges or [] if start[0] < end[0]]


@contextmanager
def _opened(file: BinaryIO) -> Iterator[CalamineWorkbook]:
    """A workbook; whatever the library finds wrong with it, panics included, is one reason."""
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            yield book
    except PasswordError as error:
        raise Unreadable("password") from error
    except (CalamineError, WorksheetNotFound) as error:
        raise Unreadable("damaged") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("damaged") from error
