"""What a work on many rows passed over: how many for a reason, and the names of the first of them.

It is kept as `{"count": 12, "names": ["Acme", …]}`, which a column of JSON holds.
"""

from collections.abc import Sequence
from typing import Any, Final

NAMES_KEPT: Final = 10
NAMES_SHOWN: Final = 5


def note(held: dict[str, Any], names: Sequence[str], count: int | None = None) -> None:
    """Add rows to what is held; `count` where not all of them have a name.

    >>> held = {}
    >>> note(held, ["Acme", "Bolt"])
    >>> note(held, [], 3)
    >>> held
    {'count': 5, 'names': ['Acme', 'Bolt']}
    """
    held["count"] = held.get("count", 0) + (len(names) if count is None else count)
    held["names"] = [*held.get("names", []), *names][:NAMES_KEPT]


def sentence(words: Any, held: dict[str, Any]) -> str:
    """What is held in a sentence; `words` say why, with a place for the `count`.

    >>> sentence("Left out: %(count)d", {"count": 7, "names": ["Acme", "Bolt"]})
    'Left out: 7 (Acme, Bolt, …).'
    """
    count, names = held["count"], held["names"][:NAMES_SHOWN]
    said = words % {"count": count}
    if not names:
        return f"{said}."
    more = ", …" if count > len(names) else ""
    return f"{said} ({', '.join(names)}{more})."
