"""Goals of one made-up account: how far it is with them, so that accounts lie on every level of value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Final, NamedTuple

# By name of the typical goal: where they began, and where they want to be.
FIGURES: Final[dict[str, tuple[float, float]]] = {
    "One figure for the board": (1, 5),
    "Faster from order to cash": (62, 40),
    "Pass the audit without a scramble": (24, 6),
    "Every region on one way of working": (1, 6),
    "Less work by hand": (38, 12),
    "Whole team on board": (22, 85),
    "Answer customers sooner": (30, 8),
    "Plan that holds": (71, 93),
    "Up and running": (21, 5),
    "Save an hour a day": (0.5, 5),
    "Nothing falls through the cracks": (14, 1),
}
IN_TENTHS: Final = {"Save an hour a day", "Faster from order to cash", "Answer customers sooner"}


# Days to the first value by touch level: at least, at most, most often.
FIRST_DAYS: Final = {"high": (20, 120, 60), "medium": (15, 80, 35), "low": (4, 40, 15)}
OLD_DAYS: Final = 600  # whoever is older reached a first goal longer than a year ago


class Stage(Enum):
    """How far an account is with its goals."""

    NONE = "none"
    AGREED = "agreed"
    READ = "read"
    BEHIND = "behind"
    KNOWN = "known"
    ESTIMATED = "estimated"
    PARTIAL = "partial"
    RECEIVED = "received"
    REACHED = "reached"


STAGES: Final = (
    Stage.RECEIVED,
    Stage.PARTIAL,
    Stage.NONE,
    Stage.READ,
    Stage.NONE,
    Stage.ESTIMATED,
    Stage.AGREED,
    Stage.KNOWN,
    Stage.BEHIND,
    Stage.REACHED,
)
TWO_GOALS: Final = {Stage.RECEIVED, Stage.REACHED}
READ_FROM: Final = {Stage.READ, Stage.KNOWN, Stage.ESTIMATED, Stage.PARTIAL, Stage.RECEIVED, Stage.REACHED}
KNOWN_FROM: Final = READ_FROM - {Stage.READ}
CONFIRMED: Final[dict[Stage, tuple[tuple[int, int, bool], ...]]] = {
    Stage.ESTIMATED: ((30, 20, False),),
    Stage.PARTIAL: ((70, 15, False), (12, 35, True)),
    Stage.RECEIVED: ((110, 25, True), (40, 45, True), (9, 60, True)),
    Stage.REACHED: ((35, 90, True),),
}


class ReadDraft(NamedTuple):
    """A reading of a goal's metric."""

    value: float
    on: date


class SaidDraft(NamedTuple):
    """A share of the value received; `is_theirs`: somebody at the customer said it."""

    percent: int
    on: date
    is_theirs: bool


@dataclass(frozen=True)
class GoalDraft:
    """One goal: which typical one, its course, how many of its dependencies are known and whether each is met."""

    typical: str
    baseline: float
    baseline_on: date
    target: float
    due_on: date
    reached_on: date | None
    readings: tuple[ReadDraft, ...]
    answers: tuple[bool, ...]
    said: tuple[SaidDraft, ...]


def draw_goals(index: int, seed: int, offered: Sequence[str], as_of: date) -> list[GoalDraft]:
    """The goals of the account with this number, out of the typical ones offered; the same number gives the same.

    >>> [goal.typical for goal in draw_goals(1, 1, ["Less work by hand"], date(2026, 3, 1))]
    ['Less work by hand']
    >>> draw_goals(2, 1, ["Less work by hand"], date(2026, 3, 1))
    []
    """
    random, stage = Random(f"{seed}/goals/{index}"), STAGES[index % len(STAGES)]
    known = [name for name in offered if name in FIGURES]
    if stage is Stage.NONE or not known:
        return []
    names = random.sample(known, min(len(known), 2 if stage in TWO_GOALS else 1))
    first, *others = names
    return [_draft(random, stage, first, as_of), *(_draft(random, Stage.READ, name, as_of) for name in others)]


def _draft(random: Random, stage: Stage, name: str, as_of: date) -> GoalDraft:
    baseline, target = FIGURES[name]
    begun, lasts = as_of - timedelta(days=random.randrange(140, 200)), random.randrange(260, 340)
    pace = {Stage.BEHIND: 0.35, Stage.REACHED: 1.9}.get(stage, random.uniform(0.95, 1.25))
    is_read = stage in READ_FROM or stage is Stage.BEHIND
    return GoalDraft(
        name,
        baseline,
        begun,
        target,
        begun + timedelta(days=lasts),
        as_of - timedelta(days=30) if stage is Stage.REACHED else None,
        tuple(_readings(random, name, begun, pace / lasts, as_of)) if is_read else (),
        tuple(random.random() < 0.7 for _ in range(8)) if stage in KNOWN_FROM else (),
        tuple(
            SaidDraft(percent, as_of - timedelta(days=ago), theirs) for ago, percent, theirs in CONFIRMED.get(stage, ())
        ),
    )


def draw_first_goal(
    index: int, seed: int, offered: Sequence[str], touch_level: str, began_on: date, as_of: date
) -> GoalDraft | None:
    """What an old customer wanted at first, reached and confirmed long ago; None of a young one, and of one in eight.

    >>> draw_first_goal(1, 1, ["Less work by hand"], "low", date(2026, 1, 1), date(2026, 3, 1)) is None
    True
    >>> first = draw_first_goal(1, 1, ["Less work by hand"], "low", date(2023, 1, 1), date(2026, 3, 1))
    >>> (first.said[0].on - date(2023, 1, 1)).days, first.reached_on > first.said[0].on
    (13, True)
    """
    random = Random(f"{seed}/first/{index}")
    known = [name for name in offered if name in FIGURES]
    if not known or (as_of - began_on).days < OLD_DAYS or index % 8 == 3:
        return None
    name, days = random.choice(known), int(random.triangular(*FIRST_DAYS[touch_level]))
    baseline, target = FIGURES[name]
    due_on, reached_on = began_on + timedelta(days=240), began_on + timedelta(days=200)
    said = SaidDraft(random.randrange(10, 45, 5), began_on + timedelta(days=days), True)
    return GoalDraft(name, baseline, began_on, target, due_on, reached_on, (), (), (said,))


def _readings(random: Random, name: str, begun: date, pace: float, as_of: date) -> Iterator[ReadDraft]:
    """A reading each month, about as far as the pace a day leads, with some luck."""
    (baseline, target), on = FIGURES[name], begun + timedelta(days=30)
    while on < as_of:
        way = min(1.05, pace * (on - begun).days * random.uniform(0.85, 1.1))
        yield ReadDraft(round(baseline + (target - baseline) * way, 1 if name in IN_TENTHS else None), on)
        on += timedelta(days=30)
