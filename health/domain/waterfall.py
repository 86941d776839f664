"""Why a score changed: each point of the difference put down to a value, a weight, or what became known.

Source: design.md, "Score". The split is exact: the steps sum to the difference of the two scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from health.domain.judgement import Part
from health.domain.scoring import mean_of


class Cause(StrEnum):
    """What moved the score."""

    VALUE = "value"
    WEIGHT = "weight"
    AVAILABILITY = "availability"


@dataclass(frozen=True, slots=True)
class Step:
    """Points that one measure added for one cause; `before` and `after` are its own points, None while unknown."""

    key: str
    cause: Cause
    points: float
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """What one measure added, by all its causes; `steps` in order of size."""

    key: str
    steps: tuple[Step, ...]

    @property
    def points(self) -> float:
        return sum(step.points for step in self.steps)

    @property
    def size(self) -> float:
        """The largest of its steps: two that cancel each other out did move something."""
        return max(abs(step.points) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From one score to another; `steps` in order of size."""

    start: float
    end: float
    steps: tuple[Step, ...]

    @property
    def change(self) -> float:
        return self.end - self.start

    def of(self, cause: Cause) -> float:
        """The points of all measures for one cause."""
        return sum(step.points for step in self.steps if step.cause is cause)

    def by_measure(self) -> tuple[Move, ...]:
        """One move for each measure, the largest first; they sum to the change as the steps do.

        >>> parts = [Part("a", 0.5, 40.0), Part("b", 0.5, 60.0)], [Part("a", 0.75, 60.0), Part("b", 0.25, 60.0)]
        >>> [(move.key, move.points, len(move.steps)) for move in waterfall(*parts).by_measure()]
        [('a', 11.25, 2), ('b', -1.25, 1)]
        """
        steps: dict[str, list[Step]] = {}
        for step in self.steps:
            steps.setdefault(step.key, []).append(step)
        moves = [Move(key, tuple(some)) for key, some in steps.items()]
        return tuple(sorted(moves, key=lambda move: (-abs(move.points), move.key)))


def waterfall(before: Sequence[Part], after: Sequence[Part]) -> Waterfall | None:
    """Split the change between two judgements of one account.

    Parameters
    ----------
    before, after : sequence of Part
        Of the earlier and of the later judgement; the scorecard may have changed between them.

    Returns
    -------
    Waterfall or None
        None where one of the two has no score. On measures known both times, with weights W and W' renormalised over
        them, points s and s', and scores A and B on them: value (W + W') / 2 * (s' - s), weight
        (W' - W) * ((s - A) + (s' - B)) / 2. Availability, with weights over all that is known: W' * (s' - B) for a
        measure that appears, -W * (s - A) for one that vanishes; with nothing in common both are measured from the
        middle between the two scores.

    Examples
    --------
    Equal weights; one measure rises from 40 to 60, another that becomes known has 90: 60 - 40 = 20 by value, and
    (90 - 60) / 2 = 15 by availability.

    >>> found = waterfall([Part("a", 0.5, 40.0), Part("b", 0.5, None)], [Part("a", 0.5, 60.0), Part("b", 0.5, 90.0)])
    >>> found.start, found.end, [(step.key, step.cause.value, step.points) for step in found.steps]
    (40.0, 75.0, [('a', 'value', 20.0), ('b', 'availability', 15.0)])
    """
    start, end = mean_of(before), mean_of(after)
    if start is None or end is None:
        return None
    old, new = _known(before), _known(after)
    common = old.keys() & new.keys()
    steps = [*_of_common(old, new, common), *_of_others(old, new, common, start, end)]
    moved = [step for step in steps if step.points]
    return Waterfall(start, end, tuple(sorted(moved, key=lambda step: (-abs(step.points), step.key, step.cause))))


_Known = dict[str, tuple[float, float]]


def _known(parts: Sequence[Part]) -> _Known:
    """Weight and points of the known, the weights summing to 1."""
    known = {part.key: (part.weight, part.points) for part in parts if part.points is not None and part.weight > 0}
    return _renormalised(known)


def _renormalised(known: _Known) -> _Known:
    whole = sum(weight for weight, _ in known.values())
    return {key: (weight / whole, points) for key, (weight, points) in known.items()}


def _score(known: _Known) -> float:
    return sum(weight * points for weight, points in known.values())


def _of_common(old: _Known, new: _Known, common: set[str]) -> list[Step]:
    if not common:
        return []
    was = _renormalised({key: old[key] for key in common})
    now = _renormalised({key: new[key] for key in common})
    a, b = _score(was), _score(now)
    steps = []
    for key in sorted(common):
        (w, s), (w2, s2) = was[key], now[key]
        steps.append(Step(key, Cause.VALUE, (w + w2) / 2 * (s2 - s), s, s2))
        steps.append(Step(key, Cause.WEIGHT, (w2 - w) * ((s - a) + (s2 - b)) / 2, s, s2))
    return steps


def _of_others(old: _Known, new: _Known, common: set[str], start: float, end: float) -> list[Step]:
    if common:
        a = _score(_renormalised({key: old[key] for key in common}))
        b = _score(_renormalised({key: new[key] for key in common}))
    else:
        a = b = (start + end) / 2
    vanished = [
        Step(key, Cause.AVAILABILITY, -w * (s - a), s, None) for key, (w, s) in old.items() if key not in common
    ]
    appeared = [Step(key, Cause.AVAILABILITY, w * (s - b), None, s) for key, (w, s) in new.items() if key not in common]
    return [*vanished, *appeared]
