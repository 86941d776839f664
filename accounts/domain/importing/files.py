"""From an uploaded file of any format to rows of cells, or a reason why that cannot be.

form = detect(file)
header, *rows = records(file, form)
"""

import io
from collections.abc import Iterator
from typing import BinaryIO

from accounts.domain.importing import objects, texts, workbooks
from accounts.domain.importing.formats import MOST_BYTES, MOST_COLUMNS, Format, Record, Unreadable

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "Format", "Record", "Unreadable", "detect", "in_batches", "records"]

HEAD_BYTES = 4096
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0"
SIGNATURES = {b"\x1f\x8b": "archive", b"7z\xbc\xaf": "archive", b"Rar!": "archive"}
SIGNATURES |= {b"%PDF": "binary", b"\x89PNG": "binary", b"\xff\xd8\xff": "binary"}


def detect(file: BinaryIO, sheet: str = "") -> Format:
    """Find out how a file is written, whatever its name says.

    Parameters: a seekable binary file; for a workbook the sheet to read, else the first that holds rows is taken.
    Returns: the format that `records` needs.
    Raises: Unreadable with `empty`, `archive`, `workbook`, `binary`, `encoding`, `too_large` or what a workbook or a
    file of objects adds.
    """
    head = _head(file)
    if head.startswith(ZIPPED):
        return workbooks.detect(file, sheet)
    if head.startswith(COMPOUND):
        raise Unreadable("password" if _is_encrypted(file) else "workbook")
    for mark, code in SIGNATURES.items():
        if head.startswith(mark):
            raise Unreadable(code)
    encoding, text = texts.opening(file)
    if objects.are_meant(text):
        return Format(encoding, shape="json")
    return Format(encoding, texts.delimiter(text))


def records(file: BinaryIO, form: Format, least: int = 2) -> Iterator[Record]:
    """Yield the header and then each row that is not blank.

    Parameters: `least` is how many rows there must be, the header included; 1 where the first holds data.
    Raises: Unreadable with `no_header`, `columns`, `cell`, `no_rows` and what the format adds.
    """
    readers = {"csv": texts.records, "xlsx": workbooks.records, "json": objects.records}
    found = 0
    for record in readers[form.shape](file, form):
        found += 1
        yield record
    if found < least:
        raise Unreadable("no_rows" if found else "empty")


def _head(file: BinaryIO) -> bytes:
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise Unreadable("too_large", most=MOST_BYTES // 1024 // 1024)
    file.seek(0)
    return file.read(HEAD_BYTES)


def _is_encrypted(file: BinaryIO) -> bool:
    """Office keeps an encrypted workbook in a compound file, as a stream of this name."""
    name, tail = "EncryptedPackage".encode("utf-16-le"), b""
    file.seek(0)
    while block := file.read(1024 * 1024):
        if name in tail + block:
            return True
        tail = block[-len(name) :]
    return False


def in_batches(rows: Iterator[Record], size: int) -> Iterator[list[Record]]:
    """Cut rows into lists of at most `size`."""
    batch: list[Record] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
