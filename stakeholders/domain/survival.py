"""Survival: the probability that a live route to a decision is still there at a horizon."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.network import Network, bits
from stakeholders.domain.routes import Routes, find_routes, transposed
from stakeholders.domain.sky import Sky, Star
from stakeholders.domain.truth_table import chance, presence_column
from stakeholders.domain.worlds import EVERY_WORLD, WORLDS, still_there

KEPT_HORIZON_DAYS: Final = 365
# Up to so many uncertain people on routes are enumerated: 4,096 cases cost less than 8,192 worlds.
FEW_PEOPLE: Final = 12
# Beyond this an exact answer that was asked for is refused: a million cases.
MOST_PEOPLE: Final = 20


class Method(StrEnum):
    """How a survival was found: by all cases of the uncertain people, or by 8,192 sampled worlds."""

    EXACT = "exact"
    WORLDS = "worlds"


@dataclass(frozen=True, slots=True)
class Survival:
    """The chance that we stay connected.

    Attributes
    ----------
    share : float
        Probability that a live route remains, 0-1.
    standard_error : float
        Of `share`, 0 when exact.
    method : Method
    horizon_days : float
    leverage : dict of int to float
        For each stakeholder on a route: given that they left and we are cut off, the probability that their return
        would join us again, 0-1. Everybody else has none.
    uncertain_count : int
        How many stakeholders on routes may leave; 2 to this power cases were enumerated when exact.
    """

    share: float
    standard_error: float
    method: Method
    horizon_days: float
    leverage: Mapping[int, float]
    uncertain_count: int


def survival(network: Network, horizon_days: float = KEPT_HORIZON_DAYS, method: Method | None = None) -> Survival:
    """Find the probability that a live route remains when people leave independently.

    A stakeholder is still there at the horizon with `p = exp(-hazard * horizon / 365)`, the hazard of their level a
    year. Nobody new comes and nobody of ours leaves. Only people on routes are looked at.

    Parameters
    ----------
    network : Network
    horizon_days : float, optional
        Non-negative.
    method : Method, optional
        By default `method_for(network, horizon_days)`. Figures that are compared must be found by one method: pass
        the method of the first to the second.

    Returns
    -------
    Survival

    Raises
    ------
    ValueError
        If the horizon is negative, or if exactness is demanded for more than 20 uncertain people.

    Notes
    -----
    Two-terminal reliability with failing vertices. Exact by truth table; else by bit-parallel worlds: the worlds in
    which a star can be reached from us, and those in which a decision can be reached from it, are fixpoints of AND
    and OR. Both are monotone: a relationship or connection more never loses a world. Sources: Ball, Colbourn and
    Provan 1995 (reliability); Birnbaum 1969 (importance). Oracles: all subsets by brute force; closed forms.

    Examples
    --------
    One person to talk to, who decides, with a hazard of 0.17773 a year:

    >>> from datetime import date
    >>> from stakeholders.domain.network import network_of
    >>> from stakeholders.domain.sky import Basis, Ours, RoleHeld, Touch, TouchKind
    >>> day = date(2026, 1, 1)
    >>> ines = Star(11, 0, 11, "Ines", roles=(RoleHeld(1, "decision_maker", True, Basis.STATED, day),))
    >>> sky = Sky(1, day, (ines,), (Ours(7, "Jonas", True),),
    ...     touches=(Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(11,)),))
    >>> found = survival(network_of(sky))
    >>> round(found.share, 4), found.method.value, found.leverage
    (0.8372, 'exact', {11: 1.0})
    """
    if horizon_days < 0:
        raise ValueError(f"a horizon lies ahead, not {horizon_days} days")
    routes = find_routes(network)
    chances = {star: stay_chance(network.sky, network.sky.stars[star], horizon_days) for star in bits(routes.through)}
    uncertain = [star for star, stays in chances.items() if stays < 1]
    method = method or _method_for(len(uncertain))
    if method is Method.EXACT:
        found = _exact(routes, chances, uncertain)
    else:
        found = _sampled(routes, {star: still_there(network.sky.stars[star].number, p) for star, p in chances.items()})
    leverage = {network.sky.stars[star].id: share for star, share in found.leverage.items()}
    return Survival(found.share, found.standard_error, method, horizon_days, leverage, len(uncertain))


def method_for(network: Network, horizon_days: float = KEPT_HORIZON_DAYS) -> Method:
    """The method that `survival` takes by itself: exact while at most 12 people on routes may leave.

    Taking people out never makes more of them uncertain, so the method for a sky serves each of its what-ifs.
    """
    stars = network.sky.stars
    through = bits(find_routes(network).through)
    return _method_for(sum(stay_chance(network.sky, stars[star], horizon_days) < 1 for star in through))


def stay_chance(sky: Sky, star: Star, horizon_days: float) -> float:
    """The probability that a star is still there at the horizon.

    Examples
    --------
    >>> from datetime import date
    >>> round(stay_chance(Sky(1, date(2026, 1, 1), (), ()), Star(1, 0, 1, "Ana"), 365), 6)
    0.837168
    """
    return math.exp(-sky.hazards.of(star.level) * horizon_days / 365)


def _method_for(uncertain_count: int) -> Method:
    return Method.EXACT if uncertain_count <= FEW_PEOPLE else Method.WORLDS


class _Found(NamedTuple):
    share: float
    standard_error: float
    leverage: dict[int, float]


def _exact(routes: Routes, chances: Mapping[int, float], uncertain: Sequence[int]) -> _Found:
    people = len(uncertain)
    if people > MOST_PEOPLE:
        raise ValueError(f"exact survival is for at most {MOST_PEOPLE} uncertain people, not {people}")
    always = (1 << (1 << people)) - 1
    there = dict.fromkeys(chances, always)
    there |= {star: presence_column(place, people) for place, star in enumerate(uncertain)}
    connected = _connected(routes, arrivals(routes.starts, routes.ahead, there, always), there)
    found = chance(connected, [chances[star] for star in uncertain])
    leverage = dict.fromkeys(chances, 0.0)
    for star, importance in zip(uncertain, found.importance, strict=True):
        cut_off = 1 - (found.share - chances[star] * importance)
        leverage[star] = min(1.0, importance / cut_off) if cut_off > 0 else 0.0
    return _Found(found.share, 0.0, leverage)


def _sampled(routes: Routes, there: Mapping[int, int]) -> _Found:
    reached = arrivals(routes.starts, routes.ahead, there, EVERY_WORLD)
    reaching = arrivals(routes.ends, transposed(routes.ahead, routes.through), there, EVERY_WORLD)
    connected = _connected(routes, reached, there)
    leverage = {}
    for star, worlds in there.items():
        lost = EVERY_WORLD & ~(worlds | connected)
        joined = lost & reached[star] & reaching[star]
        leverage[star] = joined.bit_count() / lost.bit_count() if joined else 0.0
    share = connected.bit_count() / WORLDS
    return _Found(share, sampling_error(share), leverage)


def _connected(routes: Routes, reached: Mapping[int, int], there: Mapping[int, int]) -> int:
    connected = 0
    for star in bits(routes.ends):
        connected |= reached[star] & there[star]
    return connected


def sampling_error(share: float) -> float:
    """The standard error of a share of the 8,192 worlds."""
    return math.sqrt(share * (1 - share) / WORLDS)


def arrivals(starts: int, steps: Sequence[int], there: Mapping[int, int], always: int) -> dict[int, int]:
    """The worlds in which a route arrives at each star, whether or not that star itself is there.

    The least fixpoint of "where it starts here, or arrives at somebody who is there and leads here".
    """
    arrived = dict.fromkeys(there, 0) | dict.fromkeys(bits(starts), always)
    queue = list(bits(starts))
    for star in queue:
        passing = arrived[star] & there[star]
        for onto in bits(steps[star]):
            if passing & ~arrived[onto]:
                arrived[onto] |= passing
                queue.append(onto)
    return arrived
