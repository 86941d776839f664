"""What the ended plays of a playbook did, taken together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Final

from playbooks.domain.facts import Value

MOVED: Final = ("threads", "score", "survival")


@dataclass(frozen=True, slots=True)
class Ended:
    """An ended play: its state ("exited", "completed" or "cancelled"), how many days it ran, the facts at both ends."""

    state: str
    days: int
    at_start: Mapping[str, Value]
    at_end: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Moved:
    """The median change of a fact from start to end, over the `plays` of which both are known."""

    fact: str
    before: float
    after: float
    change: float
    plays: int


@dataclass(frozen=True, slots=True)
class Results:
    """How plays ended. `share_reached` (0-1) is over all that ended; None, as `median_days`, where none has."""

    reached: int
    completed: int
    cancelled: int
    share_reached: float | None
    median_days: float | None
    moved: tuple[Moved, ...]

    @property
    def ended(self) -> int:
        return self.reached + self.completed + self.cancelled

    @property
    def whole_days(self) -> int:
        """The days, rounded up: what "day" or "days" agrees with."""
        return ceil(self.median_days or 0)


def results(plays: Iterable[Ended]) -> Results:
    """What plays did. Facts may have changed for other reasons: it is what was seen, not what a play caused.

    Examples
    --------
    >>> reached, cancelled = Ended("exited", 10, {"threads": 1}, {"threads": 3}), Ended("cancelled", 20, {}, {})
    >>> found = results([reached, cancelled])
    >>> found.share_reached, found.median_days, found.moved[0]
    (0.5, 15.0, Moved(fact='threads', before=1.0, after=3.0, change=2.0, plays=1))
    """
    some = list(plays)
    states = [play.state for play in some]
    reached, completed, cancelled = (states.count(state) for state in ("exited", "completed", "cancelled"))
    moved = tuple(one for fact in MOVED if (one := _moved(fact, some)) is not None)
    if not some:
        return Results(0, 0, 0, None, None, ())
    days = float(median(play.days for play in some))
    return Results(reached, completed, cancelled, reached / len(some), days, moved)


def _moved(fact: str, plays: list[Ended]) -> Moved | None:
    pairs = [
        (float(before), float(after))
        for play in plays
        if isinstance(before := play.at_start.get(fact), int | float)
        and isinstance(after := play.at_end.get(fact), int | float)
    ]
    if not pairs:
        return None
    befores, afters = zip(*pairs, strict=True)
    change = median(after - before for before, after in pairs)
    return Moved(fact, float(median(befores)), float(median(afters)), float(change), len(pairs))
