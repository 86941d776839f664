"""How strong each relationship of ours is, computed from what really happened and never typed in.

Source: design.md, "Strength": a saturating sum of two-way touchpoints, each weighted by its kind and halved
every half-life. The oracle of the tests is the formula written out by hand for small maps.
"""

import math
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from stakeholders.domain.sky import Sky, Touch, TouchKind

# Weight of one two-way touchpoint (design.md, "Strength"); one-way counts nothing.
WEIGHTS: Final[dict[TouchKind, float]] = {
    TouchKind.JOINT_SESSION: 1.2,
    TouchKind.MEETING: 1.0,
    TouchKind.CALL: 0.8,
    TouchKind.TRAINING: 0.6,
    TouchKind.EMAIL: 0.3,
    TouchKind.EVENT: 0.3,
}
# Lower bounds of the labels and of being live (design.md, "Strength").
STRONG_FROM: Final = 0.6
STEADY_FROM: Final = 0.35
LIVE_FROM: Final = 0.2
# Ages up to this many days are looked up; older ones are computed. Ten years cover every real account.
TABLED_DAYS: Final = 3660


class StrengthLabel(StrEnum):
    """A strength in one word: from 0.6 strong, 0.35 steady, 0.2 fading, below lost; none if never two-way."""

    STRONG = "strong"
    STEADY = "steady"
    FADING = "fading"
    LOST = "lost"
    NONE = "none"


class Relationship(NamedTuple):
    """One of ours and one star who ever shared a touchpoint, with the strength it has on the date of the sky.

    `strength` lies in [0, 1). `is_live` needs strength >= 0.2, a user who is active and a star who is present.
    `touch_count` counts all shared touchpoints, `two_way_count` those that carry strength.
    The arithmetic behind one of them is `explain_strength`.
    """

    user_id: int
    star_id: int
    strength: float
    label: StrengthLabel
    is_live: bool
    last_two_way_on: date | None
    last_touch_on: date
    touch_count: int
    two_way_count: int


class Contribution(NamedTuple):
    """What one touchpoint adds to a strength: weight x 0.5 ** (age / half-life), and its share of the sum (0-1)."""

    touch_id: int
    on: date
    kind: TouchKind
    is_two_way: bool
    weight: float
    age_days: int
    amount: float
    share: float


class StrengthExplained(NamedTuple):
    """The arithmetic of one strength: `strength = 1 - exp(-total)`, contributions oldest first."""

    user_id: int
    star_id: int
    half_life_days: float
    total: float
    strength: float
    label: StrengthLabel
    is_live: bool
    contributions: tuple[Contribution, ...]


class _Sum:
    """Running sum of one pair; a mutable slot object because the bulk path adds millions of them."""

    __slots__ = ("last_touch_on", "last_two_way_on", "total", "touch_count", "two_way_count")

    def __init__(self, on: date) -> None:
        self.total = 0.0
        self.last_two_way_on: date | None = None
        self.last_touch_on = on
        self.touch_count = 0
        self.two_way_count = 0


def relationships(sky: Sky) -> tuple[Relationship, ...]:
    """Every pair (one of ours, star) that ever shared a touchpoint, with its strength on the date of the sky.

    Parameters
    ----------
    sky : Sky
        The map; touchpoints with a star or user that is not in it are ignored for that pair.

    Returns
    -------
    tuple of Relationship
        Ordered by user id, then star id. `strength = 1 - exp(-sum_i w_i * 2^(-(D - d_i) / H))` over the two-way
        touchpoints both took part in, D the date of the sky and H the segment's half-life in days.

    Notes
    -----
    Source: design.md, "Strength". Linear in touchpoints x participants; decay is looked up by age in whole days.

    Examples
    --------
    One meeting 60 days ago at a half-life of 60 days weighs a half, and 1 - exp(-0.5) is 0.393:

    >>> from stakeholders.domain.sky import Ours, Star
    >>> meeting = Touch(1, date(2026, 1, 1), TouchKind.MEETING, True, users=(7,), stars=(3,))
    >>> sky = Sky(1, date(2026, 3, 2), (Star(3, 0, 30, "Ana"),), (Ours(7, "Jo", True),), touches=(meeting,))
    >>> [known] = relationships(sky)
    >>> round(known.strength, 3), known.label.value, known.is_live
    (0.393, 'steady', True)
    """
    active = {user.id: user.is_active for user in sky.ours}
    present = {star.id: star.is_present(sky.as_of) for star in sky.stars}
    sums = _sums(sky, active, present)
    return tuple(
        _relationship(pair, summed, active[pair[0]] and present[pair[1]]) for pair, summed in sorted(sums.items())
    )


