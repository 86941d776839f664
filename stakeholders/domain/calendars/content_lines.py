"""The lines of a calendar file: unfolded, decoded, and parted into name, parameters and text."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from accounts.domain.importing.files import Unreadable, detect

MOST_BYTES = 64 * 1024 * 1024
MOST_LINE_BYTES = 1024 * 1024
WIDE = (b"\xff\xfe", b"\xfe\xff")
PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)=("[^"]*"?|[^;:"]*)')


class Line(NamedTuple):
    """One unfolded line; `number` is where it begins in the file, from 1."""

    number: int
    text: str


class Parted(NamedTuple):
    """A line in its parts; names in capitals."""

    name: str
    parameters: dict[str, str]
    value: str


def lines_of(file: BinaryIO) -> list[Line]:
    """Read a calendar file into unfolded lines.

    Folding may part the bytes of one character, so lines are unfolded before they are decoded.
    Raises: Unreadable with `too_large` or what `detect` finds (`empty`, `archive`, `binary`, `encoding`).
    """
    raw = _narrow(_bytes(file))
    found = list(_unfolded(raw))
    form = detect(io.BytesIO(b"\n".join(line for _number, line in found)))
    if form.shape != "csv":
        raise Unreadable("not_calendar")
    return [Line(number, line.decode(form.encoding, "replace").replace("\0", "")) for number, line in found]


def _bytes(file: BinaryIO) -> bytes:
    file.seek(0)
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_large", most=MOST_BYTES // 1024 // 1024)
    return raw


def _narrow(raw: bytes) -> bytes:
    """UTF-16 as UTF-8, so that folds are found; anything else as it is."""
    if not raw.startswith(WIDE):
        return raw
    try:
        return raw.decode("utf-16").encode()
    except UnicodeError as error:
        raise Unreadable("encoding", encoding="utf-16") from error


def _unfolded(raw: bytes) -> Iterator[tuple[int, bytes]]:
    parts: list[bytes] = []
    begun = 1
    breaks = raw if b"\n" in raw else raw.replace(b"\r", b"\n")
    for number, line in enumerate(breaks.split(b"\n"), start=1):
        plain = line.rstrip(b"\r")
        if parts and plain[:1] in (b" ", b"\t"):
            parts.append(plain[1:])
            continue
        if parts:
            yield begun, b"".join(parts)[:MOST_LINE_BYTES]
        parts, begun = [plain], number
    yield begun, b"".join(parts)[:MOST_LINE_BYTES]


def name_of(text: str) -> str:
    """The name a line begins with, in capitals.

    >>> name_of("dtstart;TZID=Europe/Lisbon:20260302T100000")
    'DTSTART'
    """
    return re.split("[;:]", text, maxsplit=1)[0].strip().upper()


def parted(text: str) -> Parted:
    """Part a line; what is no parameter among them (a semicolon in a name that is not quoted) is passed over.

    >>> parted('ATTENDEE;CN="Silva, Ana";PARTSTAT=ACCEPTED:mailto:ana@x.example').parameters
    {'CN': 'Silva, Ana', 'PARTSTAT': 'ACCEPTED'}
    """
    head, value = _halves(text)
    found = {name.upper(): given.strip('"').strip() for name, given in PARAMETER.findall(head)}
    return Parted(name_of(text), found, value.strip())


def _halves(text: str) -> tuple[str, str]:
    """What stands before and after the first colon outside quotation marks; an open quotation mark quotes nothing."""
    quoted = False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return text[:place], text[place + 1 :]
    head, _colon, value = text.partition(":")
    return head, value


def plain(value: str) -> str:
    r"""Text without the escapes of the format, on one line.

    >>> plain(r"Plan\, budget\nand more")
    'Plan, budget and more'
    """
    return " ".join(re.sub(r"\\([nN,;\\])", lambda found: " " if found[1] in "nN" else found[1], value).split())
