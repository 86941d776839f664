"""Promises of regular contact: which are kept, which are broken, by how long, and whose turn it is.

Source: design.md, "Stale": a broken promise, not a low strength. That a cadence may not exceed two half-lives is a rule
of segments, `accounts.domain.cadences`.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from stakeholders.domain.evidence import Fact, role_fact, touch_fact
from stakeholders.domain.last_contact import last_two_way_by_star
from stakeholders.domain.sky import RoleHeld, Sky, Star, Touch
from stakeholders.domain.strength import Relationship, best_by_star

# The job on the account team whose turn it is when nobody has a relationship yet.
CSM_JOB: Final = "csm"


class Promise(NamedTuple):
    """The cadence promised to one present star, and how it stands.

    `role` is the one with the shortest cadence. `due_on` and `overdue_days` are None when there never was a two-way
    touchpoint; `overdue_days` is negative while the promise is not yet due. `turn_user_id` is whose turn it is.
    """

    star_id: int
    role: str
    cadence_days: int
    last_two_way_on: date | None
    due_on: date | None
    overdue_days: int | None
    is_stale: bool
    turn_user_id: int | None
    evidence: tuple[Fact, ...]


def promises(sky: Sky, known: Iterable[Relationship]) -> tuple[Promise, ...]:
    """What the segment promises to each present star, whether it is kept, and whose turn it is.

    Parameters
    ----------
    sky : Sky
        The map, with the cadences in days by role in its terms.
    known : iterable of Relationship
        From `relationships`, of the same sky.

    Returns
    -------
    tuple of Promise
        One for each present star with a cadence (the shortest over its roles); most overdue first, never touched
        before all. Stale: the last two-way touchpoint is more than the cadence ago, or there never was one and a
        role of the star is required. The turn goes to the active user of ours with the strongest, then latest
        relationship, else to the CSM of the account team, else to nobody.

    Notes
    -----
    Source: design.md, "Stale". On the day the cadence ends the promise is due but not yet broken.

    Examples
    --------
    >>> from stakeholders.domain.sky import Basis, Ours, Terms, TouchKind
    >>> champion = RoleHeld(1, "champion", False, Basis.STATED, date(2025, 1, 1))
    >>> call = Touch(5, date(2026, 1, 1), TouchKind.CALL, True, (7,), (3,))
    >>> sky = Sky(
    ...     1, date(2026, 3, 2), (Star(3, 0, 3, "Ana", roles=(champion,)),), (Ours(7, "Jo", True),),
    ...     touches=(call,), terms=Terms(cadence_days={"champion": 45}),
    ... )
    >>> from stakeholders.domain.strength import relationships
    >>> [promise] = promises(sky, relationships(sky))
    >>> promise.is_stale, promise.overdue_days, promise.turn_user_id
    (True, 15, 7)
    """
    last, best = last_two_way_by_star(sky), best_by_star(sky, known)
    csm = _csm(sky)
    found = []
    for star in sky.stars:
        held = _promised(sky, star)
        if held is not None:
            holder = best.get(star.id)
            found.append(_promise(sky, star, held, last.get(star.id), csm if holder is None else holder.user_id))
    return tuple(sorted(found, key=_urgency))


def stale(promised: Iterable[Promise]) -> tuple[Promise, ...]:
    """The broken ones among some promises, in the same order.

    >>> ana = Promise(1, "champion", 30, None, None, None, True, None, ())
    >>> bob = Promise(2, "champion", 30, date(2026, 1, 1), date(2026, 1, 31), -5, False, None, ())
    >>> [promise.star_id for promise in stale([ana, bob])]
    [1]
    """
    return tuple(promise for promise in promised if promise.is_stale)


def _promised(sky: Sky, star: Star) -> RoleHeld | None:
    cadences = sky.terms.cadence_days
    if not star.is_present(sky.as_of):
        return None
    return min(
        (held for held in star.roles if held.role in cadences),
        key=lambda held: (cadences[held.role], held.role),
        default=None,
    )


def _promise(sky: Sky, star: Star, held: RoleHeld, last: Touch | None, turn_user_id: int | None) -> Promise:
    cadence_days = sky.terms.cadence_days[held.role]
    if last is None:
        is_required = any(each.role in sky.terms.required_roles for each in star.roles)
        return Promise(
            star.id, held.role, cadence_days, None, None, None, is_required, turn_user_id, (role_fact(held),)
        )
    due_on = last.on + timedelta(days=cadence_days)
    overdue_days = (sky.as_of - due_on).days
    evidence = (role_fact(held), touch_fact(last))
    return Promise(
        star.id, held.role, cadence_days, last.on, due_on, overdue_days, overdue_days > 0, turn_user_id, evidence
    )


def _csm(sky: Sky) -> int | None:
    return min((user.id for user in sky.ours if user.is_active and CSM_JOB in user.jobs), default=None)


def _urgency(promise: Promise) -> tuple[bool, bool, int, int]:
    overdue = promise.overdue_days
    return not promise.is_stale, overdue is not None, -(overdue or 0), promise.star_id
