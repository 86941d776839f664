"""What a new installation weighs, and what a scorecard that is older does not weigh yet."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from health.domain.measures import MEASURES
from health.domain.rules import rule_as_data

WEIGHTS: Final[Mapping[str, float]] = {
    "pulse": 20,
    "threads": 20,
    "survival": 15,
    "coverage": 15,
    "cadence": 15,
    "silence": 10,
    "freshness": 5,
    "goals": 10,
    "value": 10,
}
Entry = Mapping[str, Any]


def unweighed(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The measures a new installation weighs and these entries of a scorecard do not.

    >>> unweighed([{"measure": key} for key in WEIGHTS if key not in ("goals", "value")])
    ('goals', 'value')
    """
    held = {entry["measure"] for entry in entries}
    return tuple(key for key in WEIGHTS if key not in held)


def with_unweighed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a scorecard and those it does not weigh, each with as large a part as where all are weighed.

    Each gets its weight times what the others weigh in proportion to what they weigh in a new installation.

    >>> added = with_unweighed([{"measure": "pulse", "weight": 2, "rule": {"kind": "pulse"}}])
    >>> [(entry["measure"], entry["weight"]) for entry in added][:3]
    [('pulse', 2), ('threads', 2.0), ('survival', 1.5)]
    """
    kept = list(entries)
    held = {entry["measure"]: entry["weight"] for entry in kept}
    usual = sum(WEIGHTS[key] for key in held if key in WEIGHTS) or sum(WEIGHTS.values())
    ratio = sum(weight for key, weight in held.items() if key in WEIGHTS) / usual or 1.0
    added = [
        {"measure": key, "weight": round(WEIGHTS[key] * ratio, 1) or 0.1, "rule": rule_as_data(MEASURES[key].rule)}
        for key in unweighed(kept)
    ]
    return [*kept, *added]
