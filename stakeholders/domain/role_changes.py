"""Which roles were taken, ended, orphaned and filled between two maps of an account."""

from collections.abc import Iterable, Iterator

from stakeholders.domain.changes import Change, ChangeKind
from stakeholders.domain.coverage import heirs, orphaned_roles
from stakeholders.domain.sky import Sky, Star


def role_changes(before: Sky, after: Sky) -> tuple[Change, ...]:
    """The roles taken, ended, orphaned and filled between two maps.

    Parameters
    ----------
    before, after : Sky
        Two maps of one account, the earlier first.

    Returns
    -------
    tuple of Change
        In no particular order. Who took over a role that somebody left is told once, as filled, not also as taken.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Basis, RoleHeld
    >>> held = RoleHeld(1, "champion", False, Basis.STATED, date(2025, 1, 1))
    >>> then = Sky(1, date(2026, 1, 1), (Star(3, 0, 3, "Ana", roles=(held,)),), ())
    >>> now = Sky(1, date(2026, 3, 1), (Star(3, 0, 3, "Ana", left_on=date(2026, 2, 1), roles=(held,)),), ())
    >>> [change.kind.value for change in role_changes(then, now)]
    ['role_orphaned']
    """
    passed_on = tuple(_passed_on(before, after))
    filled = {(change.other_id, change.params["role"]) for change in passed_on if change.kind == ChangeKind.ROLE_FILLED}
    taken = (change for change in _taken(before, after) if (change.star_id, change.params["role"]) not in filled)
    return (*taken, *_ended(before, after), *passed_on)


def _taken(before: Sky, after: Sky) -> Iterator[Change]:
    then = {star.id: _roles(star) for star in before.stars if star.is_present(before.as_of)}
    for star in after.stars:
        if star.is_present(after.as_of):
            for role in sorted(_roles(star) - then.get(star.id, frozenset())):
                yield Change(ChangeKind.ROLE_TAKEN, {"name": star.name, "role": role}, star.id)


def _ended(before: Sky, after: Sky) -> Iterator[Change]:
    now = {star.id: _roles(star) for star in after.stars}
    orphaned = _orphans(before)
    for star in before.stars:
        for role in sorted(_roles(star) - now.get(star.id, frozenset())):
            if star.is_present(before.as_of) or (star.id, role) in orphaned:
                yield Change(ChangeKind.ROLE_ENDED, {"name": star.name, "role": role}, star.id)


def _passed_on(before: Sky, after: Sky) -> Iterator[Change]:
    were, are = _orphans(before), _orphans(after)
    then = {star.id for star in before.stars if not star.is_present(before.as_of)}
    names = {star.id: star.name for star in after.stars}
    for gone in (star for star in after.stars if not star.is_present(after.as_of)):
        for lost in gone.roles:
            key = (gone.id, lost.role)
            params = {"name": gone.name, "role": lost.role}
            if key in are and key not in were:
                yield Change(ChangeKind.ROLE_ORPHANED, params, gone.id)
            if key not in are and (key in were or gone.id not in then):
                yield from _filled(params, gone.id, heirs(after, gone, lost), names)


def _filled(params: dict[str, str], gone_id: int, heir_ids: Iterable[int], names: dict[int, str]) -> Iterator[Change]:
    for heir_id in heir_ids:
        yield Change(ChangeKind.ROLE_FILLED, {**params, "other": names[heir_id]}, gone_id, heir_id)


def _roles(star: Star) -> frozenset[str]:
    return frozenset(held.role for held in star.roles)


def _orphans(sky: Sky) -> set[tuple[int, str]]:
    return {(orphan.star_id, orphan.role) for orphan in orphaned_roles(sky)}