def explain_strength(sky: Sky, user_id: int, star_id: int) -> StrengthExplained:
    """The arithmetic behind one strength, touchpoint by touchpoint.

    Parameters
    ----------
    sky : Sky
        The map.
    user_id, star_id : int
        One of ours and a stakeholder id; both must be in the sky.

    Returns
    -------
    StrengthExplained
        Contributions oldest first. One-way touchpoints are listed with weight 0 so that the page can say why they do
        not count. Shares sum to 1 when anything was two-way, else all are 0. Nothing here is assumed: it happened.

    Raises
    ------
    KeyError
        When the user or the star is not in the sky.

    Examples
    --------
    >>> from stakeholders.domain.sky import Ours, Star
    >>> touches = (
    ...     Touch(1, date(2026, 1, 1), TouchKind.MEETING, True, (7,), (3,)),
    ...     Touch(2, date(2026, 3, 2), TouchKind.EMAIL, False, (7,), (3,)),
    ... )
    >>> sky = Sky(1, date(2026, 3, 2), (Star(3, 0, 30, "Ana"),), (Ours(7, "Jo", True),), touches=touches)
    >>> why = explain_strength(sky, 7, 3)
    >>> [(part.touch_id, part.age_days, part.weight, part.amount, part.share) for part in why.contributions]
    [(1, 60, 1.0, 0.5, 1.0), (2, 0, 0.0, 0.0, 0.0)]
    """
    user = {each.id: each for each in sky.ours}[user_id]
    star = {each.id: each for each in sky.stars}[star_id]
    shared = [touch for touch in sky.touches if user_id in touch.users and star_id in touch.stars]
    total = sum((_amount(sky, touch) for touch in shared), 0.0)
    strength = strength_of(total)
    return StrengthExplained(
        user_id,
        star_id,
        sky.terms.half_life_days,
        total,
        strength,
        label_of(strength, was_two_way=any(touch.is_two_way for touch in shared)),
        user.is_active and star.is_present(sky.as_of) and strength >= LIVE_FROM,
        tuple(_contribution(sky, touch, total) for touch in shared),
    )


def best_by_star(sky: Sky, known: Iterable[Relationship]) -> dict[int, Relationship]:
    """The strongest relationship to each star, held by one of ours who is active.

    Parameters
    ----------
    sky : Sky
        The map the relationships came from.
    known : iterable of Relationship
        From `relationships`.

    Returns
    -------
    dict of int to Relationship
        Stakeholder id to the best relationship; its `user_id` is the holder on our side. Ties go to the later touch,
        then to the smaller user id. Stars that none of our active users ever shared a touchpoint with are absent.

    Examples
    --------
    >>> from stakeholders.domain.sky import Ours, Star
    >>> touches = (
    ...     Touch(1, date(2026, 3, 1), TouchKind.EMAIL, True, (7, 9), (3,)),
    ...     Touch(2, date(2026, 3, 2), TouchKind.MEETING, True, (8, 9), (3,)),
    ... )
    >>> ours = (Ours(7, "Jo", True), Ours(8, "Kim", True), Ours(9, "Gone", False))
    >>> sky = Sky(1, date(2026, 3, 2), (Star(3, 0, 30, "Ana"),), ours, touches=touches)
    >>> best_by_star(sky, relationships(sky))[3].user_id
    8
    """
    active = {user.id for user in sky.ours if user.is_active}
    best: dict[int, Relationship] = {}
    for each in known:
        if each.user_id in active and _outranks(each, best.get(each.star_id)):
            best[each.star_id] = each
    return best


