"""How strong each relationship of ours is, computed from what really happened and never typed in.

Source: design.md, "Strength": a saturating sum of two-way touchpoints, each weighted by its kind and halved
every half-life. The oracle of the tests is the formula written out by hand for small maps.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.decay import WEIGHTS, decay, strength_of
from stakeholders.domain.sky import Sky, Touch

# Lower bounds of the labels and of being live (design.md, "Strength").
STRONG_FROM: Final = 0.6
STEADY_FROM: Final = 0.35
LIVE_FROM: Final = 0.2


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
    The arithmetic behind one of them is `strength_explained.explain_strength`.
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

    >>> from stakeholders.domain.sky import Ours, Star, TouchKind
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
    >>> from stakeholders.domain.sky import Ours, Star, TouchKind
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


def engaged_stars(known: Iterable[Relationship]) -> frozenset[int]:
    """The stakeholder ids that some live relationship of ours reaches.

    >>> day = date(2026, 1, 1)
    >>> live = Relationship(7, 3, 0.5, StrengthLabel.STEADY, True, day, day, 1, 1)
    >>> sorted(engaged_stars([live, live._replace(star_id=4, is_live=False)]))
    [3]
    """
    return frozenset(each.star_id for each in known if each.is_live)


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


def amount_of(sky: Sky, touch: Touch) -> float:
    """What one touchpoint adds on the date of the sky: 0 unless two-way, else its weight, decayed."""
    if not touch.is_two_way:
        return 0.0
    return WEIGHTS[touch.kind] * decay((sky.as_of - touch.on).days, sky.terms.half_life_days)


def _sums(sky: Sky, users: dict[int, bool], stars: dict[int, bool]) -> dict[tuple[int, int], _Sum]:
    sums: dict[tuple[int, int], _Sum] = {}
    for touch in sky.touches:
        amount = amount_of(sky, touch)
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


def _outranks(one: Relationship, other: Relationship | None) -> bool:
    if other is None:
        return True
    return _rank(one) > _rank(other)


def _rank(one: Relationship) -> tuple[float, date, int]:
    return one.strength, one.last_touch_on, -one.user_id
