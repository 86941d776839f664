"""What a goal has come to: the way made and the share of the value received, against what may be expected by then.

Expected is a straight line from nothing on the day of the baseline to all on the due date. Source: docs/goals.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Final, NamedTuple

PERCENT: Final = 100.0
VALUE_DAYS: Final = 365  # so long a confirmation and a reached goal count
FARTHEST_DAYS: Final = 3650  # nobody plans by a pace that leads farther than ten years
NEARLY: Final = 1e-9


class At(NamedTuple):
    """A value of the goal's metric on a day."""

    value: float
    on: date


class Share(NamedTuple):
    """The share of the value received, in percent, as said on a day; `is_theirs`: somebody at the customer said it."""

    percent: float
    on: date
    is_theirs: bool


class Standing(StrEnum):
    """Where a goal stands."""

    NO_READING = "no_reading"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """What was recorded of one goal by a date.

    Attributes
    ----------
    id, words
        Which, in the customer's words.
    baseline, target : float
        In the unit of its metric; they differ.
    baseline_on, due_on : date
        The due date lies after that of the baseline.
    reached_on : date or None
        When it was said to be reached; None while it is open.
    latest : At or None
        The latest reading after the day of the baseline that still counts.
    said : Share or None
        The latest confirmation of value within a year, whoever said it.
    theirs : Share or None
        The latest within a year that somebody at the customer gave.
    needs, answered : int
        How many dependencies it has, and of how many somebody said whether they are met.
    stands_alone : bool
        Whether somebody said that it depends on nothing else.
    """

    id: int
    words: str
    baseline: float
    baseline_on: date
    target: float
    due_on: date
    reached_on: date | None = None
    latest: At | None = None
    said: Share | None = None
    theirs: Share | None = None
    needs: int = 0
    answered: int = 0
    stands_alone: bool = False

    @property
    def is_measured(self) -> bool:
        """Whether we know what it has come to."""
        return self.reached_on is not None or self.latest is not None

    @property
    def is_understood(self) -> bool:
        """Whether we know what else it depends on, met or not."""
        return self.open_questions == 0

    @property
    def open_questions(self) -> int:
        """How many answers we lack on what else it depends on; one while nothing is known of it."""
        if self.stands_alone:
            return 0
        return self.needs - self.answered if self.needs else 1


