"""Scorecards: which measures count how much under which rules, and which scorecard governs an account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from health.domain.bands import USUAL_BOUNDS, BandBounds
from health.domain.measures import METRIC, Measure, measure_of
from health.domain.rules import Rule, RuleError, rule_as_data, rule_from

MOST_WEIGHT: Final = 1000.0


class CardError(ValueError):
    """A scorecard that cannot be applied: what is wrong (`problem`) with which measure ("" for the whole)."""

    def __init__(self, problem: str, measure: str = "") -> None:
        super().__init__(f"{measure}: {problem}" if measure else problem)
        self.problem, self.measure = problem, measure


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure of a scorecard, with its weight as entered (> 0) and its rule."""

    measure: Measure
    weight: float
    rule: Rule

    @property
    def key(self) -> str:
        return self.measure.key


@dataclass(frozen=True, slots=True)
class Card:
    """A version of a scorecard, ready to be applied."""

    entries: tuple[Entry, ...]
    bounds: BandBounds = USUAL_BOUNDS
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Governs:
    """That a card applies to a segment (None: to every account), before all of greater `precedence`."""

    card: Card
    segment_id: int | None
    precedence: int


def card_from(
    said: Iterable[Mapping[str, Any]],
    bounds: BandBounds = USUAL_BOUNDS,
    version_id: int | None = None,
    leading_metrics: Mapping[str, bool] | None = None,
) -> Card:
    """A card from plain data, checked.

    Parameters
    ----------
    said : iterable of mapping
        `measure`, `weight` and `rule` of each.
    bounds : BandBounds
    version_id : int or None
    leading_metrics : mapping of str to bool, optional
        The metrics there are, by key, and whether each leads; where given, others are refused.

    Raises
    ------
    CardError
        `empty`, `bounds`; of a measure `unknown`, `twice`, `weight` (not in (0, 1000]) or what `RuleError` names.

    Examples
    --------
    >>> card_from([{"measure": "pulse", "weight": 2, "rule": {"kind": "pulse"}}]).entries[0].key
    'pulse'
    """
    entries = tuple(_entry(each, leading_metrics) for each in said)
    if not entries:
        raise CardError("empty")
    keys = [entry.key for entry in entries]
    for key in keys:
        if keys.count(key) > 1:
            raise CardError("twice", key)
    if not 0 < bounds.amber_from < bounds.green_from <= 100:
        raise CardError("bounds")
    return Card(entries, bounds, version_id)


def _entry(said: Mapping[str, Any], leading_metrics: Mapping[str, bool] | None) -> Entry:
    key = str(said.get("measure", ""))
    metric = key.removeprefix(METRIC)
    measure = measure_of(key, (leading_metrics or {}).get(metric, False))
    if measure is None or (key.startswith(METRIC) and leading_metrics is not None and metric not in leading_metrics):
        raise CardError("unknown", key)
    weight = said.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= MOST_WEIGHT:
        raise CardError("weight", key)
    try:
        return Entry(measure, float(weight), rule_from(said.get("rule") or {}))
    except RuleError as error:
        raise CardError(error.key, key) from error


def card_as_data(card: Card) -> list[dict[str, Any]]:
    """The entries of a card as plain data, the inverse of `card_from`."""
    return [{"measure": entry.key, "weight": entry.weight, "rule": rule_as_data(entry.rule)} for entry in card.entries]


def card_for(segment_id: int | None, governing: Iterable[Governs]) -> Card | None:
    """The card of an account of a segment: among those that apply the one of least precedence.

    Parameters
    ----------
    segment_id : int or None
        None for an account without a segment.
    governing : iterable of Governs
        At equal precedence the one for the segment comes before the one for all.

    Returns
    -------
    Card or None
        None where none applies.

    Examples
    --------
    >>> every, some = Card((), version_id=1), Card((), version_id=2)
    >>> cards = [Governs(every, None, 100), Governs(some, 7, 10)]
    >>> card_for(7, cards).version_id, card_for(8, cards).version_id, card_for(None, cards[1:])
    (2, 1, None)
    """
    applying = [each for each in governing if each.segment_id in (None, segment_id)]
    first = min(applying, key=lambda each: (each.precedence, each.segment_id is None), default=None)
    return None if first is None else first.card
