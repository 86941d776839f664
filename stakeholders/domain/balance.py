"""The mix of leaders and daily users that we really have live relationships with.

Source: mission.md S0.3 and design.md, "Balance".
"""

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.evidence import Fact, level_fact, role_fact
from stakeholders.domain.sky import Sky, Star
from stakeholders.domain.strength import Relationship

# "Everything hangs on the North Star" (mission.md S0.3), read as nine tenths of all live strength; the number is ours.
HANGING_FROM: Final = 0.9
SPONSOR_ROLE: Final = "executive_sponsor"


class BalanceWarning(StrEnum):
    """What is wrong with the mix."""

    HANGS_ON_SPONSOR = "hangs_on_sponsor"
    NO_LEADER_ENGAGED = "no_leader_engaged"
    TOO_FEW_LEADERS = "too_few_leaders"
    TOO_MANY_LEADERS = "too_many_leaders"


class Balance(NamedTuple):
    """Leaders' share of live relationship strength, against the segment's band.

    `leaders_share` is among strength whose level is known, None when there is none. `low` and `high` bound it over
    anything the unknown levels could be. `sponsor_share` is the executive sponsors' share of all live strength.
    `has_leader` is None when only a star of unknown level could be the leader we have. All shares lie in [0, 1].
    """

    leaders_share: float | None
    low: float | None
    high: float | None
    unknown_share: float | None
    sponsor_share: float | None
    sponsor_ids: tuple[int, ...]
    has_leader: bool | None
    is_within_band: bool | None
    is_settled: bool
    warnings: tuple[BalanceWarning, ...]
    evidence: tuple[Fact, ...]


def balance(sky: Sky, known: Iterable[Relationship]) -> Balance:
    """Weigh leaders against daily users by the strength of live relationships.

    Parameters
    ----------
    sky : Sky
        The map; `terms.balance_low` and `terms.balance_high` are the band, both included.
    known : iterable of Relationship
        From `relationships`, of the same sky; only live ones weigh.

    Returns
    -------
    Balance
        `is_settled` when every level the unknown could have gives the same answer about the band. Without any live
        relationship all shares are None; if there are present stars, no leader is engaged.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Level
    >>> from stakeholders.domain.strength import StrengthLabel
    >>> day = date(2026, 3, 1)
    >>> people = (Star(1, 0, 1, "Ana", level=Level.VP), Star(2, 1, 2, "Bob", level=Level.MANAGER), Star(3, 2, 3, "Cy"))
    >>> live = [Relationship(7, id, 0.5, StrengthLabel.STEADY, True, day, day, 1, 1) for id in (1, 2, 3)]
    >>> found = balance(Sky(1, day, people, ()), live)
    >>> found.leaders_share, round(found.low, 3), round(found.high, 3), found.is_within_band, found.is_settled
    (0.5, 0.333, 0.667, True, True)
    """
    weights = _strength_by_star(known)
    live = [star for star in sky.stars if star.id in weights]
    total = _weigh(live, weights)
    if total <= 0:
        return _nothing_live(sky)
    placed = [star for star in live if star.level is not None]
    leading = _weigh((star for star in placed if _leads(star)), weights)
    unknown = _weigh((star for star in live if star.level is None), weights)
    perhaps = _weigh((star for star in live if star.level is None or _leads(star)), weights)
    sponsors = [star for star in live if _is_sponsor(star)]
    share = leading / _weigh(placed, weights) if placed else None
    low, high = leading / total, perhaps / total
    sponsor_share = _weigh(sponsors, weights) / total
    has_leader = _has_leader(leading, unknown)
    return Balance(
        share,
        low,
        high,
        unknown / total,
        sponsor_share,
        tuple(star.id for star in sponsors),
        has_leader,
        None if share is None else _in_band(sky, share),
        _is_settled(sky, low, high),
        _warnings(sky, share, sponsor_share, has_leader),
        _evidence(live, sponsors),
    )


def _strength_by_star(known: Iterable[Relationship]) -> dict[int, float]:
    weights: dict[int, float] = {}
    for each in known:
        if each.is_live:
            weights[each.star_id] = weights.get(each.star_id, 0.0) + each.strength
    return weights


def _weigh(stars: Iterable[Star], weights: Mapping[int, float]) -> float:
    """The exact sum, rounded once: a part is then never more than the whole, whatever the order."""
    return math.fsum(weights[star.id] for star in stars)


def _leads(star: Star) -> bool:
    return star.level is not None and star.level.is_leader


def _is_sponsor(star: Star) -> bool:
    return any(held.role == SPONSOR_ROLE for held in star.roles)


def _has_leader(leading: float, unknown: float) -> bool | None:
    if leading > 0:
        return True
    return None if unknown > 0 else False


def _in_band(sky: Sky, share: float) -> bool:
    return sky.terms.balance_low <= share <= sky.terms.balance_high


def _is_settled(sky: Sky, low: float, high: float) -> bool:
    if _in_band(sky, low) and _in_band(sky, high):
        return True
    return high < sky.terms.balance_low or low > sky.terms.balance_high


def _warnings(
    sky: Sky, share: float | None, sponsor_share: float, has_leader: bool | None
) -> tuple[BalanceWarning, ...]:
    found = {
        BalanceWarning.HANGS_ON_SPONSOR: sponsor_share >= HANGING_FROM,
        BalanceWarning.NO_LEADER_ENGAGED: has_leader is False,
        BalanceWarning.TOO_FEW_LEADERS: share is not None and has_leader and share < sky.terms.balance_low,
        BalanceWarning.TOO_MANY_LEADERS: share is not None and share > sky.terms.balance_high,
    }
    return tuple(warning for warning, is_so in found.items() if is_so)


def _nothing_live(sky: Sky) -> Balance:
    is_anybody_there = any(star.is_present(sky.as_of) for star in sky.stars)
    warnings = (BalanceWarning.NO_LEADER_ENGAGED,) if is_anybody_there else ()
    return Balance(None, None, None, None, None, (), False, None, False, warnings, ())


def _evidence(live: Iterable[Star], sponsors: Iterable[Star]) -> tuple[Fact, ...]:
    levels = [level_fact(star) for star in live if star.level is not None]
    roles = [role_fact(held) for star in sponsors for held in star.roles if held.role == SPONSOR_ROLE]
    return (*levels, *roles)
