"""What a scorecard, the pulse or survival said before past renewals, held against what happened. Source: design.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from health.domain.measures import MEASURES
from health.domain.rules import FULL, points_of
from health.domain.scorecards import Card
from health.domain.scoring import judge_raws
from health.domain.skill import CalibrationBin, Caught, Skill, brier, calibration, caught, skill

HORIZONS: Final = (30, 90, 180)
WORST: Final = 10
LATE_SHARE: Final = 0.1  # a renewal was known then as long as no more of its facts were recorded later
MUCH_LATER: Final = 0.25  # above that share over all renewals, hindsight is warned of
ENOUGH_KNOWN: Final = 50  # renewals known then from which looking at these alone is worth recommending
Figure = tuple[float, bool]


class Case(NamedTuple):
    """One past renewal, as it looked so many days before.

    Attributes
    ----------
    account_id, segment_id
        Whose, and the segment that decides the scorecard.
    on : date
        The day it is seen on: the renewal less the horizon.
    is_renewed : bool
        What happened.
    raws : mapping of str to float or None
        The raw value of each measure by key on that day, from facts valid then.
    late_share : float or None
        Share in [0, 1] of those facts that were recorded only afterwards; None where there were none.
    """

    account_id: int
    segment_id: int | None
    on: date
    is_renewed: bool
    raws: Mapping[str, float | None]
    late_share: float | None

    @property
    def was_known_then(self) -> bool:
        """Whether nearly all that it rests on had been recorded by that day."""
        return self.late_share is not None and self.late_share <= LATE_SHARE


@dataclass(frozen=True, slots=True)
class Report:
    """How well one figure told renewals from churn.

    `said` counts the renewals of which the figure said something; `brier` takes it as a chance; `worst` is what a team
    that looks at the worst ten would have met.
    """

    key: str
    said: int
    skill: Skill
    brier: float | None
    bins: tuple[CalibrationBin, ...]
    worst: Caught | None


def score_report(cases: Sequence[Case], card_of: Callable[[int | None], Card | None], key: str = "scorecard") -> Report:
    """The score that a card gives; measures nobody knew then have no weight, as on any account.

    Parameters
    ----------
    cases : sequence of Case
        Past renewals at one horizon.
    card_of : callable
        From a segment to the card that governs it.

    Returns
    -------
    Report
        The chance it is taken for is score / 100, which nothing calibrates: the bins show how far that holds.
    """
    scores = [(judge_raws(one.account_id, one.on, one.raws, card_of(one.segment_id)).score, one) for one in cases]
    return _report(key, [(score, one.is_renewed) for score, one in scores if score is not None])


def measure_report(cases: Sequence[Case], key: str) -> Report:
    """The points one measure gives by its own rule, such as the pulse or the chance we stay connected alone.

    Examples
    --------
    >>> case = Case(1, None, date(2026, 1, 1), True, {"survival": 95.0}, None)
    >>> measure_report([case], "survival").said, measure_report([case], "pulse").said
    (1, 0)
    """
    rule = MEASURES[key].rule
    points = [(points_of(rule, one.raws.get(key)), one.is_renewed) for one in cases]
    return _report(key, [(each, happened) for each, happened in points if each is not None])


def base_rate(cases: Sequence[Case]) -> Report:
    """Saying the share that renewed of everybody: what any figure has to beat.

    Examples
    --------
    >>> renewed, churned = (Case(1, None, date(2026, 1, 1), happened, {}, None) for happened in (True, False))
    >>> found = base_rate([renewed, churned])
    >>> found.brier, found.skill.auc.area, found.skill.has_verdict
    (0.25, 0.5, False)
    """
    share = sum(one.is_renewed for one in cases) / len(cases) if cases else 0.0
    return _report("base_rate", [(FULL * share, one.is_renewed) for one in cases])


def _report(key: str, figures: Sequence[Figure]) -> Report:
    values, outcomes = [value for value, _happened in figures], [happened for _value, happened in figures]
    chances = [min(max(value / FULL, 0.0), 1.0) for value in values]
    return Report(
        key,
        len(figures),
        skill(values, outcomes),
        brier(chances, outcomes) if figures else None,
        tuple(calibration(chances, outcomes)) if figures else (),
        caught(values, outcomes, WORST) if figures else None,
    )


def late_share(cases: Sequence[Case]) -> float | None:
    """The mean share of facts that were recorded only after the day the cases are seen on; None without any.

    >>> late_share([Case(1, None, date(2026, 1, 1), True, {}, share) for share in (0.5, 1.0, None)])
    0.75
    """
    known = [one.late_share for one in cases if one.late_share is not None]
    return sum(known) / len(known) if known else None


def is_hindsight(share: float | None) -> bool:
    """Whether so much was recorded afterwards that one has to be warned.

    >>> is_hindsight(0.25), is_hindsight(0.26), is_hindsight(None)
    (False, True, False)
    """
    return share is not None and share > MUCH_LATER


def recommends_known(known_then: int, share: float | None) -> bool:
    """Whether to look only at the renewals whose facts were known then: there are enough, and the others mislead.

    >>> recommends_known(50, 0.3), recommends_known(49, 0.3), recommends_known(50, 0.1)
    (True, False, False)
    """
    return known_then >= ENOUGH_KNOWN and is_hindsight(share)
