"""What My day shows: each app registers where its things worth doing come from, the page renders the best of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from csm.foundation.registry import Label, Registry

T = TypeVar("T")


@dataclass(frozen=True)
class DayItem:
    """One thing worth doing: what, at which account, why, and the address that starts it.

    `weight` ranks it among all: revenue at stake x probability x urgency. `tone` is that of a band. `start_in_dialog`
    opens the start over the page. Items of one account with the same `alike` say the same of several people, each
    `about` somebody: they are shown as one.
    """

    key: str
    account_id: int
    account: str
    label: Label
    reason: str
    url: str
    start_label: Label
    start_url: str
    weight: float
    tone: str = "watch"
    start_in_dialog: bool = False
    id: int = 0
    alike: str = ""
    about: str = ""


class Day:
    """One look of somebody at their day; what several sources want to know of the viewer is asked once.

    book = day.once(Book)
    """

    def __init__(self, viewer: Any) -> None:
        self.viewer = viewer
        self._known: dict[Any, Any] = {}

    def once(self, ask: Callable[[Any], T]) -> T:
        """What `ask` answers of the viewer."""
        if ask not in self._known:
            self._known[ask] = ask(self.viewer)
        found: T = self._known[ask]
        return found


@dataclass(frozen=True)
class DaySource:
    """Where items come from: `find(day, limit)`, best first, in a fixed number of queries.

    `named(count)` names those of them that are folded away, "2 tasks of yours", where one must not overlook them.
    """

    key: str
    find: Callable[[Day, int], Sequence[DayItem]]
    position: int = 100
    named: Callable[[int], str] | None = None


day_sources: Registry[DaySource] = Registry()
