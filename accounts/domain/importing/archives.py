"""Whether a zipped workbook may be opened: how large it really is, before anything is unpacked into memory.

What an archive says of itself is not believed: every member is unpacked in small pieces and counted, and each sheet is
walked through to see how large a rectangle its cells span, since a reader keeps that rectangle whole.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from accounts.domain.importing.formats import Unreadable

MOST_UNPACKED = 512 * 1024 * 1024
MOST_MEMBERS = 5_000
MOST_CELLS = 5_000_000
BLOCK = 256 * 1024
LOCAL_HEADER = struct.Struct("<4s5HL2L2H")
SHEET = re.compile(r"/?xl/worksheets/[^/]+\.xml", re.IGNORECASE)
OF_WORKBOOK = re.compile(rb"\[Content_Types\]\.xml|_rels/|docProps/|xl/")
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def members(file: BinaryIO) -> set[str]:
    """The names of what an archive holds. *Raises* Unreadable with `archive` or `damaged`."""
    file.seek(0)
    begins_as_workbook = OF_WORKBOOK.search(file.read(4096)) is not None
    try:
        found = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("damaged" if begins_as_workbook else "archive") from error
    return set(found)


def check_size(file: BinaryIO) -> None:
    """Unpack a workbook without keeping it.

    Raises: Unreadable with `bomb`, `cells_too_many`, `uncalculated`, `password` or `damaged`.
    """
    listed = zipfile.ZipFile(file).infolist()
    if len(listed) > MOST_MEMBERS:
        raise Unreadable("bomb", most=MOST_UNPACKED // 1024 // 1024)
    unpacked, cells = 0, 0
    for member in listed:
        extent = _Extent() if SHEET.fullmatch(member.filename) else None
        for piece in _pieces(file, member):
            unpacked += len(piece)
            if unpacked > MOST_UNPACKED:
                raise Unreadable("bomb", most=MOST_UNPACKED // 1024 // 1024)
            if extent is not None:
                extent.read(piece)
        cells += extent.area if extent is not None else 0
        if cells > MOST_CELLS:
            raise Unreadable("cells_too_many", most=MOST_CELLS)


def _pieces(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member really unpacks to, however little its directory claims."""
    if member.flag_bits & 1:
        raise Unreadable("password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("damaged")
    file.seek(_begins_at(file, member))
    left = member.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (raw := file.read(min(BLOCK, left))):
        left -= len(raw)
        yield from _unpacked(unpacker, raw)


def _begins_at(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    file.seek(member.header_offset)
    raw = file.read(LOCAL_HEADER.size)
    if len(raw) < LOCAL_HEADER.size or not raw.startswith(b"PK\x03\x04"):
        raise Unreadable("damaged")
    *_about, name_length, extra_length = LOCAL_HEADER.unpack(raw)
    return int(member.header_offset + LOCAL_HEADER.size + name_length + extra_length)


def _unpacked(unpacker: "zlib._Decompress | None", raw: bytes) -> Iterator[bytes]:
    if unpacker is None:
        yield raw
        return
    try:
        while raw and not unpacker.eof:
            yield unpacker.decompress(raw, BLOCK)
            raw = unpacker.unconsumed_tail
    except zlib.error as error:
        raise Unreadable("damaged") from error


class _Extent:
    """The rectangle that the cells of one sheet span, found while its XML passes by."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EntityDeclHandler = self._refuse
        self._row, self._column = -1, -1
        self._is_text = False
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._formula = ""

    def read(self, piece: bytes) -> None:
        """Take in some more of the sheet."""
        try:
            self._parser.Parse(piece)
        except expat.ExpatError as error:
            raise Unreadable("damaged") from error

    @property
    def area(self) -> int:
        """How many cells a reader would keep."""
        self._check_calculated()
        if not self._rows:
            return 0
        return (self._rows[1] - self._rows[0] + 1) * (self._columns[1] - self._columns[0] + 1)

    def _start(self, name: str, about: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row, self._column = self._row_number(about.get("r")), -1
        elif tag == "c":
            self._check_calculated()
            self._move(about.get("r"))
            self._is_text = about.get("t") == "str"
        elif tag in ("v", "f", "is"):
            self._note_formula(tag)
            self._rows = _widened(self._rows, self._row)
            self._columns = _widened(self._columns, self._column)

    def _note_formula(self, tag: str) -> None:
        if tag == "f" and not self._is_text:
            self._formula = f"{_letters(self._column)}{self._row + 1}"
        elif tag == "v" and self._formula:
            self._parser.CharacterDataHandler = self._calculated

    def _calculated(self, value: str) -> None:
        if value.strip():
            self._formula = ""
            self._parser.CharacterDataHandler = None

    def _check_calculated(self) -> None:
        """A formula without the value it last had would be read as blank; text may well be empty."""
        if self._formula:
            raise Unreadable("uncalculated", cell=self._formula)

    def _row_number(self, said: str | None) -> int:
        if said is None:
            return self._row + 1
        if not (said.isascii() and said.isdigit() and len(said) <= 7):
            raise Unreadable("damaged")
        return int(said) - 1

    def _move(self, said: str | None) -> None:
        if said is None:
            self._column += 1
            return
        found = REFERENCE.fullmatch(said)
        if found is None:
            raise Unreadable("damaged")
        self._row, self._column = int(found[2]) - 1, _column_number(found[1])

    def _refuse(self, *_about: object) -> None:
        """Entities can be told to grow without end; no program that writes workbooks declares any."""
        raise Unreadable("damaged")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return letters


def _widened(ends: list[int], at: int) -> list[int]:
    return [min(ends[0], at), max(ends[1], at)] if ends else [at, at]
