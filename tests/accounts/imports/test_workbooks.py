"""Workbooks and what their typed cells become; those that would harm the reader are refused before they are opened."""

import io
import struct
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from accounts.domain.importing.cells import cell_text, number_text
from accounts.domain.importing.files import Format, Record, Unreadable, detect, records
from tests.accounts.imports.workbooks import raw_workbook, saved, workbook, zipped

HEADER = ["Name", "Since"]
INLINE = '<c r="{at}" t="inlineStr"><is><t>x</t></is></c>'


def read(raw: bytes, sheet: str = "") -> tuple[Format, list[Record]]:
    file = io.BytesIO(raw)
    form = detect(file, sheet)
    return form, list(records(file, form))


def code_of(raw: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (12.5, "12.5"),
        (1.234, "1.2340"),
        (1234.567, "1234.567"),
        (-0.125, "-0.125"),
        (1e15, "1000000000000000"),
        (True, "true"),
        (None, ""),
        (date(2026, 3, 31), "2026-03-31"),
        (datetime.combine(date(2026, 3, 31), time(14, 30)), "2026-03-31 14:30:00"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30, minutes=1), "30:01:00"),
        (" =1+1", " =1+1"),
    ],
)
def test_typed_cell_becomes_text_that_is_understood_exactly(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def test_number_with_an_absurd_exponent_is_not_written_out() -> None:
    assert number_text("1e999999999") == "1e999999999"


def test_rows_keep_the_numbers_they_have_in_the_sheet() -> None:
    def move(book: Workbook) -> None:
        book.active.move_range("A1:B2", rows=3, cols=2)  # type: ignore[union-attr]

    form, rows = read(workbook(HEADER, ["Ana", date(2026, 3, 31)], change=move))
    assert (form.shape, form.sheet, form.sheets) == ("xlsx", "Sheet", ("Sheet",))
    assert rows == [(4, ["Name", "Since"]), (5, ["Ana", "2026-03-31"])]


def test_dates_of_the_other_epoch_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(HEADER)  # type: ignore[union-attr]
    book.active.append(["Ana", datetime.combine(date(2026, 3, 31), time())])  # type: ignore[union-attr]
    assert read(saved(book))[1][1].cells == ["Ana", "2026-03-31"]


def test_cell_merged_over_rows_says_the_same_in_each_that_is_not_blank() -> None:
    def merge(book: Workbook) -> None:
        book.active.merge_cells("A2:A5")  # type: ignore[union-attr]

    rows = read(
        workbook(["Account", "Person"], ["Acme", "Ana"], [None, "Bo"], [None, None], [None, "Cy"], change=merge)
    )
    assert rows[1][1:] == [(2, ["Acme", "Ana"]), (3, ["Acme", "Bo"]), (5, ["Acme", "Cy"])]


def test_formulas_give_the_values_they_last_had() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>N</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row></sheetData>'
    )
    assert [row.cells for row in read(raw_workbook(sheet))[1]] == [["N"], ["2"], ["ab"]]


def test_first_visible_sheet_with_rows_is_read_unless_another_is_named() -> None:
    def add(book: Workbook) -> None:
        for name, rows in (("Notes", [["only a header"]]), ("Hidden", [["N"], ["h"]]), ("People", [["N"], ["Ana"]])):
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book["Hidden"].sheet_state = "hidden"
        book.create_sheet("More").append(["M"])
        book["More"].append(["m"])

    raw = workbook(change=add)
    form, rows = read(raw)
    assert (form.sheet, form.sheets, rows[1].cells) == ("People", ("People", "More"), ["Ana"])
    assert read(raw, "More")[1][1].cells == ["m"]
    with pytest.raises(Unreadable) as refused:
        read(raw, "Nowhere")
    assert refused.value.params == {"found": "Nowhere", "choices": "Sheet, Notes, Hidden, People, More"}


def hide(book: Workbook) -> None:
    book.create_sheet("Empty")
    book["Sheet"].sheet_state = "hidden"


def far_cells(*ends: str) -> bytes:
    return raw_workbook("<sheetData>" + "".join(f"<row>{INLINE.format(at=at)}</row>" for at in ends) + "</sheetData>")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (workbook(), "empty"),
        (workbook(HEADER), "no_rows"),
        (workbook(HEADER, ["Ana", ""], change=hide), "hidden"),
        (workbook(HEADER, ["Ana", ""])[:2000], "damaged"),
        (zipped({"a.csv": "Name\nAna\n"}), "archive"),
        (zipped({"xl/workbook.bin": b"\0"}), "binary_workbook"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "open_document",
        ),
        (b"\xd0\xcf\x11\xe0" + bytes(5000) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "password"),
        (raw_workbook("<sheetData><row><c></row>"), "damaged"),
        (raw_workbook('<sheetData><row r="1"><c r="first"><v>1</v></c></row></sheetData>'), "damaged"),
        (far_cells("A1", "XFD1048576"), "cells_too_many"),
        (workbook([f"c{number}" for number in range(501)], [1]), "columns"),
    ],
)
def test_workbook_that_cannot_be_read_says_why(raw: bytes, code: str) -> None:
    assert code_of(raw) == code


def test_workbook_that_declares_entities_is_refused() -> None:
    assert code_of(raw_workbook(b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>')) == "damaged"


def test_workbook_that_unpacks_without_end_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.domain.importing.archives.MOST_UNPACKED", 3_000_000)
    assert code_of(raw_workbook("<sheetData/>", **{"xl/sharedStrings.xml": b" " * 4_000_000})) == "bomb"


def test_workbook_that_lies_about_its_size_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.domain.importing.archives.MOST_UNPACKED", 3_000_000)
    true = raw_workbook("<sheetData/>", **{"xl/sharedStrings.xml": b" " * 4_000_000})
    lie = true.replace(struct.pack("<L", 4_000_000), struct.pack("<L", 40))
    assert lie != true
    assert code_of(lie) == "bomb"


PLAIN = workbook(HEADER, ["Ana", date(2026, 3, 31)], ["Bo", None])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_workbook_with_wrong_bytes_is_read_or_refused_but_never_breaks(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(PLAIN)
    for at, value in changes:
        raw[at] = value
    with suppress(Unreadable):
        assert read(bytes(raw))[1]
