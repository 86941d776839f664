"""Setting many things about many people at once: what may be set, to what, and how a changed value is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.sky import Level

Value = int | str | None


class Column(StrEnum):
    """What the grid sets: the four axes of an assessment, and the level of a position."""

    INFLUENCE = "influence"
    AUTHORITY = "authority"
    IMPORTANCE = "importance"
    SENTIMENT = "sentiment"
    LEVEL = "level"


AXES: Final = (Column.INFLUENCE, Column.AUTHORITY, Column.IMPORTANCE, Column.SENTIMENT)
VALUES: Final[dict[Column, tuple[Value, ...]]] = {
    Column.INFLUENCE: tuple(range(11)),
    Column.AUTHORITY: tuple(range(11)),
    Column.IMPORTANCE: tuple(range(11)),
    Column.SENTIMENT: tuple(range(-2, 3)),
    Column.LEVEL: tuple(level.value for level in Level),
}


class Refused(StrEnum):
    """Why something was not set."""

    NOT_YOURS = "not_yours"
    LEFT = "left"
    CHANGED = "changed"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to set about one stakeholder, None for unknown; `seen` is what stood there, where `is_seen`."""

    stakeholder_id: int
    column: Column
    value: Value
    seen: Value = None
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What is recorded of one stakeholder on the day: values by column (absent is unknown), and which are assumed."""

    account_id: int
    has_left: bool
    values: dict[Column, Value]
    assumed: frozenset[Column] = frozenset()


class Refusal(NamedTuple):
    """A cell that is not set, why, and what stands there."""

    cell: Cell
    why: Refused
    now: Value = None


class Decided(NamedTuple):
    """What to do about some cells: those to write, those that hold already what was said, and those refused."""

    write: tuple[Cell, ...]
    same: tuple[Cell, ...]
    refused: tuple[Refusal, ...]


def decide(cells: Iterable[Cell], held: dict[int, Held]) -> Decided:
    """Decide about each cell by itself.

    Parameters
    ----------
    cells : iterable of Cell
        In any order; of two for the same column of the same stakeholder the second is refused.
    held : dict of int to Held
        What is recorded of the stakeholders one may change; others are refused as not one's own.

    Returns
    -------
    Decided
        A cell is refused where somebody else changed what was seen. One that repeats what is stated writes nothing;
        one that repeats what was assumed states it.

    Examples
    --------
    >>> low, high = Cell(7, Column.INFLUENCE, 2), Cell(8, Column.INFLUENCE, 8, seen=5, is_seen=True)
    >>> held = {7: Held(1, False, {Column.INFLUENCE: 2}), 8: Held(1, False, {Column.INFLUENCE: 9})}
    >>> decided = decide([low, high], held)
    >>> decided.same == (low,), [(refusal.why.value, refusal.now) for refusal in decided.refused]
    (True, [('changed', 9)])
    """
    write: list[Cell] = []
    same: list[Cell] = []
    refused: list[Refusal] = []
    met: set[tuple[int, Column]] = set()
    for cell in cells:
        known = held.get(cell.stakeholder_id)
        refusal = _refusal(cell, known, (cell.stakeholder_id, cell.column) in met)
        met.add((cell.stakeholder_id, cell.column))
        if refusal is not None:
            refused.append(refusal)
        elif known is not None and cell.column not in known.assumed and known.values.get(cell.column) == cell.value:
            same.append(cell)
        else:
            write.append(cell)
    return Decided(tuple(write), tuple(same), tuple(refused))


def _refusal(cell: Cell, known: Held | None, is_second: bool) -> Refusal | None:
    if known is None:
        return Refusal(cell, Refused.NOT_YOURS)
    now = known.values.get(cell.column)
    if is_second:
        return Refusal(cell, Refused.TWICE, now)
    if known.has_left:
        return Refusal(cell, Refused.LEFT, now)
    is_said = cell.column not in known.assumed  # what a rule assumed meanwhile nobody has said
    if cell.is_seen and is_said and cell.seen != now and cell.value != now:
        return Refusal(cell, Refused.CHANGED, now)
    return None


def is_value(column: Column, value: Value) -> bool:
    """Whether a column can hold a value; None is unknown and always can.

    >>> is_value(Column.INFLUENCE, 10), is_value(Column.SENTIMENT, 3), is_value(Column.LEVEL, "vp")
    (True, False, True)
    """
    return value is None or (type(value) is not bool and value in VALUES[column])
