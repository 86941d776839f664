"""Whether we keep what we promise: which commitments count, and the share of them kept.

Source: mission.md S1.6.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class CommitmentState(StrEnum):
    """How a commitment of ours stands; only people say so, no clock does."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Given(NamedTuple):
    """One commitment: by when, how it stands, and since when it is no longer open."""

    due_on: date
    state: CommitmentState
    settled_on: date | None


class Kept(NamedTuple):
    """How a set of commitments went: numbers of commitments; `late_count` of those kept were kept after their day."""

    kept_count: int
    late_count: int
    broken_count: int
    overdue_count: int

    @property
    def due_count(self) -> int:
        """Those that count: kept, broken, and open past their day."""
        return self.kept_count + self.broken_count + self.overdue_count

    @property
    def share(self) -> float | None:
        """Kept of those due, in [0, 1]; None while none is due."""
        return self.kept_count / self.due_count if self.due_count else None


def is_overdue(state: CommitmentState, due_on: date, on: date) -> bool:
    """Whether a commitment is open past its day.

    >>> is_overdue(CommitmentState.OPEN, date(2026, 3, 1), date(2026, 3, 1))
    False
    """
    return state is CommitmentState.OPEN and due_on < on


def count_kept(given: Iterable[Given], on: date) -> Kept:
    """How commitments went as of a day.

    Parameters
    ----------
    given : iterable of Given
    on : date

    Returns
    -------
    Kept
        An open one counts once its day has passed; one that was withdrawn never counts: whoever it was made to
        released us from it.

    Examples
    --------
    >>> day = date(2026, 3, 1)
    >>> made = [Given(day, CommitmentState.KEPT, day), Given(day, CommitmentState.OPEN, None)]
    >>> count_kept(made, date(2026, 3, 2)).share, count_kept(made, day).share
    (0.5, 1.0)
    """
    kept = late = broken = overdue = 0
    for one in given:
        kept += one.state is CommitmentState.KEPT
        late += one.state is CommitmentState.KEPT and one.settled_on is not None and one.settled_on > one.due_on
        broken += one.state is CommitmentState.BROKEN
        overdue += is_overdue(one.state, one.due_on, on)
    return Kept(kept, late, broken, overdue)
