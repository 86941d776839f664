"""Rules: how a raw value becomes points, 0-100.

Four kinds: tiers, linear, yes or no, pulse. Source: design.md, "Score". A rule never guesses: an unknown value has no
points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

FULL: Final = 100.0
PULSE_STEPS: Final = 6
PULSE_DAYS: Final = 90
EXACT_TO: Final = 4  # digits behind the point that are kept: what is kept and what was used are the same


class RuleError(ValueError):
    """A rule that cannot be applied; `key` names what is wrong with it, pages put it into words."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Tiers:
    """Steps: each (up_to, points); the upper bound belongs to its step; `above` is for what exceeds the last."""

    steps: tuple[tuple[float, float], ...]
    above: float


@dataclass(frozen=True, slots=True)
class Linear:
    """0 points at `zero_at`, 100 at `full_at`, straight between, clamped outside; `zero_at` may be the greater."""

    zero_at: float
    full_at: float


@dataclass(frozen=True, slots=True)
class YesNo:
    """Points for yes (any value but 0) and for no."""

    yes: float = FULL
    no: float = 0.0


@dataclass(frozen=True, slots=True)
class PulseRule:
    """Six steps from 1, points from 0 to 100 in equal strides."""


Rule = Tiers | Linear | YesNo | PulseRule


def points_of(rule: Rule, raw: float | None) -> float | None:
    """The points a rule gives to a raw value.

    Parameters
    ----------
    rule : Rule
    raw : float or None
        In the measure's own unit; None is unknown.

    Returns
    -------
    float or None
        In [0, 100], to four digits; None where the value is unknown.

    Examples
    --------
    >>> rule = Tiers(((0, 0), (1, 40), (2, 80)), above=100)
    >>> [points_of(rule, raw) for raw in (0, 1, 1.5, 2, 9, None)]
    [0, 40, 80, 80, 100, None]
    >>> [points_of(Linear(50, 100), raw) for raw in (20, 50, 75, 120)]
    [0.0, 0.0, 50.0, 100.0]
    >>> points_of(Linear(30, 0), 15), points_of(YesNo(), 3), points_of(PulseRule(), 4)
    (50.0, 100.0, 60.0)
    """
    if raw is None:
        return None
    match rule:
        case Tiers(steps, above):
            return next((points for up_to, points in steps if raw <= up_to), above)
        case Linear(zero_at, full_at):
            return _clamped(FULL * (raw - zero_at) / (full_at - zero_at))
        case YesNo(yes, no):
            return yes if raw else no
        case PulseRule():
            return _clamped(FULL * (raw - 1) / (PULSE_STEPS - 1))


def _clamped(points: float) -> float:
    return round(min(FULL, max(0.0, points)), EXACT_TO)


def rule_from(said: Mapping[str, Any]) -> Rule:
    """A rule from plain data, as versions of scorecards keep it.

    Parameters
    ----------
    said : mapping
        `kind` is tiers (with `steps`, pairs of upper bound and points, and `above`), linear (with `zero_at` and
        `full_at`), yes_no (with `yes` and `no`) or pulse.

    Raises
    ------
    RuleError
        `kind`, `number`, `steps` (none, or not ascending), `flat` (both ends of a line alike), `points` (not within 0
        to 100).

    Examples
    --------
    >>> rule_from({"kind": "linear", "zero_at": 0, "full_at": 10})
    Linear(zero_at=0.0, full_at=10.0)
    """
    match said.get("kind"):
        case "tiers":
            return _tiers(said)
        case "linear":
            return _linear(said)
        case "yes_no":
            return YesNo(_points(said.get("yes", FULL)), _points(said.get("no", 0)))
        case "pulse":
            return PulseRule()
    raise RuleError("kind")


def _tiers(said: Mapping[str, Any]) -> Tiers:
    given = said.get("steps")
    if not isinstance(given, list | tuple) or not given or any(len(step) != 2 for step in given):
        raise RuleError("steps")
    steps = tuple((_number(up_to), _points(points)) for up_to, points in given)
    bounds = [up_to for up_to, _ in steps]
    if any(later <= earlier for earlier, later in pairwise(bounds)):
        raise RuleError("steps")
    return Tiers(steps, _points(said.get("above")))


def _linear(said: Mapping[str, Any]) -> Linear:
    rule = Linear(_number(said.get("zero_at")), _number(said.get("full_at")))
    if rule.zero_at == rule.full_at:
        raise RuleError("flat")
    return rule


def _number(said: Any) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or said != said or abs(said) > 1e12:
        raise RuleError("number")
    return float(said)


def _points(said: Any) -> float:
    points = _number(said)
    if not 0 <= points <= FULL:
        raise RuleError("points")
    return points


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, the inverse of `rule_from`.

    >>> rule_from(rule_as_data(Tiers(((0.0, 1.0),), 2.0)))
    Tiers(steps=((0.0, 1.0),), above=2.0)
    """
    match rule:
        case Tiers(steps, above):
            return {"kind": "tiers", "steps": [list(step) for step in steps], "above": above}
        case Linear(zero_at, full_at):
            return {"kind": "linear", "zero_at": zero_at, "full_at": full_at}
        case YesNo(yes, no):
            return {"kind": "yes_no", "yes": yes, "no": no}
        case PulseRule():
            return {"kind": "pulse"}
