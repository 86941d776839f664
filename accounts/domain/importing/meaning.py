"""What the words of another system mean here, before a cell is read like any other."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from accounts.domain.importing.foreign_ids import IdStyle, canonical_id
from accounts.domain.importing.values import fold

SEPARATORS = re.compile(r"[;|\r\n]")
TAG = re.compile(r"<(?:br|/p|/div|/li)\s*/?>|<[^<>]{1,2000}>", re.IGNORECASE)
# Fields that name something by an id of the other system, or may.
NAMING = frozenset(
    {
        "external_id",
        "account_external_id",
        "parent_external_id",
        "account_via",
        "owner",
        "user",
        "person",
        "from",
        "to",
        "ours",
        "theirs",
    }
)
NAMING_SEVERAL = frozenset({"ours", "theirs"})


class Remarkable(Protocol):
    """A row that takes remarks."""

    def remark(self, column: str, code: str, **params: object) -> None: ...


Prepare = Callable[[str, Remarkable], str]


@dataclass(frozen=True)
class Meaning:
    """How the cells of one file are understood.

    `constants` is text by field, the same in every row; `values` gives for a field what each word (folded) means, ""
    for nothing; `lenient` are the fields a row can do without; `only_new` those that change nothing that is known;
    `markup` those that hold HTML; `ids` is how ids are written.
    """

    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lenient: frozenset[str] = frozenset()
    only_new: frozenset[str] = frozenset()
    markup: frozenset[str] = frozenset()
    ids: IdStyle = IdStyle.PLAIN

    def prepare(self, key: str) -> Prepare | None:
        """What makes a cell of a field ready to be read; None where it is read as it stands."""
        if key in self.values:
            return lambda cell, row: self._meant(key, cell, row)
        if key in NAMING and self.ids is not IdStyle.PLAIN:
            return lambda cell, row: self._named(key, cell, row)
        return (lambda cell, row: plain_text(cell)) if key in self.markup else None

    def _named(self, key: str, cell: str, row: Remarkable) -> str:
        words = [canonical_id(word, self.ids) for word in words_of(cell)]
        if key not in NAMING_SEVERAL and len(words) > 1:
            row.remark(key, "first_of_several", found=words[0], count=len(words))
            return words[0]
        return ";".join(words)

    def _meant(self, key: str, cell: str, row: Remarkable) -> str:
        known = self.values[key]
        for word in words_of(cell):
            if fold(word) not in known:
                row.remark(key, "no_meaning", found=word[:80])
        meant = [known.get(fold(word), "") for word in words_of(cell)]
        return ";".join(dict.fromkeys(word for word in meant if word))


PLAIN = Meaning()


def words_of(cell: str) -> list[str]:
    """The words of a cell that may hold a list."""
    return [word.strip() for word in SEPARATORS.split(cell) if word.strip()]


def folded_values(values: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Meanings by folded word, as cells are compared with them."""
    return {key: {fold(word): meant for word, meant in words.items()} for key, words in values.items()}


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, in lines.

    >>> plain_text("<p>Hello &amp; welcome</p><p>Ana</p>")
    'Hello & welcome\\nAna'
    """
    broken = TAG.sub(lambda tag: "\n" if tag[0].lower().startswith(("<br", "</")) else "", markup)
    lines = (" ".join(line.split()) for line in html.unescape(broken).splitlines())
    return "\n".join(line for line in lines if line)
