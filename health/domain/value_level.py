"""The level of value of an account, 1 to 5, from evidence. Source: mission.md, S2.5; docs/goals.md says it in words.

1 features are pitched, 2 use is measured, 3 use is tied to goals, 4 what the goals depend on is understood, 5 the value
received is recorded, be it partial.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

from health.domain.goals import GoalFacts


class Level(IntEnum):
    """The steps, each of which needs those below it."""

    PITCHED = 1
    MEASURED = 2
    TIED = 3
    UNDERSTOOD = 4
    RECEIVED = 5


class Lack(StrEnum):
    """What a step still needs; pages put it into words and lead to where it is done."""

    USE = "use"
    GOAL = "goal"
    READING = "reading"
    NEEDS = "needs"
    ANSWERS = "answers"
    WORD = "word"
    THEIR_WORD = "their_word"
    SOMETHING = "something"
    BELOW = "below"


class Step(NamedTuple):
    """One step: the metrics and goals that prove it, else what is lacking and of which goal."""

    level: Level
    metrics: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    lack: Lack | None = None
    goal_id: int | None = None

    @property
    def is_met(self) -> bool:
        return self.lack is None


@dataclass(frozen=True, slots=True)
class ValueLevel:
    """The level of an account, the proof of each step, and the step to do next."""

    level: Level
    steps: tuple[Step, ...]

    @property
    def next_step(self) -> Step | None:
        """The lowest step that is not met; None at the top."""
        return next((step for step in self.steps if not step.is_met), None)


def value_level(usage: Sequence[str], goals: Sequence[GoalFacts]) -> ValueLevel:
    """The level of value of an account.

    Parameters
    ----------
    usage : sequence of str
        Keys of the metrics of use that have a reading young enough to count.
    goals : sequence of GoalFacts
        Its goals that are open, or were reached within a year.

    Returns
    -------
    ValueLevel
        The highest level whose step and all below it are met. From level 3 on the steps must be met by the same goal:
        measured, then understood, then with more than nothing received in the customer's own word. A step that is not
        met names the goal that is nearest to it.

    Examples
    --------
    >>> from datetime import date
    >>> value_level([], []).level, value_level([], []).next_step.lack.value
    (<Level.PITCHED: 1>, 'use')
    >>> goal = GoalFacts(7, "Close faster", 10, date(2026, 1, 1), 5, date(2026, 12, 31))
    >>> found = value_level(["active_users"], [goal])
    >>> found.level, found.next_step.lack.value, found.next_step.goal_id
    (<Level.MEASURED: 2>, 'reading', 7)
    """
    measured = [goal for goal in goals if goal.is_measured]
    understood = [goal for goal in measured if goal.is_understood]
    received = [goal for goal in understood if _received(goal)]
    steps = (
        Step(Level.PITCHED),
        Step(Level.MEASURED, metrics=tuple(usage)) if usage else Step(Level.MEASURED, lack=Lack.USE),
        _by_goals(Level.TIED, measured) or _lacking_reading(goals),
        _by_goals(Level.UNDERSTOOD, understood) or _lacking_needs(measured or goals),
        _by_goals(Level.RECEIVED, received) or _lacking_word(understood or measured or goals),
    )
    return ValueLevel(_highest(steps), steps)


def _highest(steps: Iterable[Step]) -> Level:
    level = Level.PITCHED
    for step in steps:
        if not step.is_met:
            break
        level = step.level
    return level


def _by_goals(level: Level, goals: Sequence[GoalFacts]) -> Step | None:
    return Step(level, goals=tuple(goal.id for goal in goals)) if goals else None


def _lacking_reading(goals: Sequence[GoalFacts]) -> Step:
    if not goals:
        return Step(Level.TIED, lack=Lack.GOAL)
    return Step(Level.TIED, lack=Lack.READING, goal_id=_nearest(goals).id)


def _lacking_needs(goals: Sequence[GoalFacts]) -> Step:
    if not goals:
        return Step(Level.UNDERSTOOD, lack=Lack.GOAL)
    nearest = _nearest(goals)
    return Step(Level.UNDERSTOOD, lack=Lack.ANSWERS if nearest.needs else Lack.NEEDS, goal_id=nearest.id)


def _nearest(goals: Sequence[GoalFacts]) -> GoalFacts:
    """The goal that the least is missing of: the fewest open questions, then their word on the value, then begun."""
    return min(goals, key=lambda goal: (goal.open_questions, not _received(goal), not goal.needs))


# What lacks for the last step, the nearest first: an answer is sooner had than value where they said there is none.
WORD_LACKS: Final = (Lack.BELOW, Lack.THEIR_WORD, Lack.WORD, Lack.SOMETHING)


def _lacking_word(goals: Sequence[GoalFacts]) -> Step:
    if not goals:
        return Step(Level.RECEIVED, lack=Lack.GOAL)
    nearest = min(goals, key=lambda goal: WORD_LACKS.index(_word_lack(goal)))
    return Step(Level.RECEIVED, lack=_word_lack(nearest), goal_id=nearest.id)


def _word_lack(goal: GoalFacts) -> Lack:
    """What one goal lacks: a step below, value that arrived, the customer's own word, any word."""
    if _received(goal):
        return Lack.BELOW
    if goal.theirs is not None:
        return Lack.SOMETHING
    return Lack.WORD if goal.said is None else Lack.THEIR_WORD


