"""How two names of people may be the same name: written otherwise, shortened, swapped, with a title."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from stakeholders.domain.folding import folded
from stakeholders.domain.nicknames import is_short_for

TITLES: Final = frozenset(
    """dr drs dres prof professor mr mrs ms miss herr frau sir dame mag ing dipl lic dott dottssa ssa sig sigra sra mme
    mlle jr phd md mba msc bsc ii iii esq cpa eng univ hon rer nat med""".split()  # noqa: SIM905 (read as the list it is)
)
# What other scripts write, letter by letter; then what one spells in several ways.
CYRILLIC: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a,b,v,g,d,e,e,zh,z,i,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya".split(","),  # noqa: SIM905
        strict=True,
    )
)
GREEK: Final = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)  # noqa: SIM905
)
LETTERS: Final = str.maketrans({**CYRILLIC, **GREEK, "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
SPELLINGS: Final = (
    ("kh", "h"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks"), ("tz", "z"), ("ts", "z"), ("w", "v"), ("y", "i"),
    ("j", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("ie", "i"), ("ei", "i"), ("ii", "i"),
)  # fmt: skip
LONG_WORD: Final = 7


class NameLikeness(StrEnum):
    """In which way two names are one."""

    SAME = "same_name"
    TITLE = "title"
    SWAPPED = "swapped_name"
    SPELLED = "spelled_name"
    FULLER = "fuller_name"
    NICKNAME = "nickname"
    INITIAL = "initial"
    TYPO = "typo"
    ADDRESS = "name_is_address"


@dataclass(frozen=True)
class Name:
    """A name as words in small letters without accents, signs and titles, the given name first."""

    words: tuple[str, ...]
    has_title: bool = False

    @cached_property
    def skeletons(self) -> tuple[str, ...]:
        return tuple(skeleton(word) for word in self.words)


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """Read a name as people type it.

    >>> read_name("Dr. Müller-Rossi, Anna").words
    ('anna', 'muller', 'rossi')
    >>> read_name("marta.rossi@acme.example").words
    ('marta', 'rossi')
    """
    text = text.split("@", 1)[0] if "@" in text and " " not in text.strip() else text
    family, comma, given = text.partition(",")
    if comma and given.strip() and not _is_title(given):
        text = f"{given} {family}"
    plain = folded(text).translate(LETTERS)
    words = [word for word in re.split(r"[\s.,_+()/-]+", re.sub(r"['’`\"]", "", plain)) if word]
    kept = [word for word in words if word not in TITLES]
    return Name(tuple(kept or words), len(kept) < len(words) and bool(kept))


def _is_title(text: str) -> bool:
    return all(word.strip(".") in TITLES for word in folded(text).replace(".", " ").split())


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """A word with all its spellings made one: Mueller is Müller, Aleksei is Alexey.

    >>> skeleton("mueller") == skeleton("muller"), skeleton("aleksei") == skeleton("alexey")
    (True, True)
    """
    for spelling, plain in SPELLINGS:
        word = word.replace(spelling, plain)
    return re.sub(r"(.)\1+", r"\1", word)


def likeness(one: Name, other: Name) -> NameLikeness | None:
    """In which way two names are one; None where they are two.

    >>> likeness(read_name("Bob Miller"), read_name("Robert Miller"))
    <NameLikeness.NICKNAME: 'nickname'>
    >>> likeness(read_name("Marta Rossi"), read_name("Maria Rossi")) is None
    True
    """
    if one.words == other.words:
        return NameLikeness.TITLE if one.has_title != other.has_title else NameLikeness.SAME
    if not one.words or not other.words:
        return None
    if len(one.words) == 1 or len(other.words) == 1:
        return NameLikeness.ADDRESS if _is_address_of(one, other) or _is_address_of(other, one) else None
    if sorted(one.words) == sorted(other.words):
        return NameLikeness.SWAPPED
    if sorted(one.skeletons) == sorted(other.skeletons):
        return NameLikeness.SPELLED
    return _shortened(one, other)


def _shortened(one: Name, other: Name) -> NameLikeness | None:
    if _is_fuller(one, other) or _is_fuller(other, one):
        return NameLikeness.FULLER
    if one.skeletons[-1] == other.skeletons[-1]:
        first, second = one.words[0], other.words[0]
        if is_short_for(first, second):
            return NameLikeness.NICKNAME
        if 1 in (len(first), len(second)) and first[0] == second[0]:
            return NameLikeness.INITIAL
    return NameLikeness.TYPO if _is_typo(one.words, other.words) else None


def _is_fuller(long: Name, short: Name) -> bool:
    """Whether one has all words of the other in their order, the same first, and more."""
    rest = iter(long.skeletons)
    return (
        len(long.words) > len(short.words)
        and long.skeletons[0] == short.skeletons[0]
        and all(word in rest for word in short.skeletons)
    )


def _is_typo(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether all words but one are the same and that one was mistyped."""
    if len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(one: str, other: str) -> bool:
    """One letter too many, too few, or two that changed places; another letter only in a long word.

    A different ending makes another name: Andrea and Andreas, Ivanov and Ivanova, Marta and Marte.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or OSA.distance(one, other) != 1 or long[:-1] == short[: len(long) - 1]:
        return False
    return len(short) != len(long) or len(short) >= LONG_WORD or sorted(one) == sorted(other)


def _is_address_of(one: Name, other: Name) -> bool:
    return len(one.words) == 1 and len(other.words) > 1 and one.words[0] in address_forms(other)


def address_forms(name: Name) -> frozenset[str]:
    """How companies make the first part of an e-mail of a name, signs left out.

    >>> sorted(address_forms(read_name("Ana Silva")))
    ['anas', 'anasilva', 'asilva', 'sana', 'silvaa', 'silvaana']
    """
    if len(name.words) < 2:
        return frozenset()
    forms = set[str]()
    for first, last in {(name.words[0], name.words[-1]), (name.skeletons[0], name.skeletons[-1])}:
        forms |= {first + last, last + first, first[0] + last, first + last[0], last + first[0], last[0] + first}
    return frozenset(forms)


def fits(address: str, name: Name) -> bool:
    """Whether an e-mail is one that a name would be given.

    >>> fits("m.rossi2@acme.example", read_name("Marta Rossi"))
    True
    """
    local = re.sub(r"[^a-z]", "", folded(address.split("@", 1)[0]).translate(LETTERS))
    return local in address_forms(name) or skeleton(local) in {skeleton(form) for form in address_forms(name)}
