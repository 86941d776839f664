"""Rows of text: which encoding, which delimiter, which quotation marks are closed."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

import charset_normalizer
import clevercsv

from accounts.domain.importing.formats import MOST_CELL_CHARACTERS, Format, Record, Unreadable, checked_header

SAMPLE_BYTES = 256 * 1024
SNIFFED_CHARACTERS = 6_000
DELIMITERS = ",;\t|"

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")
# What some systems call .xls is a table of HTML or XML.
MARKUP = re.compile(r"\ufeff?\s*<(?:!doctype|html|head|body|table|meta|style|\?xml)\b", re.IGNORECASE)
# Excel's own way of naming the delimiter: a first line of its own, which is no row.
SAID = re.compile(r"\ufeff?\"?sep=([,;\t|])\"?[\r\n]+", re.IGNORECASE)


def opening(file: BinaryIO) -> tuple[str, str]:
    """The encoding of a file and its first characters.

    Parameters: a seekable binary file; it is read through once where it is not UTF-8.
    Raises: Unreadable with `empty`, `binary`, `markup` or `encoding`.
    """
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    if not sample.strip():
        raise Unreadable("empty")
    encoding = _encoding(file, sample)
    text = codecs.getincrementaldecoder(encoding)(errors="ignore").decode(sample)
    if not text.strip("\ufeff \t\r\n\0"):
        raise Unreadable("empty")
    if len(CONTROL.findall(text)) * 50 > len(text):
        raise Unreadable("binary")
    if MARKUP.match(text):
        raise Unreadable("markup")
    return encoding, text


def records(file: BinaryIO, form: Format) -> Iterator[Record]:
    """Yield the header as row 1 and each row that is not blank. *Raises* Unreadable, also with `quote`."""
    with _reading(file, form.encoding) as text:
        lines = _Lines(text)
        csv.field_size_limit(MOST_CELL_CHARACTERS)
        reader = csv.reader(lines, delimiter=form.delimiter)
        for number, cells in enumerate(_guarded(reader, lines), start=1):
            if number == 1:
                yield Record(number, checked_header(cells))
            elif any(cell.strip() for cell in cells):
                yield Record(number, cells)


@contextmanager
def _reading(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text of a file, which stays open; lines end where CSV says they do, and stay as they are."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


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


def delimiter(text: str) -> str:
    """The sign between cells: said in the first line, or the one that gives the most even table."""
    said = SAID.match(text)
    if said:
        return said[1]
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

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        first = self._text.readline()
        if not SAID.fullmatch(first):
            self.current.append(first)
            yield first
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
    if "".join(last).count('"') % 2 == 1:
        raise Unreadable("quote", row=read)