@dataclass(frozen=True, slots=True)
class Progress:
    """What a goal has come to.

    Attributes
    ----------
    standing : Standing
    way : float or None
        The share of the way from baseline to target that is made: negative when it went back, above 1 beyond it.
    expected : float or None
        The share that a straight line to the due date expects on the day of the reading; 1 once the due date is over.
    points : float or None
        100 x way / expected within 0 and 100; None while there is no reading.
    reached_at : date or None
        The day on which the target is reached at the pace so far; None without a pace towards it.
    """

    standing: Standing
    way: float | None = None
    expected: float | None = None
    points: float | None = None
    reached_at: date | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What was said last of the value of a goal, against what may be expected.

    Attributes
    ----------
    share : Share
        What was said, by whomever.
    expected : float
        The share that a straight line to the due date expects on the day of the word; 1 once the due date is over.
    points : float or None
        100 x share / expected within 0 and 100; None where nothing arrived and nothing may be expected yet.
    """

    share: Share
    expected: float
    points: float | None


def way_made(goal: GoalFacts, value: float) -> float:
    """The share of the way from baseline to target that a value stands for, whichever way is better.

    >>> goal = GoalFacts(1, "", 10, date(2026, 1, 1), 4, date(2026, 12, 31))
    >>> [way_made(goal, value) for value in (7, 4, 13)]
    [0.5, 1.0, -0.5]
    """
    return (value - goal.baseline) / (goal.target - goal.baseline)


def expected_way(goal: GoalFacts, on: date) -> float:
    """The share of the way that a straight line expects on a day, within 0 and 1.

    >>> goal = GoalFacts(1, "", 0, date(2026, 1, 1), 10, date(2026, 1, 11))
    >>> [expected_way(goal, date(2026, 1, day)) for day in (1, 6, 11, 20)]
    [0.0, 0.5, 1.0, 1.0]
    """
    return min(1.0, max(0.0, (on - goal.baseline_on).days / (goal.due_on - goal.baseline_on).days))


def progress_of(goal: GoalFacts, on: date) -> Progress:
    """Judge a goal on a day.

    Parameters
    ----------
    goal : GoalFacts
    on : date
        Today, or a past day: the facts must be those of that day.

    Returns
    -------
    Progress
        A reading is held against the line on its own day, so that an old one is not punished for its age; once the
        due date is over, every reading is held against the target.

    Examples
    --------
    Ten days of a hundred are over and 5 % of the way is made: half of what the line expects.

    >>> goal = GoalFacts(1, "", 0, date(2026, 1, 1), 100, date(2026, 4, 11), latest=At(5, date(2026, 1, 11)))
    >>> found = progress_of(goal, date(2026, 1, 12))
    >>> found.standing.value, found.way, found.expected, found.points, found.reached_at
    ('behind', 0.05, 0.1, 50.0, datetime.date(2026, 7, 20))
    """
    if goal.reached_on is not None:
        return Progress(Standing.REACHED, 1.0, 1.0, PERCENT)
    if goal.latest is None:
        return Progress(Standing.NO_READING)
    way = way_made(goal, goal.latest.value)
    expected = 1.0 if on > goal.due_on else expected_way(goal, goal.latest.on)
    points = PERCENT * min(1.0, max(0.0, way) / expected)
    return Progress(_standing(way, expected), way, expected, points, _reached_at(goal, way))


def _standing(way: float, expected: float) -> Standing:
    if way >= 1:
        return Standing.REACHED
    return Standing.ON_TRACK if way >= expected - NEARLY else Standing.BEHIND


def _reached_at(goal: GoalFacts, way: float) -> date | None:
    """The day at the pace so far; the day of the reading where the target is reached already."""
    if goal.latest is None or way <= 0:
        return None
    days = ceil((goal.latest.on - goal.baseline_on).days / min(1.0, way) - NEARLY)
    return None if days > FARTHEST_DAYS else goal.baseline_on + timedelta(days=days)


def goal_progress(goals: Iterable[GoalFacts], on: date) -> float | None:
    """The measure *goal progress*: the mean points of the goals of which something is known; None where nothing is.

    >>> start, due = date(2026, 1, 1), date(2026, 1, 21)
    >>> slow = GoalFacts(1, "", 0, start, 10, due, latest=At(2, date(2026, 1, 11)))
    >>> done, unread = GoalFacts(2, "", 0, start, 10, due, reached_on=start), GoalFacts(3, "", 0, start, 10, due)
    >>> goal_progress([slow, done, unread], date(2026, 1, 12)), goal_progress([unread], date(2026, 1, 12))
    (70.0, None)
    """
    known = [points for goal in goals if (points := progress_of(goal, on).points) is not None]
    return sum(known) / len(known) if known else None


def received_of(goal: GoalFacts, on: date) -> Received | None:
    """Judge on a day what was said last of the value of a goal.

    Parameters
    ----------
    goal : GoalFacts
    on : date
        Today, or a past day: the facts must be those of that day.

    Returns
    -------
    Received or None
        None where nothing was said. A word is held against the line on its own day, so that an old one is not punished
        for its age; once the due date is over, every word is held against the whole.

    Examples
    --------
    A fifth of the time is over and 10 % arrived of the 20 % that may be expected.

    >>> goal = GoalFacts(1, "", 0, date(2026, 1, 1), 9, date(2026, 4, 11), said=Share(10, date(2026, 1, 21), True))
    >>> days = (date(2026, 1, 30), date(2026, 5, 1))
    >>> [(found.expected, found.points) for day in days if (found := received_of(goal, day))]
    [(0.2, 50.0), (1.0, 10.0)]
    """
    if goal.said is None:
        return None
    expected = 1.0 if on > goal.due_on else expected_way(goal, goal.said.on)
    return Received(goal.said, expected, _points(goal.said.percent / PERCENT, expected))


def _points(share: float, expected: float) -> float | None:
    if expected > 0:
        return PERCENT * min(1.0, share / expected)
    return PERCENT if share > 0 else None


def value_as_expected(goals: Iterable[GoalFacts], on: date) -> float | None:
    """The measure *value received*: the mean points of the goals of which something was said; None where nothing was.

    >>> start, due = date(2026, 1, 1), date(2026, 1, 21)
    >>> said = [GoalFacts(n, "", 0, start, 1, due, said=Share(n * 20, date(2026, 1, 11), True)) for n in (1, 2, 3)]
    >>> value_as_expected([*said, GoalFacts(4, "", 0, start, 1, due)], date(2026, 1, 12)), value_as_expected([], due)
    (73.33333333333333, None)
    """
    judged = (received_of(goal, on) for goal in goals)
    known = [found.points for found in judged if found is not None and found.points is not None]
    return sum(known) / len(known) if known else None


def value_received(goals: Iterable[GoalFacts]) -> float | None:
    """The fact *value received*: the mean over goals of what was said last, in percent; None where nothing was.

    >>> start, due = date(2026, 1, 1), date(2026, 1, 21)
    >>> said = [GoalFacts(n, "", 0, start, 1, due, said=Share(n * 20, due, True)) for n in (1, 2)]
    >>> value_received([*said, GoalFacts(3, "", 0, start, 1, due)]), value_received([])
    (30.0, None)
    """
    known = [goal.said.percent for goal in goals if goal.said is not None]
    return sum(known) / len(known) if known else None
