"""Two records of one thing, each with its own dates, made one: nobody holds two positions on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

BEGINNING: Final = date.min.toordinal() - 1
END: Final = date.max.toordinal() + 1
Days = tuple[int, int]


@dataclass(frozen=True)
class Strand:
    """A dated fact: what it says, on which ground, from when to when (None: since ever, for ever).

    Of two on one day the one of lower `rank` is believed.
    """

    row_id: int
    since: date | None
    until: date | None
    rank: tuple[int, ...] = (0,)
    says: Any = None
    ground: str = ""

    @property
    def days(self) -> Days:
        since = BEGINNING if self.since is None else self.since.toordinal()
        return since, END if self.until is None else self.until.toordinal()


@dataclass
class Woven:
    """What becomes of the strands, by row id.

    `kept` are the days of each row that still holds; a row that is missing there is taken back. `tails` are further
    days of a row that was cut in two. `contradicted` are rows that lost days to one that says something else, with
    that one.
    """

    kept: dict[int, tuple[date | None, date | None]] = field(default_factory=dict)
    tails: list[tuple[int, date | None, date | None]] = field(default_factory=list)
    contradicted: dict[int, int] = field(default_factory=dict)


@dataclass
class _Placed:
    strand: Strand
    days: Days


def weave(strands: Iterable[Strand], joins: bool = True) -> Woven:
    """Give every day to the strand that is believed most.

    Parameters
    ----------
    strands : iterable of Strand
        All of one key, e.g. the positions of one stakeholder.
    joins : bool
        Whether strands that say the same on the same ground and touch become one.

    Returns
    -------
    Woven
        Disjoint days; their union is that of the strands.

    Examples
    --------
    >>> first = Strand(1, date(2022, 1, 1), None, rank=(0,), says="CFO")
    >>> second = Strand(2, date(2019, 1, 1), None, rank=(1,), says="Controller")
    >>> woven = weave([first, second])
    >>> woven.kept[2], woven.contradicted
    ((datetime.date(2019, 1, 1), datetime.date(2022, 1, 1)), {2: 1})
    """
    woven, placed = Woven(), list[_Placed]()
    for strand in sorted(strands, key=lambda each: (each.rank, each.row_id)):
        _contradict(woven, strand, placed)
        rest = [days for days in _without(strand.days, placed) if not (joins and _join(strand, days, placed))]
        placed += [_Placed(strand, days) for days in rest]
    for each in placed:
        since, until = _dates(each.days)
        if each.strand.row_id in woven.kept:
            woven.tails.append((each.strand.row_id, since, until))
        else:
            woven.kept[each.strand.row_id] = since, until
    return woven


def _contradict(woven: Woven, strand: Strand, placed: Sequence[_Placed]) -> None:
    for each in placed:
        if each.strand.says != strand.says and _overlap(each.days, strand.days):
            woven.contradicted.setdefault(strand.row_id, each.strand.row_id)


def _without(days: Days, placed: Sequence[_Placed]) -> list[Days]:
    """The parts of some days that nothing placed covers."""
    left = [days]
    for each in placed:
        taken = each.days
        left = [
            part
            for start, end in left
            for part in ((start, min(end, taken[0])), (max(start, taken[1]), end))
            if part[0] < part[1]
        ]
    return left


def _join(strand: Strand, days: Days, placed: Sequence[_Placed]) -> bool:
    """Lengthen what says the same next to these days."""
    for each in placed:
        if (each.strand.says, each.strand.ground) == (strand.says, strand.ground):
            if each.days[1] == days[0]:
                each.days = each.days[0], days[1]
                return True
            if each.days[0] == days[1]:
                each.days = days[0], each.days[1]
                return True
    return False


def _overlap(one: Days, other: Days) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _dates(days: Days) -> tuple[date | None, date | None]:
    since, until = days
    return (
        None if since == BEGINNING else date.fromordinal(since),
        None if until == END else date.fromordinal(until),
    )


def overlaps(one: Strand, other: Strand) -> bool:
    """Whether two strands share a day.

    >>> overlaps(Strand(1, None, date(2024, 1, 1)), Strand(2, date(2024, 1, 1), None))
    False
    """
    return _overlap(one.days, other.days)
