"""The files of the torture folder that are made anew: workbooks, and what is too large to keep."""

import json
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.accounts.imports.workbooks import raw_workbook, saved, workbook, zipped

HEADER = ["Name", "Industry"]
ROWS = (HEADER, ["Zoë Ltd", "Rail"], ["Köln AG", "Trade"])
CONTRACT = ["Name", "Product", "Start date", "End date", "ARR"]
TEXT = '<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def _sheets(*hidden: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book.create_sheet("Notes").append(["only a header"])
        for name in ("Customers", "More"):
            for row in ROWS:
                book.create_sheet(name).append(row) if name not in book.sheetnames else book[name].append(row)
        for name in hidden:
            book[name].sheet_state = "hidden"

    return change


def _merge(book: Workbook) -> None:
    book.active.merge_cells("B2:B3")  # type: ignore[union-attr]


def _many_sheets(book: Workbook) -> None:
    for number in range(60):
        book.create_sheet(f"Empty {number}")
    for row in ROWS:
        book["Empty 59"].append(list(row))


def _epoch_1904() -> bytes:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (CONTRACT, ["Zoë Ltd", "Suite", date(2026, 4, 3), date(2027, 4, 3), 1200]):
        book.active.append(row)  # type: ignore[union-attr]
    return saved(book)


def _typed() -> bytes:
    midnight = datetime.combine(date(2026, 4, 3), time())
    first = ["Zoë Ltd", "Suite", midnight, date(2027, 4, 3), 1.234]
    return workbook(CONTRACT, first, ["Köln AG", "Suite", True, timedelta(hours=30), "many"])


def _one_column(*cells: str) -> bytes:
    rows = "".join(f'<row r="{number}">{cell}</row>' for number, cell in enumerate(cells, start=1))
    return raw_workbook(f"<sheetData>{rows}</sheetData>")


def _macros() -> bytes:
    plain = '<sheetData><row r="1">{}</row><row r="2">{}</row></sheetData>'
    cells = TEXT.format(at="A1", text="Name"), TEXT.format(at="A2", text="Zoë Ltd")
    return raw_workbook(plain.format(*cells), **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Auto_Open"})


def _bomb() -> bytes:
    return raw_workbook("<sheetData/>", **{"xl/sharedStrings.xml": b" " * 540_000_000})


def _lying_bomb() -> bytes:
    return _bomb().replace(struct.pack("<L", 540_000_000), struct.pack("<L", 40))


MADE: dict[str, Callable[[], bytes]] = {
    "plain.xlsx": lambda: workbook(*ROWS),
    "workbook-called.csv": lambda: workbook(*ROWS),
    "macros.xlsm": _macros,
    "typed-cells.xlsx": _typed,
    "epoch-1904.xlsx": _epoch_1904,
    "merged-cells.xlsx": lambda: workbook(HEADER, ["Zoë Ltd", "Rail"], ["Köln AG", None], change=_merge),
    "formulas-with-values.xlsx": lambda: _one_column(
        TEXT.format(at="A1", text="Name"), '<c r="A2" t="str"><f>"Zo"&amp;"ë"</f><v>Zoë Ltd</v></c>'
    ),
    "formulas-never-calculated.xlsx": lambda: workbook(HEADER, ["Zoë Ltd", "=1+1"]),
    "formulas-as-text.xlsx": lambda: _one_column(
        TEXT.format(at="A1", text="Name"), TEXT.format(at="A2", text="=1+1"), TEXT.format(at="A3", text="'=2+2")
    ),
    "cells-with-errors.xlsx": lambda: _one_column(
        TEXT.format(at="A1", text="Name") + TEXT.format(at="B1", text="Industry"),
        TEXT.format(at="A2", text="Zoë Ltd") + '<c r="B2" t="e"><v>#REF!</v></c>',
    ),
    "several-sheets.xlsx": lambda: workbook(change=_sheets()),
    "many-sheets.xlsx": lambda: workbook(change=_many_sheets),
    "hidden-first-sheet.xlsx": lambda: workbook(["Secret"], [1], change=_sheets("Sheet")),
    "hidden-sheets-only.xlsx": lambda: workbook(change=_sheets("Customers", "More")),
    "empty.xlsx": workbook,
    "header-only.xlsx": lambda: workbook(HEADER),
    "truncated.xlsx": lambda: workbook(*ROWS)[:1500],
    "garbled.xlsx": lambda: raw_workbook("<sheetData><row><c></row>"),
    "entities.xlsx": lambda: raw_workbook(b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'),
    "far-cells.xlsx": lambda: raw_workbook(
        f"<sheetData><row>{TEXT.format(at='A1', text='Name')}</row>"
        f"<row>{TEXT.format(at='XFD1048576', text='far')}</row></sheetData>"
    ),
    "bomb.xlsx": _bomb,
    "lying-bomb.xlsx": _lying_bomb,
    "binary.xlsb": lambda: zipped({"xl/workbook.bin": b"\0"}),
    "document.ods": lambda: zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    ),
    "letter.docx": lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    "archive.csv": lambda: zipped({"accounts.csv": "Name\nZoë Ltd\n"}),
    "columns-5000.csv": lambda: ",".join(f"c{number}" for number in range(5000)).encode() + b"\n1\n",
    "columns-5000.xlsx": lambda: workbook([f"c{number}" for number in range(5000)], [1]),
    "columns-5000.json": lambda: json.dumps([{f"c{number}": 1 for number in range(5000)}]).encode(),
    "cell-of-5-mb.csv": lambda: b'Name,Industry\nZoe Ltd,"' + b"x" * 5_000_000 + b'"\n',
    "cell-of-5-mb-unquoted.csv": lambda: b"Name,Industry\nZoe Ltd," + b"x" * 5_000_000 + b"\n",
    "cell-of-5-mb.json": lambda: json.dumps([{"Name": "x" * 5_000_000}]).encode(),
    "quote-open-for-5-mb.csv": lambda: b'Name,Industry\n"Zoe Ltd,Rail\n' + b"Plain Ltd,Trade\n" * 320_000,
    "rows-500001.csv": lambda: b"Name\n" + b"a\n" * 500_001,
}
