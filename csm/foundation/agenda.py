"""What a session with a customer could be about: each app registers what it knows, the page lists all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from csm.foundation.registry import Label, Registry


@dataclass(frozen=True)
class AgendaItem:
    """One thing to talk about: what it is, and in one word where it comes from.

    `is_for_guests`: it may stand in the invitation; what one of them told us in confidence may not.
    """

    text: str
    origin: Label
    is_for_guests: bool = True


@dataclass(frozen=True)
class AgendaSource:
    """Where items come from: `find(account_id, limit)`, what matters most first, in a fixed number of queries."""

    key: str
    find: Callable[[Any, int], Sequence[AgendaItem]]
    position: int = 100


agenda_sources: Registry[AgendaSource] = Registry()
