"""How likely the map is still right about each star, and whom to ask about first.

Source: design.md, "Freshness": someone confirmed t days ago has left or moved since with probability
1 - exp(-hazard * t / 365).
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from stakeholders.domain.evidence import Fact, assessment_facts, level_fact, touch_fact
from stakeholders.domain.last_contact import last_two_way_by_star
from stakeholders.domain.sky import Sky, Star, Touch

# Weight of a star whose influence is unknown (design.md, "Freshness").
UNKNOWN_INFLUENCE: Final = 5
DAYS_A_YEAR: Final = 365


class Confirmed(NamedTuple):
    """When a star was last confirmed, and the probability in [0, 1) that the map is wrong about them by now.

    `confirmed_on` is the later of the last confirmation and the last two-way touchpoint; both None when there was
    neither: then nothing is known, which is not the same as wrong. `weight` is the influence, 5 if unknown.
    """

    star_id: int
    confirmed_on: date | None
    age_days: int | None
    p_wrong: float | None
    weight: int
    evidence: tuple[Fact, ...]


class Freshness(NamedTuple):
    """`share` in [0, 1] that is expected to be right still, weighted by influence; None when nothing is known."""

    share: float | None
    stars: tuple[Confirmed, ...]
    unknown_count: int

    @property
    def evidence(self) -> tuple[Fact, ...]:
        return tuple(fact for star in self.stars for fact in star.evidence)


class Question(NamedTuple):
    """One star to ask about: `urgency` is the probability of being wrong (1 if unknown) times leverage."""

    star_id: int
    p_wrong: float | None
    leverage: float
    urgency: float


def freshness(sky: Sky) -> Freshness:
    """How much of the map is expected to be right still.

    Parameters
    ----------
    sky : Sky
        The map; its hazards give departures per person-year by level.

    Returns
    -------
    Freshness
        Over present stars, in their order: `1 - sum(influence * P(wrong)) / sum(influence)`. Stars never confirmed
        count in `unknown_count`, not in the share; a star of influence 0 weighs nothing.

    Examples
    --------
    Confirmed a year ago at the prior hazard, the map is wrong with probability 1 - exp(-0.17773):

    >>> sky = Sky(1, date(2026, 3, 1), (Star(3, 0, 3, "Ana", confirmed_on=date(2025, 3, 1)), Star(4, 1, 4, "Bob")), ())
    >>> found = freshness(sky)
    >>> round(found.stars[0].p_wrong, 6), round(found.share, 6), found.unknown_count
    (0.162832, 0.837168, 1)
    """
    last = last_two_way_by_star(sky)
    stars = tuple(_confirmed(sky, star, last.get(star.id)) for star in sky.stars if star.is_present(sky.as_of))
    known = [(star.weight, star.p_wrong) for star in stars if star.p_wrong is not None]
    weight = sum(each for each, _ in known)
    share = 1 - sum(each * p_wrong for each, p_wrong in known) / weight if weight else None
    return Freshness(share, stars, sum(star.p_wrong is None for star in stars))


def ask_first(stars: Iterable[Confirmed], leverage: Mapping[int, float]) -> tuple[Question, ...]:
    """Whom to ask about first: where the map is likely wrong and being wrong costs most.

    Parameters
    ----------
    stars : iterable of Confirmed
        From `freshness`.
    leverage : mapping of int to float
        Stakeholder id to the share in [0, 1] of cut-off worlds that their return would join; absent means 0.

    Returns
    -------
    tuple of Question
        By P(wrong) times leverage, then by P(wrong), then by id. A star never confirmed counts as surely wrong here,
        since asking is how one gets to know.

    Examples
    --------
    >>> stars = [Confirmed(1, None, None, 0.5, 5, ()), Confirmed(2, None, None, 0.1, 5, ())]
    >>> [(question.star_id, question.urgency) for question in ask_first(stars, {1: 0.1, 2: 0.8})]
    [(2, 0.08000000000000002), (1, 0.05)]
    """
    questions = [_question(star, leverage.get(star.star_id, 0.0)) for star in stars]
    return tuple(sorted(questions, key=lambda each: (-each.urgency, -_certainty(each.p_wrong), each.star_id)))


def p_wrong(hazard: float, age_days: int) -> float:
    """The probability in [0, 1) that someone left since a confirmation so many days ago, at departures per year.

    >>> p_wrong(0.17773, 0), round(p_wrong(0.17773, 365), 6)
    (0.0, 0.162832)
    """
    return -math.expm1(-hazard * age_days / DAYS_A_YEAR)


def _confirmed(sky: Sky, star: Star, last: Touch | None) -> Confirmed:
    influence = None if star.assessed is None else star.assessed.influence
    dates = [on for on in (star.confirmed_on, last.on if last else None) if on is not None]
    confirmed_on = max(dates, default=None)
    age_days = None if confirmed_on is None else (sky.as_of - confirmed_on).days
    return Confirmed(
        star.id,
        confirmed_on,
        age_days,
        None if age_days is None else p_wrong(sky.hazards.of(star.level), age_days),
        UNKNOWN_INFLUENCE if influence is None else influence,
        _evidence(star, last, confirmed_on),
    )


def _evidence(star: Star, last: Touch | None, confirmed_on: date | None) -> tuple[Fact, ...]:
    touch = (touch_fact(last),) if last is not None and last.on == confirmed_on else ()
    level = () if star.level is None else (level_fact(star),)
    return (*touch, *level, *assessment_facts(star, "influence"))


def _question(star: Confirmed, leverage: float) -> Question:
    return Question(star.star_id, star.p_wrong, leverage, _certainty(star.p_wrong) * leverage)


def _certainty(wrong: float | None) -> float:
    return 1.0 if wrong is None else wrong
