"""Where each star stands: positions that are the same on Monday and on Friday, after a reload and for a colleague."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import networkx as nx

from stakeholders.domain.sky import ConnectionKind, Sky, Star

# Above so many people springs cost more than they clarify, and departments are drawn as sectors.
MOST_PEOPLE_BY_SPRINGS: Final = 100
GOLDEN: Final = (math.sqrt(5) - 1) / 2
STARS_WITHIN: Final = 0.4
USERS_AT: Final = 0.48
HOLLOW: Final = 0.12  # nobody of a sector stands nearer to the middle
ROUNDS: Final = 60
DIGITS: Final = 6
COLLEAGUES_PULL: Final = 0.3
# A middle that nobody sees holds those without connections, who would else drift away and squeeze the others.
MIDDLE: Final = -1
MIDDLE_PULL: Final = 0.3


class Point(NamedTuple):
    """A place in the unit square, (0, 0) the upper left."""

    x: float
    y: float


class Layout(NamedTuple):
    """The places of all people: stars by stakeholder id, ours by user id."""

    stars: dict[int, Point]
    users: dict[int, Point]


def layout(sky: Sky, placed: Mapping[int, Point] | None = None) -> Layout:
    """Place the people of a sky.

    Only recorded connections and departments pull; strength, meetings and presence, which change by themselves as
    time passes, do not, so that the same facts give the same picture on every day. A new star may move others:
    keep the places that were shown and pass them in.

    Parameters
    ----------
    sky : Sky
    placed : mapping of int to Point, optional
        Stakeholder ids with places to keep; ids that are not in the sky are ignored.

    Returns
    -------
    Layout
        In 0-1, to six digits: stars in the disc of radius 0.4 around the middle, ours at the rim.

    Notes
    -----
    Up to 100 people by springs (Fruchterman and Reingold 1991, by networkx) from a start that depends on permanent
    numbers only; above, departments are sectors filled evenly by the golden ratio. No chance is involved.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Ours
    >>> sky = Sky(1, date(2026, 1, 1), (Star(5, 0, 5, "Ana"), Star(6, 1, 6, "Ben")), (Ours(7, "Jonas", True),))
    >>> layout(sky, {5: Point(0.25, 0.5)}).stars[5]
    Point(x=0.25, y=0.5)
    >>> layout(sky).users
    {7: Point(x=0.5, y=0.02)}
    """
    stars = sorted(sky.stars, key=lambda star: star.number)
    kept = {star.id: placed[star.id] for star in stars if placed and star.id in placed}
    free = _by_springs(sky, stars, kept) if len(stars) <= MOST_PEOPLE_BY_SPRINGS else _by_departments(stars)
    found = {star.id: kept.get(star.id, free[star.id]) for star in stars}
    return Layout(found, _rim(sorted(user.id for user in sky.ours)))


def _by_springs(sky: Sky, stars: Sequence[Star], kept: Mapping[int, Point]) -> dict[int, Point]:
    if len(stars) == len(kept):
        return dict(kept)
    if len(stars) == 1:
        return {stars[0].id: Point(0.5, 0.5)}
    start = {star.id: _unscaled(kept[star.id]) if star.id in kept else _spiral(star.number) for star in stars}
    start[MIDDLE] = (0.0, 0.0)
    found = nx.spring_layout(
        _springs(sky, stars),
        pos=start,
        fixed=[*kept, MIDDLE] if kept else None,
        iterations=ROUNDS,
        method="force",
    )
    return _fitted({star_id: (float(x), float(y)) for star_id, (x, y) in found.items() if star_id != MIDDLE})


def _springs(sky: Sky, stars: Sequence[Star]) -> "nx.Graph[int]":
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(star.id for star in stars)
    graph.add_edges_from(((MIDDLE, star.id) for star in stars), weight=MIDDLE_PULL)
    for colleagues in _departments(stars):
        graph.add_edges_from(pairwise(star.id for star in colleagues if star.department), weight=COLLEAGUES_PULL)
    for link in sorted(sky.links):
        if link.kind is not ConnectionKind.OPPOSES and link.from_id in graph and link.to_id in graph:
            graph.add_edge(link.from_id, link.to_id, weight=1.0)
    return graph


def _spiral(number: int) -> tuple[float, float]:
    """Where a star starts: on a spiral in which no two numbers ever meet."""
    angle, radius = 2 * math.pi * GOLDEN * number, math.sqrt((number + 0.5) / (number + 8))
    return radius * math.cos(angle), radius * math.sin(angle)


def _fitted(places: Mapping[int, tuple[float, float]]) -> dict[int, Point]:
    """Into the disc of stars: whoever was pushed out of it stands at its edge."""
    return {star_id: _scaled(x, y) for star_id, (x, y) in places.items()}


def _scaled(x: float, y: float) -> Point:
    shrink = STARS_WITHIN / max(1.0, math.hypot(x, y))
    return Point(round(0.5 + shrink * x, DIGITS), round(0.5 + shrink * y, DIGITS))


def _unscaled(point: Point) -> tuple[float, float]:
    return (point.x - 0.5) / STARS_WITHIN, (point.y - 0.5) / STARS_WITHIN


def _departments(stars: Sequence[Star]) -> list[list[Star]]:
    groups: dict[str, list[Star]] = {}
    for star in stars:
        groups.setdefault(star.department, []).append(star)
    return [groups[name] for name in sorted(groups)]


def _by_departments(stars: Sequence[Star]) -> dict[int, Point]:
    found: dict[int, Point] = {}
    before = 0
    for colleagues in _departments(stars):
        for place, star in enumerate(colleagues):
            turn = (before + len(colleagues) * (0.06 + 0.88 * (place * GOLDEN % 1))) / len(stars)
            share = (place + 0.5) / len(colleagues)
            found[star.id] = _polar(turn, math.sqrt(HOLLOW**2 + (STARS_WITHIN**2 - HOLLOW**2) * share))
        before += len(colleagues)
    return found


def _rim(user_ids: Sequence[int]) -> dict[int, Point]:
    """Ours in the order of their ids; a newcomer with a later id moves nobody."""
    return {user_id: _polar(place * GOLDEN, USERS_AT) for place, user_id in enumerate(user_ids)}


def _polar(turn: float, radius: float) -> Point:
    """A share of a full turn, clockwise from the top, and a distance from the middle."""
    angle = 2 * math.pi * turn
    return Point(round(0.5 + radius * math.sin(angle), DIGITS), round(0.5 - radius * math.cos(angle), DIGITS))
