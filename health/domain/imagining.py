"""What if some measures were other than they are, and some people were not there: the score that would follow.

People change every measure that is read from the sky; what one says of a measure prevails over that.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from health.domain.judgement import Judgement, Part
from health.domain.measures import Given
from health.domain.rules import FULL, PULSE_STEPS, PulseRule, points_of
from health.domain.scorecards import Card
from health.domain.scoring import judge, judge_raws
from health.domain.waterfall import Waterfall, waterfall
from stakeholders.domain.what_if import WhatIf, beside

GREATEST_VALUE: Final = 1e12


class Saying(StrEnum):
    """In which unit one says what a measure would be."""

    POINTS = "points"
    VALUE = "value"


class Supposed(NamedTuple):
    """What one supposes of a measure: its points, 0-100, or its raw value, which its rule turns into points."""

    saying: Saying
    amount: float


@dataclass(frozen=True, slots=True)
class Supposition:
    """What one asks "what if" about; nothing of it is kept.

    Attributes
    ----------
    measures : mapping of str to Supposed
        By key of measure; those that are not on the scorecard change nothing.
    star_ids, user_ids : frozenset of int
        Stakeholders and users of ours who would be gone.
    """

    measures: Mapping[str, Supposed] = field(default_factory=dict)
    star_ids: frozenset[int] = frozenset()
    user_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.measures or self.star_ids or self.user_ids)


@dataclass(frozen=True, slots=True)
class Move:
    """What one measure does to the score: so many `points`, by whatever cause; `before` and `after` as found."""

    points: float
    before: Part
    after: Part


@dataclass(frozen=True, slots=True)
class Imagined:
    """A judgement as it would be, beside the one that is.

    Attributes
    ----------
    before, after : Judgement
        By the same scorecard.
    seen : WhatIf
        The sky with and without the people.
    fall : Waterfall or None
        Every point between the two scores; None where one of them is not known.
    """

    before: Judgement
    after: Judgement
    seen: WhatIf
    fall: Waterfall | None

    @property
    def moves(self) -> tuple[Move, ...]:
        """What each measure does to the score, the largest first; the moves sum to the difference."""
        points: dict[str, float] = {}
        for step in self.fall.steps if self.fall else ():
            points[step.key] = points.get(step.key, 0.0) + step.points
        old = {part.key: part for part in self.before.parts}
        new = {part.key: part for part in self.after.parts}
        ordered = sorted(points.items(), key=lambda each: (-abs(each[1]), each[0]))
        return tuple(Move(moved, old[key], new[key]) for key, moved in ordered)


def is_supposable(supposed: Supposed, card: Card, key: str) -> bool:
    """Whether a measure of the card can be what is supposed of it: a number, points within 0-100, a pulse one of six.

    Examples
    --------
    >>> from health.domain.measures import MEASURES
    >>> from health.domain.scorecards import Entry
    >>> card = Card((Entry(MEASURES["pulse"], 1, PulseRule()),))
    >>> [is_supposable(Supposed(Saying.VALUE, amount), card, "pulse") for amount in (0, 1, 2.5, 6)]
    [False, True, False, True]
    >>> is_supposable(Supposed(Saying.POINTS, 101), card, "pulse"), is_supposable(Supposed(Saying.VALUE, 1), card, "")
    (False, False)
    """
    rule = next((entry.rule for entry in card.entries if entry.key == key), None)
    amount = supposed.amount
    if rule is None or not math.isfinite(amount):
        return False
    if supposed.saying is Saying.POINTS:
        return 0 <= amount <= FULL
    if isinstance(rule, PulseRule):
        return amount in range(1, PULSE_STEPS + 1)
    return abs(amount) <= GREATEST_VALUE


def imagine(given: Given, card: Card | None, unconnected: Iterable[str], supposition: Supposition) -> Imagined:
    """Judge an account as it is and as one supposes it to be.

    Parameters
    ----------
    given : Given
        Its sky and evidence, at a date.
    card : Card or None
        The scorecard that governs it.
    unconnected : iterable of str
        Measures without weight; one that is supposed has its weight.
    supposition : Supposition

    Returns
    -------
    Imagined
        Measures of the sky are found anew in the sky without the people, exactly as if their departure had been
        recorded on its date.

    Raises
    ------
    KeyError
        If somebody is not in the sky.

    Examples
    --------
    >>> from datetime import date
    >>> from health.domain.evidence import Evidence, Pulse
    >>> from health.domain.measures import MEASURES
    >>> from health.domain.scorecards import Entry
    >>> from stakeholders.domain.findings import find
    >>> from stakeholders.domain.sky import Sky
    >>> day = date(2026, 3, 1)
    >>> card = Card((Entry(MEASURES["pulse"], 1, PulseRule()),))
    >>> now = Given(find(Sky(1, day, (), ())), Evidence(1, pulse=Pulse(5, day)), day)
    >>> what = imagine(now, card, (), Supposition({"pulse": Supposed(Saying.VALUE, 2)}))
    >>> what.before.score, what.after.score, [(move.before.key, move.points) for move in what.moves]
    (80.0, 20.0, [('pulse', -60.0)])
    """
    without = frozenset(unconnected)
    seen = beside(given.found, supposition.star_ids, supposition.user_ids)
    before = judge(given, card, without)
    after = _judged(given._replace(found=seen.after), card, without, supposition.measures)
    return Imagined(before, after, seen, waterfall(before.parts, after.parts))


def _judged(
    given: Given, card: Card | None, unconnected: frozenset[str], supposed: Mapping[str, Supposed]
) -> Judgement:
    entries = card.entries if card else ()
    raws = {entry.key: entry.measure.raw(given) for entry in entries}
    points: dict[str, float] = {}
    for entry in entries:
        if entry.key in supposed:
            said = supposed[entry.key]
            raws[entry.key] = said.amount if said.saying is Saying.VALUE else None
            found = said.amount if said.saying is Saying.POINTS else points_of(entry.rule, said.amount)
            points[entry.key] = found or 0.0
    return judge_raws(given.evidence.account_id, given.on, raws, card, unconnected, points)
