"""What health knows of an account beside its sky: plain data, loaded for a chunk of accounts at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from health.domain.first_value import NOTHING_KNOWN, FirstValueFacts
from health.domain.goals import GoalFacts


class Measured(NamedTuple):
    """The latest reading of a metric that is young enough to count; `earlier` is the one of 90 days before.

    `is_usage`: the metric measures how much our product is used.
    """

    value: float
    on: date
    earlier: float | None = None
    is_usage: bool = False


class Pulse(NamedTuple):
    """What one of ours felt about an account on a day, from 1 (lost) to 6 (thriving)."""

    step: int
    on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was recorded of an account by a date.

    Attributes
    ----------
    account_id : int
        Whose.
    renewal_on : date or None
        The next day on which an open contract ends; None where none is known.
    annual_value : Decimal or None
        Of the running contracts, in the base currency at the rates of the date; None where none can be converted.
    segment_id : int or None
        Its segment, which decides the scorecard.
    owner_id : int or None
        The user of ours who owns the account.
    phase : str
        Of its life: land, adopt, expand or renew.
    readings : mapping of str to Measured
        By key of metric; a metric without a reading young enough is absent.
    pulse : Pulse or None
        The latest, whatever its age.
    goals : tuple of GoalFacts
        Those that are open, and those reached within a year; the earliest due first.
    first : FirstValueFacts
        How the account began, and when value was first received.
    """

    account_id: int
    renewal_on: date | None = None
    annual_value: Decimal | None = None
    segment_id: int | None = None
    owner_id: int | None = None
    phase: str = ""
    readings: Mapping[str, Measured] = field(default_factory=dict)
    pulse: Pulse | None = None
    goals: tuple[GoalFacts, ...] = ()
    first: FirstValueFacts = NOTHING_KNOWN

    @property
    def usage(self) -> tuple[str, ...]:
        """The metrics of use that have a reading young enough to count."""
        return tuple(sorted(key for key, measured in self.readings.items() if measured.is_usage))
