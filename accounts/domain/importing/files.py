"""From the bytes of an uploaded file to rows of cells, or a reason why that cannot be."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

import charset_normalizer
import clevercsv

MOST_BYTES = 128 * 1024 * 1024
MOST_COLUMNS = 500
MOST_CELL_CHARACTERS = 1_000_000
SAMPLE_BYTES = 256 * 1024
SNIFFED_CHARACTERS = 6_000
DELIMITERS = ",;\t|"

SIGNATURES = {
    b"PK\x03\x04": "archive",
    b"PK\x05\x06": "archive",
    b"\x1f\x8b": "archive",
    b"\xd0\xcf\x11\xe0": "workbook",
    b"%PDF": "binary",
    b"\x89PNG": "binary",
    b"\xff\xd8\xff": "binary",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")


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
    """How a file is written."""

    encoding: str
    delimiter: str


def detect(file: BinaryIO) -> Format:
    """Find the encoding and the delimiter of a file.

    Parameters: a seekable binary file; it is read through once where it is not UTF-8.
    Raises: Unreadable with `empty`, `archive`, `workbook`, `binary`, `encoding` or `too_large`.
    """
    sample = _sample(file)
    encoding = _encoding(file, sample)
    text = codecs.getincrementaldecoder(encoding)(errors="ignore").decode(sample)
    if not text.strip("\ufeff \t\r\n\0"):
        raise Unreadable("empty")
    if len(CONTROL.findall(text)) * 50 > len(text):
        raise Unreadable("binary")
    return Format(encoding, _delimiter(text))


def records(file: BinaryIO, form: Format) -> Iterator[Record]:
    """Yield the header as row 1 and each row that is not blank.

    Raises: Unreadable with `no_header`, `columns`, `cell`, `quote` or `no_rows`.
    """
    lines = _Lines(file, form.encoding)
    reader = csv.reader(lines, delimiter=form.delimiter)
    csv.field_size_limit(MOST_CELL_CHARACTERS)
    found = 0
    for number, cells in enumerate(_guarded(reader, lines), start=1):
        if number == 1:
            _check_header(cells)
        if number == 1 or any(cell.strip() for cell in cells):
            found += 1
            yield Record(number, cells)
    if found < 2:
        raise Unreadable("no_rows" if found else "empty")


def _sample(file: BinaryIO) -> bytes:
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise Unreadable("too_large", most=MOST_BYTES // 1024 // 1024)
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    if not sample.strip():
        raise Unreadable("empty")
    for mark, code in SIGNATURES.items():
        if sample.startswith(mark):
            raise Unreadable(code)
    return sample


def _encoding(file: BinaryIO, sample: bytes) -> str:
    for mark, name in BYTE_ORDER_MARKS.items():
        if sample.startswith(mark):
            return _checked(file, name)
    wide = _wide(sample)
    if wide:
        return _checked(file, wide)
    if _undecodable_at(file, "utf-8") is None:
        return "utf-8"
    return _checked(file, _guessed(file))


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark shows as zero bytes at every other place."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > half * 0.4 else ""


def _guessed(file: BinaryIO) -> str:
    """Ask the library about the place where the file stops being UTF-8; Western European when it cannot tell."""
    at = _undecodable_at(file, "utf-8") or 0
    file.seek(max(0, at - SAMPLE_BYTES // 4))
    best = charset_normalizer.from_bytes(file.read(SAMPLE_BYTES)).best()
    if best is None:
        return "cp1252"
    return "cp1252" if best.encoding in WESTERN else best.encoding


# What these write alike in a table of names differs only in signs nobody uses there; Windows' own is the likely one.
WESTERN = {"cp1250", "latin_1", "iso8859_15", "cp1252", "mac_roman", "cp850", "cp437", "cp858", "hp_roman8", "cp1257"}


def _checked(file: BinaryIO, encoding: str) -> str:
    if _undecodable_at(file, encoding) is None:
        return encoding
    if encoding == "cp1252" and _undecodable_at(file, "latin-1") is None:
        return "latin-1"
    raise Unreadable("encoding", encoding=encoding)


def _undecodable_at(file: BinaryIO, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    at = 0
    try:
        while block := file.read(SAMPLE_BYTES):
            decoder.decode(block)
            at += len(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return at
    return None


def _delimiter(text: str) -> str:
    head = text.lstrip("\ufeff")[:SNIFFED_CHARACTERS].replace("\0", "")
    first = head.splitlines()[0]
    present = [sign for sign in DELIMITERS if sign in first]
    if len(present) < 2:
        return present[0] if present else ","
    try:
        dialect = clevercsv.Sniffer().sniff(head, delimiters=present)
    except clevercsv.exceptions.Error:
        return max(present, key=first.count)
    found = dialect.delimiter if dialect is not None else None
    return found if found in present else max(present, key=first.count)


class _Lines:
    """The lines of a file; remembers those of the record being read, to see whether its last quote was closed."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        file.seek(0)
        self._text = codecs.getreader(encoding)(file, "replace")
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.current.append(line)
            yield line


def _guarded(reader: Iterator[list[str]], lines: _Lines) -> Iterator[list[str]]:
    read, last = 0, [""]
    try:
        for cells in reader:
            read += 1
            last, lines.current = lines.current, []
            yield cells
    except csv.Error as error:
        raise Unreadable("cell", row=read + 1) from error
    if _is_open("".join(last)):
        raise Unreadable("quote", row=read)


def _is_open(record: str) -> bool:
    return record.count('"') % 2 == 1


def _check_header(cells: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise Unreadable("columns", found=len(cells), most=MOST_COLUMNS)
    if not any(cell.strip() for cell in cells):
        raise Unreadable("no_header")


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
