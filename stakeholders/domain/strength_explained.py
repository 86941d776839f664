"""The arithmetic behind one strength, touchpoint by touchpoint; kept apart because the bulk path never needs it."""

from datetime import date
from typing import NamedTuple

from stakeholders.domain.decay import WEIGHTS, strength_of
from stakeholders.domain.sky import Sky, Touch, TouchKind
from stakeholders.domain.strength import LIVE_FROM, StrengthLabel, amount_of, label_of


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
    total = sum((amount_of(sky, touch) for touch in shared), 0.0)
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


def _contribution(sky: Sky, touch: Touch, total: float) -> Contribution:
    amount = amount_of(sky, touch)
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
