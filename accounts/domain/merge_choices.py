"""Of two rows that mean one thing: which of them stays, and whose value is proposed for each field."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

FIRST: Final = "first"
SECOND: Final = "second"
BOTH: Final = "both"


class Side(NamedTuple):
    """One of the two rows: its id, what its fields hold, and how many facts hang on it."""

    row_id: int
    values: Mapping[str, Any]
    facts: int = 0


def is_empty(value: Any) -> bool:
    """Whether a value says nothing; 0 and False do say something.

    >>> [is_empty(value) for value in (None, "", [], {}, 0, False)]
    [True, True, True, True, False, False]
    """
    return value is None or value in ("", [], {})


def stays(first: Side, second: Side) -> str:
    """Which of two rows is proposed to stay: on whom more is recorded, then the fuller, then the older.

    >>> stays(Side(1, {"phone": ""}, facts=2), Side(2, {"phone": "7"}, facts=9))
    'second'
    >>> stays(Side(1, {"phone": ""}), Side(2, {"phone": "7"}))
    'second'
    >>> stays(Side(1, {"phone": "7"}), Side(2, {"phone": "8"}))
    'first'
    """
    return SECOND if _weight(second) > _weight(first) else FIRST


def _weight(side: Side) -> tuple[int, int, int]:
    return side.facts, sum(not is_empty(value) for value in side.values.values()), -side.row_id


def proposed(first: Any, second: Any, newer: str, can_join: bool = False) -> str:
    """Whose value is proposed for a field: the one that says something; of two words the fuller; else the newer.

    >>> proposed("", "CFO", newer=FIRST)
    'second'
    >>> proposed("M. Rossi", "Marta Rossi", newer=FIRST)
    'second'
    >>> proposed("+39 1", "+39 2", newer=SECOND)
    'second'
    >>> proposed("likes mail", "on leave", newer=FIRST, can_join=True)
    'both'
    """
    if is_empty(first) or is_empty(second):
        return SECOND if is_empty(first) and not is_empty(second) else FIRST
    if first == second:
        return FIRST
    if can_join:
        return BOTH
    return _fuller(first, second) or newer


def _fuller(first: Any, second: Any) -> str:
    """Which of two texts says all the other says and more: one shortens the other word by word."""
    if not isinstance(first, str) or not isinstance(second, str):
        return ""
    if _shortens(first, second):
        return SECOND
    return FIRST if _shortens(second, first) else ""


def _shortens(short: str, long: str) -> bool:
    words, fuller = short.lower().replace(".", " ").split(), long.lower().replace(".", " ").split()
    found = iter(fuller)
    return len(short) < len(long) and all(any(other.startswith(word) for other in found) for word in words)


def joined_text(first: str, second: str) -> str:
    """Two texts one after the other, each said once.

    >>> joined_text("Likes mail.", "Likes mail.")
    'Likes mail.'
    """
    return first if second.strip() in first else f"{first.rstrip()}\n\n{second}".strip()
