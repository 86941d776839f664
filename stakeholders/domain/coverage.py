"""Which of the roles an account needs are mapped, which are engaged, and which a departure left orphaned."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from stakeholders.domain.evidence import Fact, role_fact
from stakeholders.domain.sky import Basis, RoleHeld, Sky, Star
from stakeholders.domain.strength import Relationship, engaged_stars


class Orphaned(NamedTuple):
    """A role that someone held when they left and that nobody has taken over or ended since.

    `other_holder_ids` are present stars who held the same role already before: they soften the loss but filled nothing.
    """

    star_id: int
    role: str
    decides: bool
    fact_id: int
    left_on: date
    successor_id: int | None
    other_holder_ids: tuple[int, ...]


class RoleCoverage(NamedTuple):
    """One required role: who holds it (present stars), and which of these we have a live relationship with."""

    role: str
    mapped_ids: tuple[int, ...]
    engaged_ids: tuple[int, ...]
    orphaned_ids: tuple[int, ...]
    assumed_ids: tuple[int, ...]

    @property
    def is_mapped(self) -> bool:
        return bool(self.mapped_ids)

    @property
    def is_engaged(self) -> bool:
        return bool(self.engaged_ids)


class Coverage(NamedTuple):
    """The required roles of the segment, in its order, and the roles that are orphaned, required or not."""

    roles: tuple[RoleCoverage, ...]
    orphaned: tuple[Orphaned, ...]
    evidence: tuple[Fact, ...]

    @property
    def required_count(self) -> int:
        return len(self.roles)

    @property
    def mapped_count(self) -> int:
        return sum(role.is_mapped for role in self.roles)

    @property
    def engaged_count(self) -> int:
        return sum(role.is_engaged for role in self.roles)

    @property
    def unmapped(self) -> tuple[str, ...]:
        return tuple(role.role for role in self.roles if not role.is_mapped)

    @property
    def unengaged(self) -> tuple[str, ...]:
        return tuple(role.role for role in self.roles if role.is_mapped and not role.is_engaged)


def coverage(sky: Sky, known: Iterable[Relationship]) -> Coverage:
    """Which required roles are mapped and which are engaged.

    Parameters
    ----------
    sky : Sky
        The map; `terms.required_roles` says what the segment requires.
    known : iterable of Relationship
        From `relationships`, of the same sky.

    Returns
    -------
    Coverage
        A role is mapped when a present star holds it and engaged when one of its holders has a live relationship with
        us, so engaged never exceeds mapped. `unengaged` lists roles that are mapped but not engaged. With no required
        roles the counts are 0 of 0: nothing to judge, not nothing covered.

    Notes
    -----
    Source: design.md, "Coverage".

    Examples
    --------
    >>> from stakeholders.domain.sky import Terms
    >>> champion = RoleHeld(1, "champion", False, Basis.STATED, date(2025, 1, 1))
    >>> sky = Sky(
    ...     1, date(2026, 3, 1), (Star(3, 0, 3, "Ana", roles=(champion,)),), (),
    ...     terms=Terms(required_roles=("champion", "security")),
    ... )
    >>> found = coverage(sky, [])
    >>> found.engaged_count, found.mapped_count, found.required_count, found.unmapped, found.unengaged
    (0, 1, 2, ('security',), ('champion',))
    """
    engaged = engaged_stars(known)
    orphaned = orphaned_roles(sky)
    holders = _holders(sky)
    roles = tuple(_role(role, holders.get(role, []), engaged, orphaned) for role in sky.terms.required_roles)
    facts = {role_fact(held) for role in roles for _, held in holders.get(role.role, [])}
    return Coverage(roles, orphaned, tuple(sorted(facts)))


def orphaned_roles(sky: Sky) -> tuple[Orphaned, ...]:
    """The roles that departures left behind and that nobody filled.

    Parameters
    ----------
    sky : Sky
        The map; a role that somebody ended is no longer among the roles of the star who left.

    Returns
    -------
    tuple of Orphaned
        Deciding roles first, then latest departures. A role is filled by a present star who took the same role on or
        after the day of the departure, or by the named successor once present and holding it, whenever taken.

    Notes
    -----
    Source: design.md, "Facts": a departure does not end roles, they are orphaned until filled or ended.

    Examples
    --------
    >>> decider = RoleHeld(1, "decision_maker", True, Basis.STATED, date(2025, 1, 1))
    >>> gone = Star(3, 0, 3, "Ana", left_on=date(2026, 2, 1), roles=(decider,))
    >>> sky = Sky(1, date(2026, 3, 1), (gone,), ())
    >>> [(orphan.star_id, orphan.role) for orphan in orphaned_roles(sky)]
    [(3, 'decision_maker')]
    >>> taken = decider._replace(fact_id=2, since=date(2026, 2, 15))
    >>> orphaned_roles(Sky(1, date(2026, 3, 1), (gone, Star(4, 1, 4, "Bob", roles=(taken,))), ()))
    ()
    """
    holders = _holders(sky)
    left = [star for star in sky.stars if not star.is_present(sky.as_of)]
    found = [_orphaned(star, held, holders) for star in left for held in star.roles if not _heirs(star, held, holders)]
    return tuple(sorted(found, key=lambda orphan: (not orphan.decides, -orphan.left_on.toordinal(), orphan.fact_id)))


def heirs(sky: Sky, gone: Star, lost: RoleHeld) -> tuple[int, ...]:
    """The present stars who filled a role that somebody left behind, by the rule of `orphaned_roles`.

    >>> lost = RoleHeld(1, "champion", False, Basis.STATED, None)
    >>> gone = Star(3, 0, 3, "Ana", left_on=date(2026, 2, 1), successor_id=4, roles=(lost,))
    >>> heirs(Sky(1, date(2026, 3, 1), (gone, Star(4, 1, 4, "Bob", roles=(lost,))), ()), gone, lost)
    (4,)
    """
    return _heirs(gone, lost, _holders(sky))


_Holders = dict[str, list[tuple[Star, RoleHeld]]]


def _holders(sky: Sky) -> _Holders:
    holders: _Holders = {}
    for star in sky.stars:
        if star.is_present(sky.as_of):
            for held in star.roles:
                holders.setdefault(held.role, []).append((star, held))
    return holders


def _role(
    role: str,
    holders: list[tuple[Star, RoleHeld]],
    engaged: frozenset[int],
    orphaned: tuple[Orphaned, ...],
) -> RoleCoverage:
    mapped = tuple(star.id for star, _ in holders)
    return RoleCoverage(
        role,
        mapped,
        tuple(star_id for star_id in mapped if star_id in engaged),
        tuple(orphan.star_id for orphan in orphaned if orphan.role == role),
        tuple(star.id for star, held in holders if held.basis == Basis.ASSUMED),
    )


def _heirs(gone: Star, lost: RoleHeld, holders: _Holders) -> tuple[int, ...]:
    return tuple(
        star.id for star, held in holders.get(lost.role, []) if star.id == gone.successor_id or _took_over(held, gone)
    )


def _took_over(held: RoleHeld, gone: Star) -> bool:
    return held.since is not None and gone.left_on is not None and held.since >= gone.left_on


def _orphaned(gone: Star, lost: RoleHeld, holders: _Holders) -> Orphaned:
    return Orphaned(
        gone.id,
        lost.role,
        lost.decides,
        lost.fact_id,
        gone.left_on or date.max,
        gone.successor_id,
        tuple(star.id for star, _ in holders.get(lost.role, [])),
    )
