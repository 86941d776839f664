"""Read one line such as "met Ana and Joao about rollout yesterday" as a touchpoint, asking where a name is unclear.

English first, with the everyday words of German, Portuguese, Spanish and French. Nothing is guessed silently: a name
that fits several people or nobody is handed back as such.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from stakeholders.domain.folding import flat, folded
from stakeholders.domain.quick_words import (
    ABOUT,
    AGO,
    DAYS_BACK,
    JOINERS,
    KINDS,
    NUMBERS,
    ONE_WAY,
    TWO_WAY,
    WEEKDAYS,
    WITHOUT_MEANING,
)
from stakeholders.domain.sky import TouchKind

ISO: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
DOTTED: Final = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
WORD: Final = re.compile(r"[^\W_][\w'’.@-]*[^\W_]|[^\W_]|[,&;+/]")
NAMED_BY: Final = 2  # a word of one letter names nobody
MOST_WORDS: Final = 4


class Known(NamedTuple):
    """Somebody who can be named: an id and a full name."""

    id: int
    name: str


class Mention(NamedTuple):
    """Words that name people: one id where they are clear, several where they fit several, none where nobody."""

    words: str
    ids: tuple[int, ...]

    @property
    def is_clear(self) -> bool:
        return len(self.ids) == 1


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What one line says; `kind`, `is_two_way` and `on` are None where it does not say."""

    kind: TouchKind | None
    is_two_way: bool | None
    theirs: tuple[Mention, ...]
    ours: tuple[Mention, ...]
    subject: str
    on: date | None

    @property
    def unclear(self) -> tuple[Mention, ...]:
        """Who has to be asked about."""
        return tuple(mention for mention in (*self.theirs, *self.ours) if not mention.is_clear)


def read_entry(line: str, theirs: Sequence[Known], ours: Sequence[Known], today: date) -> QuickEntry:
    """Read one line as a touchpoint.

    Parameters
    ----------
    line : str
        What was typed, in any of the five languages or a mix of them.
    theirs, ours : sequence of Known
        Who can be named on either side; a name fits by the beginnings of its words, accents and capitals aside.
    today : date
        The writer's date, from which "yesterday" counts.

    Returns
    -------
    QuickEntry
        The kind from the verb; the subject is what follows about or re, else the words that name nobody. Days come from
        words, ISO dates and dd.mm.yyyy, in the part with the names or at the end of the subject; one that lies ahead
        is not taken: "tomorrow" is no touchpoint yet. Theirs are preferred where a name fits both sides.

    Examples
    --------
    >>> people = [Known(1, "Ana Silva"), Known(2, "João Costa"), Known(3, "Ana Lopes")]
    >>> read = read_entry("met Ana S and Joao about rollout yesterday", people, [], date(2026, 3, 10))
    >>> read.kind.value, [mention.ids for mention in read.theirs], read.subject, read.on.isoformat()
    ('meeting', [(1,), (2,)], 'rollout', '2026-03-09')
    >>> read_entry("call Ana", people, [], date(2026, 3, 10)).theirs
    (Mention(words='Ana', ids=(1, 3)),)
    """
    line = unicodedata.normalize("NFC", line)
    known = _Names(theirs, ours)
    head, subject = _split(line)
    head, said_on = _take_day(head, today, known)
    if said_on is None:
        subject, said_on = _take_day(subject, today, known, only_at_end=True)
    kind, is_two_way, words = _take_kind(WORD.findall(head))
    theirs_named, ours_named, other_words = known.read(words)
    subject = subject.strip(" .,;:") or " ".join(other_words)
    return QuickEntry(kind, is_two_way, theirs_named, ours_named, subject, said_on)


def _split(line: str) -> tuple[str, str]:
    """The part that names people, and the subject after "about"; a capital inside a line begins a name."""
    for found in ABOUT.finditer(flat(line)):
        if found.start() == 0 or not line[found.start()].isupper():
            return line[: found.start()], line[found.end() :]
    return line, ""


def _take_day(text: str, today: date, known: "_Names", *, only_at_end: bool = False) -> tuple[str, date | None]:
    """The text without the words of a day, and the day; what is somebody's name is no day."""
    plain = flat(text)
    for pattern, read in _DAY_PATTERNS:
        for found in pattern.finditer(plain):
            on = None if found.groupdict().get("day") in known.parts else read(found, today)
            at_end = not plain[found.end() :].strip(" .,;!")
            if on is not None and on <= today and (at_end or not only_at_end):
                return f"{text[: found.start()]} {text[found.end() :]}", on
    return text, None


