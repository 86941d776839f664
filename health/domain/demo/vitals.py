"""Readings and pulses of one made-up account: a course of use that fits its story, with what goes along with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from stakeholders.domain.demo.situations import Situation

WEEKS: Final = 40
# How well an account does in [0, 1], and by how much that changes over the last 20 weeks.
COURSES: Final[dict[Situation, tuple[float, float]]] = {
    Situation.BRIDGE: (0.74, 0.04),
    Situation.WOVEN: (0.88, 0.06),
    Situation.LOST_CHAMPION: (0.7, -0.25),
    Situation.NOT_CONNECTED: (0.3, 0.2),
    Situation.CHURNED: (0.5, -0.4),
    Situation.MOVED_FROM: (0.62, -0.15),
    Situation.MOVED_TO: (0.6, 0.22),
    Situation.QUIET: (0.66, -0.28),
    Situation.DECIDER: (0.72, 0.0),
    Situation.UNMAPPED: (0.5, 0.0),
    Situation.SUCCEEDED: (0.68, 0.08),
    Situation.OPPOSED: (0.52, -0.1),
    Situation.ASSUMED: (0.55, 0.05),
    Situation.LEADERS_ONLY: (0.45, -0.05),
    Situation.USERS_ONLY: (0.8, 0.02),
    Situation.HANDED_OVER: (0.6, 0.0),
}
UNMEASURED: Final = 0.12  # the share of accounts of which product analytics know nothing
REASONS: Final = {True: ("use", "value", "people"), False: ("use", "support", "price", "strategy", "people")}
GOOD_FROM: Final = 0.6


class ReadingDraft(NamedTuple):
    """The value of a metric on a day."""

    metric: str
    value: float
    on: date


class PulseDraft(NamedTuple):
    """What the CSM felt on a day."""

    step: int
    reasons: tuple[str, ...]
    on: date


@dataclass(frozen=True)
class Vitals:
    """All that is known of one account beside its people."""

    readings: tuple[ReadingDraft, ...]
    pulses: tuple[PulseDraft, ...]


def draw_vitals(index: int, seed: int, situation: Situation, as_of: date) -> Vitals:
    """What is known of the account with this number; the same number and seed give the same.

    >>> found = draw_vitals(1, 1, Situation.WOVEN, date(2026, 3, 1))
    >>> found == draw_vitals(1, 1, Situation.WOVEN, date(2026, 3, 1)), max(each.on for each in found.readings)
    (True, datetime.date(2026, 2, 26))
    """
    random = Random(f"{seed}/vitals/{index}")
    level, drift = COURSES.get(situation, (random.uniform(0.35, 0.95), random.uniform(-0.15, 0.12)))
    course = [_wobbling(random, level, drift, week) for week in range(WEEKS)]
    is_measured = random.random() >= UNMEASURED or index == 0
    readings = [*_use(random, course, as_of)] if is_measured else []
    readings += _around(random, course, as_of)
    return Vitals(tuple(readings), tuple(_pulses(random, course, as_of)))


def _wobbling(random: Random, level: float, drift: float, week: int) -> float:
    """How well it does in a week, the last one being `WEEKS - 1`; the drift sets in 20 weeks ago."""
    since = max(0, week - (WEEKS - 20)) / 20
    return min(0.98, max(0.03, level + drift * since + random.gauss(0, 0.015)))


def _day(as_of: date, week: int) -> date:
    return as_of - timedelta(days=7 * (WEEKS - 1 - week) + 3)


def _use(random: Random, course: list[float], as_of: date) -> Iterator[ReadingDraft]:
    licences = random.choice((25, 40, 60, 100, 150, 250, 400))
    yield ReadingDraft("licences", licences, _day(as_of, 0))
    breadth = random.uniform(0.75, 1.05)
    for week, level in enumerate(course):
        yield ReadingDraft("active_users", max(1, round(licences * level * 0.9)), _day(as_of, week))
        if week % 4 == 3:
            yield ReadingDraft("feature_breadth", round(min(95, 75 * level * breadth)), _day(as_of, week))


def _around(random: Random, course: list[float], as_of: date) -> Iterator[ReadingDraft]:
    """Tickets each fortnight, invoices each month, surveys each quarter, though not everybody is asked."""
    is_asked = random.random() < 0.7
    for week, level in enumerate(course):
        on = _day(as_of, week)
        if week % 2:
            yield ReadingDraft("tickets_open", max(0, round(random.gauss(9 * (1 - level), 1.5))), on)
        if week % 4 == 3:
            overdue = random.randrange(5, 60) if random.random() > level + 0.25 else 0
            yield ReadingDraft("invoices_overdue", overdue, on)
        if week % 13 == 12 and is_asked:
            yield ReadingDraft("nps", round(120 * level - 50), on)
            yield ReadingDraft("csat", round(2.4 + 2.5 * level, 1), on)


def _pulses(random: Random, course: list[float], as_of: date) -> Iterator[PulseDraft]:
    """Each second month while the CSM thinks of it."""
    thinks_of_it = random.uniform(0.4, 0.95)
    for week in range(7, WEEKS, 8):
        if random.random() < thinks_of_it:
            level = course[week] + random.gauss(0, 0.08)
            step = min(6, max(1, round(1 + 5 * level)))
            reasons = random.sample(REASONS[level >= GOOD_FROM], random.choice((1, 1, 2)))
            yield PulseDraft(step, tuple(sorted(reasons)), _day(as_of, week))
