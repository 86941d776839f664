"""Five of the seven practices of the constellation as 0-100, each with what it rests on.

Source: design.md, "Celebration": the practices as 0-100 are secondary; pages say "4 of 6 roles engaged" first.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.balance import Balance
from stakeholders.domain.bridging import Bridging
from stakeholders.domain.celebration import Celebration
from stakeholders.domain.coverage import Coverage
from stakeholders.domain.evidence import Fact, assumed_count
from stakeholders.domain.freshness import Freshness
from stakeholders.domain.sky import Terms

FULL: Final = 100.0


class PracticeKey(StrEnum):
    """The practices that the map alone can judge."""

    MAP_THE_SKY = "S0.1"
    BALANCE = "S0.3"
    CONNECT_THE_STARS = "S0.5"
    REDRAW = "S0.6"
    CELEBRATE = "S0.7"


class Practice(NamedTuple):
    """One practice, 0-100, or None when there is nothing to judge; `assumed_count` of its facts were guessed."""

    key: PracticeKey
    score: float | None
    evidence: tuple[Fact, ...]
    assumed_count: int


def practices(
    terms: Terms,
    covered: Coverage,
    weighed: Balance,
    bridged: Bridging,
    fresh: Freshness,
    celebrated: Celebration,
) -> tuple[Practice, ...]:
    """The five practices that can be judged from the map.

    Parameters
    ----------
    terms : Terms
        The segment's band for balance.
    covered, weighed, bridged, fresh, celebrated
        From `coverage`, `balance`, `bridging`, `freshness` and `celebration` of one sky.

    Returns
    -------
    tuple of Practice
        S0.1 the mean of the shares of required roles mapped and engaged, S0.3 100 inside the band falling linearly to
        0 at shares 0 and 1, S0.5 bridging, S0.6 freshness, S0.7 celebration; in this order, each None where its input
        is.

    Examples
    --------
    >>> from stakeholders.domain.coverage import RoleCoverage
    >>> covered = Coverage((RoleCoverage("champion", (1,), (), (), ()),), (), ())
    >>> nothing = Balance(None, None, None, None, None, (), False, None, False, (), ())
    >>> bridged, celebrated = Bridging(0.25, (), (), (), 0, ()), Celebration(0.5, (1,), (), (2,), ())
    >>> judged = practices(Terms(), covered, nothing, bridged, Freshness(None, (), 0), celebrated)
    >>> [(practice.key.value, practice.score) for practice in judged]
    [('S0.1', 50.0), ('S0.3', None), ('S0.5', 25.0), ('S0.6', None), ('S0.7', 50.0)]
    """
    share = weighed.leaders_share
    return (
        _practice(PracticeKey.MAP_THE_SKY, _mapping_score(covered), covered.evidence),
        _practice(PracticeKey.BALANCE, None if share is None else balance_score(share, terms), weighed.evidence),
        _practice(PracticeKey.CONNECT_THE_STARS, _percent(bridged.share), bridged.evidence),
        _practice(PracticeKey.REDRAW, _percent(fresh.share), fresh.evidence),
        _practice(PracticeKey.CELEBRATE, _percent(celebrated.share), celebrated.evidence),
    )


def balance_score(share: float, terms: Terms) -> float:
    """100 while the leaders' share in [0, 1] lies in the band, else falling linearly to 0 at 0 and at 1.

    >>> [balance_score(share, Terms(balance_low=0.4, balance_high=0.6)) for share in (0, 0.1, 0.4, 0.6, 1)]
    [0.0, 25.0, 100.0, 100.0, 0.0]
    """
    if share < terms.balance_low:
        return FULL * share / terms.balance_low
    if share > terms.balance_high:
        return FULL * (1 - share) / (1 - terms.balance_high)
    return FULL


def _mapping_score(covered: Coverage) -> float | None:
    if not covered.required_count:
        return None
    return FULL * (covered.mapped_count + covered.engaged_count) / (2 * covered.required_count)


def _percent(share: float | None) -> float | None:
    return None if share is None else FULL * share


def _practice(key: PracticeKey, score: float | None, evidence: tuple[Fact, ...]) -> Practice:
    return Practice(key, score, evidence, assumed_count(evidence))
