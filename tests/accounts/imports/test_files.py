"""Files of every make, well-meant and hostile: rows come out, or one clear reason."""

import io
from pathlib import Path

import pytest

from accounts.domain.importing.files import MOST_BYTES, MOST_COLUMNS, Format, Record, Unreadable, detect, records


def read(raw: bytes) -> tuple[Format, list[Record]]:
    file = io.BytesIO(raw)
    form = detect(file)
    return form, list(records(file, form))


TEXT = "Name,City\nZoë,Málaga\nJürgen,Köln\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found_and_nothing_is_garbled(raw: bytes, encoding: str) -> None:
    form, rows = read(raw)
    assert form.encoding == encoding
    assert rows == [(1, ["Name", "City"]), (2, ["Zoë", "Málaga"]), (3, ["Jürgen", "Köln"])]


def test_cyrillic_of_windows_is_found() -> None:
    raw = ("Имя;Город\n" + "Наталья Соколова;Екатеринбург\nДмитрий Кузнецов;Новосибирск\n" * 20).encode("cp1251")
    form, rows = read(raw)
    assert form.delimiter == ";"
    assert rows[1].cells == ["Наталья Соколова", "Екатеринбург"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(delimiter: str) -> None:
    rows = [["Name", "Notes", "Value"], ["Ana", "a, b; c", "1.5"], ["Bo", "plain", "2"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    form, found = read(text.encode())
    assert form.delimiter == delimiter
    assert [row.cells for row in found] == rows


def test_file_of_one_column_is_read() -> None:
    assert read(b"E-mail\nana@x.example\n")[1] == [(1, ["E-mail"]), (2, ["ana@x.example"])]


def test_quoted_line_ends_stay_in_their_cell_and_blank_rows_are_left_out_but_counted() -> None:
    _form, rows = read(b'Name,Notes\r\nAna,"one\r\ntwo"\r\n\r\n , \r\nBo,x\r\n')
    assert rows == [(1, ["Name", "Notes"]), (2, ["Ana", "one\r\ntwo"]), (5, ["Bo", "x"])]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"  \n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Name,City\n", "no_rows"),
        (b",,\nAna,1,2\n", "no_header"),
        (b"PK\x03\x04\x14\x00\x06\x00", "archive"),
        (b"\x1f\x8b\x08\x00" + bytes(50), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(50), "workbook"),
        (b"%PDF-1.7 \x01\x02", "binary"),
        (bytes(range(1, 32)) * 40, "binary"),
        (b'Name,Notes\nAna,"never closed\nBo,x\n', "quote"),
        (b'Name,Notes\nAna,"' + b"x" * 1_100_000 + b'"\n', "cell"),
        (",".join(f"c{n}" for n in range(5000)).encode() + b"\n1\n", "columns"),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert refused.value.code == code


def test_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with path.open("rb") as file, pytest.raises(Unreadable) as refused:
        detect(file)
    assert (refused.value.code, refused.value.params) == ("too_large", {"most": "128"})


def test_refusal_of_too_many_columns_says_how_many() -> None:
    with pytest.raises(Unreadable) as refused:
        read(",".join("c" for _ in range(MOST_COLUMNS + 1)).encode() + b"\n1\n")
    assert refused.value.params == {"found": str(MOST_COLUMNS + 1), "most": str(MOST_COLUMNS)}


def test_nul_characters_reach_the_row_that_holds_them() -> None:
    _form, rows = read(b"Name,City\nA\0na,Rome\n")
    assert rows[1].cells == ["A\0na", "Rome"]
