"""Colleagues to invite, as somebody types or pastes them: one a line, or as a mail program writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

ADDRESS: Final = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,}")
MOST: Final = 200


class Invitee(NamedTuple):
    """Somebody to invite."""

    name: str
    email: str


class Doubt(NamedTuple):
    """What cannot be understood: the line (from 1), what stands there, and whether it is `address` or `twice`."""

    line: int
    found: str
    code: str


@dataclass(frozen=True, slots=True)
class Invitees:
    """Who was understood, in the order typed, and what was not."""

    known: tuple[Invitee, ...]
    doubts: tuple[Doubt, ...]


def parse_invitees(text: str) -> Invitees:
    """Read `Ana Silva <ana@ours.example>`, `ana@ours.example, Ana Silva` or a bare address from each line.

    Several of one line are parted by `;`, or by `,` where each part holds an address. A name that is not given is
    made of the address.

    >>> parse_invitees("Ana Silva <Ana@Ours.example>\\njo.berg@ours.example").known
    (Invitee(name='Ana Silva', email='ana@ours.example'), Invitee(name='Jo Berg', email='jo.berg@ours.example'))
    >>> parse_invitees("ana at ours").doubts
    (Doubt(line=1, found='ana at ours', code='address'),)
    """
    known: dict[str, Invitee] = {}
    doubts: list[Doubt] = []
    for number, part in _parts(text):
        invitee = _read(part)
        if invitee is None:
            doubts.append(Doubt(number, part[:80], "address"))
        elif invitee.email in known:
            doubts.append(Doubt(number, invitee.email, "twice"))
        else:
            known[invitee.email] = invitee
    return Invitees(tuple(known.values()), tuple(doubts))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in line.split(";"):
            commas = piece.split(",")
            for part in commas if all("@" in comma for comma in commas) else [piece]:
                if part.strip():
                    yield number, part.strip()


def _read(part: str) -> Invitee | None:
    found = ADDRESS.findall(part)
    if len(found) != 1 or len(found[0]) > 254:
        return None
    rest = part.replace(found[0], " ")
    words = " ".join(re.sub(r"[<>,\"\t|]", " ", rest).split())
    if "@" in words:
        return None
    return Invitee(words[:150] or _name_of(found[0]), found[0].lower())


def _name_of(address: str) -> str:
    """The name an address seems to hold, such as Ana Silva of ana.silva."""
    local = address.split("@")[0].split("+")[0]
    return " ".join(word.capitalize() for word in re.split(r"[._\-]+", local) if word) or local
