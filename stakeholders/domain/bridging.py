"""How connected the departments of a customer are with each other, and whom to bring together.

Source: mission.md S0.5 and design.md, "Bridging".
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from stakeholders.domain.evidence import Fact, touch_fact
from stakeholders.domain.sky import Sky, Star, Touch
from stakeholders.domain.strength import Relationship, best_by_star

# design.md, "Bridging".
WITHIN_DAYS: Final = 180


class DepartmentPair(NamedTuple):
    """Two departments, in alphabetical order, and the joint touchpoints in which their people met, oldest first."""

    one: str
    other: str
    touch_ids: tuple[int, ...]


class Proposal(NamedTuple):
    """Two people to bring together, of departments that have not met: those we know best on either side.

    The user ids are who of ours holds the relationship, None where nobody has one.
    """

    one: str
    other: str
    one_star_id: int
    other_star_id: int
    one_user_id: int | None
    other_user_id: int | None


class Bridging(NamedTuple):
    """`share` in [0, 1] of the pairs of departments that met; None with fewer than two departments.

    `unknown_department_count` present stars have no department recorded and take no part.
    """

    share: float | None
    met: tuple[DepartmentPair, ...]
    unmet: tuple[DepartmentPair, ...]
    proposals: tuple[Proposal, ...]
    unknown_department_count: int
    evidence: tuple[Fact, ...]


def bridging(sky: Sky, known: Iterable[Relationship]) -> Bridging:
    """Which pairs of departments met in a joint touchpoint within 180 days, and whom to bring together otherwise.

    Parameters
    ----------
    sky : Sky
        The map. A joint touchpoint is a two-way one in which people of both departments took part, however many;
        only stars who are still present bridge. Departments are compared without regard to case or outer spaces.
    known : iterable of Relationship
        From `relationships`, of the same sky; it ranks whom to propose.

    Returns
    -------
    Bridging
        Proposals are one for each pair that has not met, the best known first: of each department the star with
        the strongest relationship to us, then the higher influence, then the lower id. Nothing here is assumed.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import TouchKind
    >>> people = (Star(1, 0, 1, "Ana", department="IT"), Star(2, 1, 2, "Bob", department="Finance"),
    ...           Star(3, 2, 3, "Cy", department="Legal"))
    >>> session = Touch(5, date(2026, 2, 1), TouchKind.JOINT_SESSION, True, (7,), (1, 2))
    >>> found = bridging(Sky(1, date(2026, 3, 1), people, (), touches=(session,)), [])
    >>> round(found.share, 3), [(pair.one, pair.other) for pair in found.unmet]
    (0.333, [('Finance', 'Legal'), ('IT', 'Legal')])
    """
    members = _members(sky)
    joint = _joint_touches(sky, members)
    pairs = [_pair(members, joint, keys) for keys in combinations(sorted(members), 2)]
    met = tuple(pair for pair in pairs if pair.touch_ids)
    unmet = tuple(pair for pair in pairs if not pair.touch_ids)
    placed = sum(len(stars) for stars in members.values())
    present = sum(star.is_present(sky.as_of) for star in sky.stars)
    return Bridging(
        len(met) / len(pairs) if pairs else None,
        met,
        unmet,
        _proposals(members, unmet, best_by_star(sky, known)),
        present - placed,
        tuple(dict.fromkeys(touch_fact(touch) for touches in joint.values() for touch in touches)),
    )


_Members = dict[str, list[Star]]


def _key(department: str) -> str:
    return department.strip().casefold()


def _members(sky: Sky) -> _Members:
    members: _Members = {}
    for star in sky.stars:
        if star.is_present(sky.as_of) and _key(star.department):
            members.setdefault(_key(star.department), []).append(star)
    return members


def _name(members: _Members, key: str) -> str:
    return members[key][0].department.strip()


def _joint_touches(sky: Sky, members: _Members) -> dict[tuple[str, str], list[Touch]]:
    department = {star.id: key for key, stars in members.items() for star in stars}
    joint: dict[tuple[str, str], list[Touch]] = {}
    for touch in sky.touches:
        if touch.is_two_way and (sky.as_of - touch.on).days <= WITHIN_DAYS:
            there = {department[star_id] for star_id in touch.stars if star_id in department}
            for one, other in combinations(sorted(there), 2):
                joint.setdefault((one, other), []).append(touch)
    return joint


def _pair(members: _Members, joint: Mapping[tuple[str, str], list[Touch]], keys: tuple[str, str]) -> DepartmentPair:
    touch_ids = tuple(touch.id for touch in joint.get(keys, ()))
    return DepartmentPair(_name(members, keys[0]), _name(members, keys[1]), touch_ids)


def _proposals(
    members: _Members, unmet: Iterable[DepartmentPair], best: Mapping[int, Relationship]
) -> tuple[Proposal, ...]:
    known_best = {key: max(stars, key=lambda star: _rank(star, best)) for key, stars in members.items()}
    found = []
    for pair in unmet:
        one, other = known_best[_key(pair.one)], known_best[_key(pair.other)]
        weight = _strength(one, best) + _strength(other, best)
        found.append((weight, _proposal(pair, one, other, best)))
    return tuple(proposal for _, proposal in sorted(found, key=lambda each: -each[0]))


def _proposal(pair: DepartmentPair, one: Star, other: Star, best: Mapping[int, Relationship]) -> Proposal:
    return Proposal(pair.one, pair.other, one.id, other.id, _holder(one, best), _holder(other, best))


def _strength(star: Star, best: Mapping[int, Relationship]) -> float:
    return best[star.id].strength if star.id in best else 0.0


def _holder(star: Star, best: Mapping[int, Relationship]) -> int | None:
    return best[star.id].user_id if star.id in best else None


def _rank(star: Star, best: Mapping[int, Relationship]) -> tuple[float, int, int]:
    influence = -1 if star.assessed is None or star.assessed.influence is None else star.assessed.influence
    return _strength(star, best), influence, -star.id