def _received(goal: GoalFacts) -> bool:
    return goal.theirs is not None and goal.theirs.percent > 0


LEVELS: Final = tuple(Level)


def level_of_many(counts: Mapping[int, int]) -> int | None:
    """The level of a team or a person of ours: the highest that at least half of their accounts reach.

    Parameters
    ----------
    counts : mapping of int to int
        How many accounts are on each level.

    Returns
    -------
    int or None
        None without accounts. One account in the lead lifts nobody: half of them must be there, and of an even number
        half is enough.

    Examples
    --------
    >>> level_of_many({1: 3, 3: 1, 5: 1}), level_of_many({1: 1, 4: 1}), level_of_many({})
    (1, 4, None)
    """
    whole = sum(counts.get(level, 0) for level in LEVELS)
    if not whole:
        return None
    reaching = ((level, sum(counts.get(each, 0) for each in LEVELS if each >= level)) for level in reversed(LEVELS))
    return next(int(level) for level, count in reaching if 2 * count >= whole)


class GroupStep(NamedTuple):
    """The step of a group to its next level.

    Attributes
    ----------
    level : int
        The next level that the group has together once enough of its accounts reach it.
    more : int
        How many further accounts must reach it for that.
    from_level : int
        The highest level below it that any of its accounts is on: these are nearest.
    lacks : tuple of (str, int)
        What the nearest lack for their own next step and how many of them, the most frequent first.
    """

    level: int
    more: int
    from_level: int
    lacks: tuple[tuple[str, int], ...]


def step_of_many(counts: Mapping[tuple[int, str], int]) -> GroupStep | None:
    """What brings a group of accounts to its next level.

    Parameters
    ----------
    counts : mapping of (int, str) to int
        How many accounts are on each level and what each of these lacks for the next; empty while that is not known, as
        of a score that is older than the question.

    Returns
    -------
    GroupStep or None
        None without accounts, and on the highest level.

    Examples
    --------
    Of five accounts three are on level 3 or above, so they are on 3 together. For 4, half of five must be there: three,
    two more than the one there is. Two are nearest.

    >>> step_of_many({(1, "use"): 2, (3, "needs"): 1, (3, "answers"): 1, (4, "word"): 1})
    GroupStep(level=4, more=2, from_level=3, lacks=(('answers', 1), ('needs', 1)))
    """
    by_level: Counter[int] = Counter()
    for (level, _lack), count in counts.items():
        by_level[level] += count
    together = level_of_many(by_level)
    if together is None or together == max(LEVELS):
        return None
    following = together + 1
    reaching = sum(count for level, count in by_level.items() if level >= following)
    from_level = max(level for level, count in by_level.items() if level < following and count)
    lacks = [(lack, count) for (level, lack), count in counts.items() if level == from_level and lack and count]
    ordered = tuple(sorted(lacks, key=lambda each: (-each[1], each[0])))
    return GroupStep(following, -(-by_level.total() // 2) - reaching, from_level, ordered)