def strength_of(total: float) -> float:
    """Strength in [0, 1) of a sum of decayed weights: 1 - exp(-total).

    >>> strength_of(0.0), round(strength_of(1.0), 6)
    (0.0, 0.632121)
    """
    return -math.expm1(-total)


def label_of(strength: float, *, was_two_way: bool) -> StrengthLabel:
    """The word for a strength; `none` when no touchpoint was ever two-way.

    >>> [label_of(each, was_two_way=True).value for each in (0.6, 0.35, 0.2, 0.19)]
    ['strong', 'steady', 'fading', 'lost']
    """
    if not was_two_way:
        return StrengthLabel.NONE
    if strength >= STRONG_FROM:
        return StrengthLabel.STRONG
    if strength >= STEADY_FROM:
        return StrengthLabel.STEADY
    return StrengthLabel.FADING if strength >= LIVE_FROM else StrengthLabel.LOST


def decay(age_days: int, half_life_days: float) -> float:
    """What is left of a touchpoint after some days, in (0, 1]: 2^(-age / half-life).

    >>> decay(0, 45.0), decay(45, 45.0), decay(180, 90.0)
    (1.0, 0.5, 0.25)
    """
    if 0 <= age_days < TABLED_DAYS:
        return _decays(half_life_days)[age_days]
    return float(2.0 ** (-age_days / half_life_days))


@lru_cache(maxsize=64)
def _decays(half_life_days: float) -> tuple[float, ...]:
    return tuple(2.0 ** (-age / half_life_days) for age in range(TABLED_DAYS))


def _sums(sky: Sky, users: dict[int, bool], stars: dict[int, bool]) -> dict[tuple[int, int], _Sum]:
    sums: dict[tuple[int, int], _Sum] = {}
    for touch in sky.touches:
        amount = _amount(sky, touch)
        for user_id in touch.users:
            for star_id in touch.stars:
                if user_id in users and star_id in stars:
                    _add(sums, (user_id, star_id), touch, amount)
    return sums


def _add(sums: dict[tuple[int, int], _Sum], pair: tuple[int, int], touch: Touch, amount: float) -> None:
    summed = sums.get(pair)
    if summed is None:
        summed = sums[pair] = _Sum(touch.on)
    summed.last_touch_on = touch.on
    summed.touch_count += 1
    if touch.is_two_way:
        summed.total += amount
        summed.last_two_way_on = touch.on
        summed.two_way_count += 1


def _relationship(pair: tuple[int, int], summed: _Sum, both_there: bool) -> Relationship:
    strength = strength_of(summed.total)
    return Relationship(
        pair[0],
        pair[1],
        strength,
        label_of(strength, was_two_way=summed.two_way_count > 0),
        both_there and strength >= LIVE_FROM,
        summed.last_two_way_on,
        summed.last_touch_on,
        summed.touch_count,
        summed.two_way_count,
    )


def _amount(sky: Sky, touch: Touch) -> float:
    if not touch.is_two_way:
        return 0.0
    return WEIGHTS[touch.kind] * decay((sky.as_of - touch.on).days, sky.terms.half_life_days)


def _contribution(sky: Sky, touch: Touch, total: float) -> Contribution:
    amount = _amount(sky, touch)
    return Contribution(
        touch.id,
        touch.on,
        touch.kind,
        touch.is_two_way,
        WEIGHTS[touch.kind] if touch.is_two_way else 0.0,
        (sky.as_of - touch.on).days,
        amount,
        amount / total if total > 0 else 0.0,
    )


def _outranks(one: Relationship, other: Relationship | None) -> bool:
    if other is None:
        return True
    return _rank(one) > _rank(other)


def _rank(one: Relationship) -> tuple[float, date, int]:
    return one.strength, one.last_touch_on, -one.user_id