def _written(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _iso(found: "re.Match[str]", today: date) -> date | None:
    return _written(*found.groups())


def _dotted(found: "re.Match[str]", today: date) -> date | None:
    day, month, year = found.groups()
    return _written(year, month, day)


def _near(found: "re.Match[str]", today: date) -> date | None:
    return today - timedelta(days=DAYS_BACK[found.group()])


def _weekday(found: "re.Match[str]", today: date) -> date | None:
    """The latest such weekday before today; today is said as today."""
    back = (today.weekday() - WEEKDAYS[found.group("day")]) % 7 or 7
    return today - timedelta(days=back)


def _ago(found: "re.Match[str]", today: date) -> date | None:
    said = found.group("n") or found.group("n2")
    unit = found.group("unit") or found.group("unit2")
    count = int(said) if said.isdecimal() else NUMBERS[said]
    days = count * (7 if unit.startswith(("week", "woche", "sem")) else 1)
    return today - timedelta(days=days) if days < 4000 else None


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_DAY_PATTERNS: Final = (
    (ISO, _iso),
    (DOTTED, _dotted),
    (AGO, _ago),
    (re.compile(rf"\b(?:{_any_of(DAYS_BACK)})\b"), _near),
    (re.compile(rf"\b(?:on |last |am |letzten |na |no |el |le )?\b(?P<day>{_any_of(WEEKDAYS)})\b"), _weekday),
)


def _take_kind(words: Sequence[str]) -> tuple[TouchKind | None, bool | None, list[str]]:
    """The kind that the first telling words say, whether they answered, and the words without them."""
    answered = _answered(words)
    words = [word for word in words if folded(word) not in ONE_WAY | TWO_WAY]
    plain = [folded(word) for word in words]
    for length in (3, 2, 1):
        for at in range(len(plain) - length + 1):
            kind = KINDS.get(" ".join(plain[at : at + length]))
            if kind is not None:
                return kind, answered, [*words[:at], *words[at + length :]]
    return None, answered, words


def _answered(words: Sequence[str]) -> bool | None:
    plain = {folded(word) for word in words}
    if plain & ONE_WAY:
        return False
    return True if plain & TWO_WAY else None


class _Names:
    """Finds the people of both sides among words."""

    def __init__(self, theirs: Sequence[Known], ours: Sequence[Known]) -> None:
        self.theirs = [(one.id, _parts(one.name)) for one in theirs]
        self.ours = [(one.id, _parts(one.name)) for one in ours]
        self.parts = {part for _id, parts in (*self.theirs, *self.ours) for part in parts}

    def read(self, words: Sequence[str]) -> tuple[tuple[Mention, ...], tuple[Mention, ...], list[str]]:
        """Who of theirs and of ours is named, and the words that name nobody."""
        named: dict[bool, list[Mention]] = {False: [], True: []}
        others: list[str] = []
        for group in _groups(words, self.parts):
            while group:
                length, mention, is_ours = self._longest(group)
                if mention is None:
                    others.extend(group[:length])
                elif not _is_repeated(mention, named[is_ours]):
                    named[is_ours].append(mention)
                group = group[length:]
        return tuple(named[False]), tuple(named[True]), others

    def _longest(self, words: Sequence[str]) -> tuple[int, Mention | None, bool]:
        """How many of the first words name somebody together, who that is, and on which side."""
        for length in range(min(len(words), MOST_WORDS), 0, -1):
            said = words[:length]
            for side, is_ours in ((self.theirs, False), (self.ours, True)):
                ids = _fitting(said, side)
                if ids and not self._goes_on(words[length:]):
                    return length, Mention(" ".join(said), ids), is_ours
        length = next((at for at, word in enumerate(words) if not word[:1].isupper()), len(words))
        return (length, Mention(" ".join(words[:length]), ()), False) if length else (1, None, False)

    def _goes_on(self, words: Sequence[str]) -> bool:
        """Whether a name goes on with a word that is nobody's here: Bruno Dias is not the Bruno we know."""
        if not words or not (words[0].isalpha() and words[0].istitle()):
            return False
        return not _fitting(words[:1], self.theirs) and not _fitting(words[:1], self.ours)


def _parts(name: str) -> list[str]:
    return re.split(r"[\s.-]+", folded(name))


def _groups(words: Sequence[str], names: Set[str]) -> list[list[str]]:
    """The words between joiners, such as "and" or a comma, without those that mean nothing here."""
    groups: list[list[str]] = [[]]
    for word in words:
        plain = folded(word)
        is_name = plain in names and word[:1].isupper()
        if plain in JOINERS and not is_name:
            groups.append([])
        elif plain not in WITHOUT_MEANING or is_name:
            groups[-1].append(word)
    return [group for group in groups if group]


def _fitting(said: Sequence[str], side: Sequence[tuple[int, list[str]]]) -> tuple[int, ...]:
    """Who is meant: whose name has a part that begins with each word; an exact part wins over a beginning."""
    wanted = [folded(word).strip(".") for word in said]
    if not any(len(word) >= NAMED_BY for word in wanted):
        return ()
    found = [(one, parts) for one, parts in side if all(any(p.startswith(w) for p in parts) for w in wanted)]
    exact = [(one, parts) for one, parts in found if set(wanted) <= set(parts)]
    return tuple(one for one, _parts_of in exact or found)


def _is_repeated(mention: Mention, said: Sequence[Mention]) -> bool:
    return mention.is_clear and any(mention.ids == other.ids for other in said)
