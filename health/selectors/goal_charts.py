"""Readings of a goal drawn towards its target: as data for the browser's chart, and as coordinates for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from health.domain.goals import GoalFacts, expected_way
from health.models import Goal
from health.selectors.goals import GoalLine

WIDTH: Final = 560
HEIGHT: Final = 150
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 14, 8


class Dot(NamedTuple):
    """A value on a day, and where it lies."""

    on: date
    value: float
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """A chart of a box `WIDTH` by `HEIGHT`: the expected line, the readings, and the height of baseline and target."""

    expected: str
    course: str
    dots: Sequence[Dot]
    target_y: float
    baseline_y: float
    due_x: float

    @property
    def falls(self) -> bool:
        """Whether the target lies below the baseline: then its words stand at the left, where no line comes by."""
        return self.target_y > self.baseline_y

    @property
    def last(self) -> Dot:
        return self.dots[-1]


def points_of(line: GoalLine) -> list[tuple[date, float]]:
    """The baseline and the readings after it, one for each day."""
    by_day = {line.goal.baseline_on: float(line.goal.baseline)}
    by_day.update({row.on: float(row.value) for row in line.course})
    return sorted(by_day.items())


def _facts(goal: Goal) -> GoalFacts:
    return GoalFacts(goal.pk, goal.words, float(goal.baseline), goal.baseline_on, float(goal.target), goal.due_on)


def _expected(facts: GoalFacts, on: date) -> float:
    return facts.baseline + (facts.target - facts.baseline) * expected_way(facts, on)


def chart_of(line: GoalLine) -> dict[str, Any]:
    """What the browser draws: readings, what a straight line expects, and the target."""
    goal, facts, read = line.goal, _facts(line.goal), dict(points_of(line))
    days = sorted({*read, goal.due_on})
    return {
        "x": [day.isoformat() for day in days],
        "series": [
            {"label": str(goal.metric), "unit": goal.metric.unit, "values": [read.get(day) for day in days]},
            {"label": _("Expected"), "guide": True, "values": [round(_expected(facts, day), 4) for day in days]},
        ],
        "target": facts.target,
        "target_label": _("Target"),
    }


def picture_of(line: GoalLine, on: date) -> Picture:
    """The same on paper."""
    facts, read = _facts(line.goal), points_of(line)
    first, last = facts.baseline_on, max(facts.due_on, read[-1][0])
    values = [value for _day, value in read] + [facts.baseline, facts.target]
    least, span = min(values), (max(values) - min(values)) or 1.0

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days, 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - least) / span), 1)

    dots = [Dot(day, value, x(day), y(value)) for day, value in read]
    return Picture(
        expected=f"{x(first)},{y(facts.baseline)} {x(facts.due_on)},{y(facts.target)}",
        course=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        dots=dots,
        target_y=y(facts.target),
        baseline_y=y(facts.baseline),
        due_x=x(facts.due_on),
    )
