"""Ids under which an installation names its own rows in the files it writes, so that it knows them again."""

import re

OWN = re.compile(r"(cst[0-9a-f]{8})-([1-9][0-9]{0,17})")


def own_id(key: str, row_id: int) -> str:
    """The id of a row as the installation of that key writes it.

    Parameters: `key` is the installation's own, `row_id` the id of the row in its table.

    >>> own_id("cst1a2b3c4d", 17)
    'cst1a2b3c4d-17'
    """
    return f"{key}-{row_id}"


def row_of(key: str, word: str) -> int | None:
    """The row that an id names, if this installation wrote it; None for everything else.

    >>> row_of("cst1a2b3c4d", "cst1a2b3c4d-17"), row_of("cst1a2b3c4d", "cst99999999-17"), row_of("", "A-17")
    (17, None, None)
    """
    found = OWN.fullmatch(word)
    return int(found[2]) if found and found[1] == key else None


def looks_own(word: str) -> bool:
    """Whether some installation wrote this id."""
    return OWN.fullmatch(word) is not None
