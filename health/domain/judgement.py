"""The judgement on one account at a date: the score, what it is made of, and how sure it is."""

from dataclasses import dataclass
from datetime import date

from health.domain.bands import Band


@dataclass(frozen=True, slots=True)
class Part:
    """One measure of a scorecard as it was found.

    Attributes
    ----------
    key : str
        The measure.
    weight : float
        Its full weight in the scorecard, normalised over all of its connected measures: they sum to 1.
    points : float or None
        0-100; None while the measure is unknown for this account.
    raw : float or None
        What the rule was given, in the measure's own unit.
    contribution : float
        Points of the score that come from it: renormalised weight x points; 0 while unknown.
    """

    key: str
    weight: float
    points: float | None
    raw: float | None = None
    contribution: float = 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """The score of an account.

    Attributes
    ----------
    account_id, as_of
        Whose, and at what date.
    score : float or None
        0-100, the weighted mean over the known measures; None where none is known (*not enough known*).
    low, high : float
        What the score could be, whatever the missing measures turn out to be.
    band : Band or None
        That of the score; None where there is no score.
    is_settled : bool
        Whether the whole interval lies in the band.
    ask_first : str
        The missing measure of largest weight; "" where none is missing.
    leading : float or None
        The score on leading measures alone.
    parts : tuple of Part
        In the order of the scorecard.
    version_id : int or None
        The version of the scorecard that was applied.
    """

    account_id: int
    as_of: date
    score: float | None
    low: float
    high: float
    band: Band | None
    is_settled: bool
    ask_first: str
    leading: float | None
    parts: tuple[Part, ...]
    version_id: int | None = None
