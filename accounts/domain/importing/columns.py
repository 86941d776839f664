"""Which column of a file holds which field."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from accounts.domain.figures import DECIMAL_MARKS
from accounts.domain.importing.values import DATE_ORDERS, Parser

NEAR = 0.88


@dataclass(frozen=True, slots=True)
class Field:
    """Something a file can say about its kind of row.

    `label` is what people read (perhaps translated when shown); `synonyms` are headers by which it is known elsewhere;
    `options` are what can be chosen, as (value, label), where that is a short list; `unit_field` is the field
    that holds the currency of an amount.
    """

    key: str
    label: object
    parse: Parser
    synonyms: tuple[str, ...] = ()
    is_date: bool = False
    is_number: bool = False
    unit_field: str = ""
    options: tuple[tuple[str, object], ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        """In how many ways its cells may be written: the orders of dates, the decimal marks."""
        if self.is_date:
            return DATE_ORDERS
        return DECIMAL_MARKS if self.is_number else ()


Mapped = Mapping[str, int]


def normal(header: str) -> str:
    """A header as it is compared: small letters and digits only, without accents.

    >>> normal("E-Mail Address (work)")
    'emailaddresswork'
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def called(header: str) -> str:
    """What a column is known by: its name as it is compared, also where that is not in Latin letters."""
    return normal(header) or header.strip().casefold()


def signature(header: Sequence[str]) -> str:
    """What two files with the same columns in the same order have in common."""
    return hashlib.sha256("\x1f".join(normal(name) or name for name in header).encode()).hexdigest()


def suggest(header: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Propose for each field the column that seems to hold it: by its names first, then by likeness.

    Each column serves one field and each field one column, the first where a header is repeated.
    """
    columns: dict[str, int] = {}
    for index, name in enumerate(header):
        columns.setdefault(normal(name), index)
    columns.pop("", None)
    chosen: dict[str, int] = {}
    taken: set[int] = set()
    for near in (False, True):
        for field in fields:
            if field.key not in chosen:
                found = _find(field, columns, taken, near=near)
                if found is not None:
                    chosen[field.key] = found
                    taken.add(found)
    return chosen


def _find(field: Field, columns: Mapping[str, int], taken: set[int], *, near: bool) -> int | None:
    free = {name: index for name, index in columns.items() if index not in taken}
    for name in (normal(field.key), *(normal(word) for word in field.synonyms)):
        alike = get_close_matches(name, free, n=1, cutoff=NEAR) if near and len(name) > 5 else [name]
        if alike and alike[0] in free:
            return free[alike[0]]
    return None


def without(mapping: Mapped, width: int, fields: Sequence[Field]) -> dict[str, int]:
    """A remembered or given mapping, rid of fields and columns that do not exist."""
    known = {field.key for field in fields}
    return {key: index for key, index in mapping.items() if key in known and 0 <= index < width}


def seems_headless(header: Sequence[str], fields: Sequence[Field]) -> bool:
    """Whether the first row looks like data: it holds an address, a date or a number and no known name."""
    data = re.compile(r"\s*(\S+@\S+\.\S+|[\d.,/:\- ]*\d[\d.,/:\- ]*)\s*")
    return not suggest(header, fields) and any(data.fullmatch(cell) for cell in header)


def repeated(header: Sequence[str]) -> list[str]:
    """Headers that stand over more than one column."""
    seen = Counter(called(name) for name in header)
    return list(dict.fromkeys(name for name in header if called(name) and seen[called(name)] > 1))
