"""Who reports to whom, as trees: the organisation chart of a sky."""

from collections import defaultdict
from dataclasses import dataclass

from stakeholders.domain.sky import ConnectionKind, Level, Sky, Star

SENIORITY = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Post:
    """One stakeholder in the chart with those who report to them.

    `also_reports_to` are further managers, by stakeholder id: the chart draws one line, the list says the others.
    """

    star: Star
    reports: tuple["Post", ...]
    also_reports_to: tuple[int, ...] = ()


def org_chart(sky: Sky) -> tuple[Post, ...]:
    """Arrange the stakeholders of a sky by whom they report to.

    Parameters
    ----------
    sky : Sky

    Returns
    -------
    tuple of Post
        The tops of the trees: those who report to nobody, those with reports first, then by seniority and name. Of
        several managers the first recorded holds the place. In a circle of reports the most senior is the top. Who
        left is shown while a present person is recorded as reporting to them, else left out.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Basis, Link
    >>> day = date(2026, 1, 1)
    >>> reports = Link(1, ConnectionKind.REPORTS_TO, 3, 4, Basis.STATED, day)
    >>> [top] = org_chart(Sky(1, day, (Star(3, 0, 3, "Ana"), Star(4, 1, 4, "Ines")), (), (reports,)))
    >>> top.star.name, [post.star.name for post in top.reports]
    ('Ines', ['Ana'])
    """
    stars = {star.id: star for star in sky.stars}
    managers: dict[int, list[int]] = defaultdict(list)
    for link in sky.links:
        if link.kind is ConnectionKind.REPORTS_TO and link.from_id in stars and link.to_id in stars:
            managers[link.from_id].append(link.to_id)
    shown = _shown(sky, managers)
    place = {star_id: managers[star_id][0] for star_id in shown if managers.get(star_id)}
    _break_circles(place, stars)
    below: dict[int, list[int]] = defaultdict(list)
    for star_id, manager_id in place.items():
        below[manager_id].append(star_id)

    def post(star_id: int) -> Post:
        reports = sorted(below[star_id], key=lambda each: _rank(stars[each]))
        return Post(stars[star_id], tuple(map(post, reports)), tuple(managers.get(star_id, ())[1:]))

    tops = [star_id for star_id in shown if star_id not in place]
    return tuple(post(star_id) for star_id in sorted(tops, key=lambda each: (not below[each], *_rank(stars[each]))))


def _shown(sky: Sky, managers: dict[int, list[int]]) -> list[int]:
    leading = {
        manager_id for star in sky.stars if star.is_present(sky.as_of) for manager_id in managers.get(star.id, ())
    }
    return [star.id for star in sky.stars if star.is_present(sky.as_of) or star.id in leading]


def _break_circles(place: dict[int, int], stars: dict[int, Star]) -> None:
    """Free the most senior of every circle from their manager."""
    for start in sorted(place):
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in path:
            path.append(here)
            here = place.get(here)
        if here is not None:
            circle = path[path.index(here) :]
            del place[min(circle, key=lambda each: _rank(stars[each]))]


def _rank(star: Star) -> tuple[int, str, int]:
    return (len(SENIORITY) if star.level is None else SENIORITY[star.level], star.name, star.id)
