"""What if: take any people out of the map and see every conclusion before and after."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stakeholders.domain.findings import Findings, find
from stakeholders.domain.sky import Sky
from stakeholders.domain.survival import survival


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All that is concluded with these people and without them, survival by one method.

    Attributes
    ----------
    star_ids, user_ids : tuple of int
        Who was taken out, ascending.
    before, after : Findings
    """

    star_ids: tuple[int, ...]
    user_ids: tuple[int, ...]
    before: Findings
    after: Findings

    @property
    def threads_change(self) -> int | None:
        """The change of the number of threads; None where it is unknown who decides."""
        if self.before.threads.count is None or self.after.threads.count is None:
            return None
        return self.after.threads.count - self.before.threads.count

    @property
    def survival_change(self) -> float | None:
        """The change of the chance that we stay connected; None where it is unknown who decides."""
        if self.before.survival is None or self.after.survival is None:
            return None
        return self.after.survival.share - self.before.survival.share


def what_if(sky: Sky, without: Iterable[int], users: Iterable[int] = ()) -> WhatIf:
    """Compare a sky with what it would be if these people had gone today.

    Parameters
    ----------
    sky : Sky
    without : iterable of int
        Stakeholder ids; those who have already left change nothing.
    users : iterable of int, optional
        Ids of our own users.

    Returns
    -------
    WhatIf

    Raises
    ------
    KeyError
        If somebody is not in the sky.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Basis, Ours, RoleHeld, Star, Touch, TouchKind
    >>> day = date(2026, 1, 1)
    >>> ines = Star(11, 0, 11, "Ines", roles=(RoleHeld(1, "decision_maker", True, Basis.STATED, day),))
    >>> sky = Sky(1, day, (ines,), (Ours(7, "Jonas", True),),
    ...     touches=(Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(11,)),))
    >>> seen = what_if(sky, without=[11])
    >>> seen.before.threads.count, seen.after.threads.state.value, round(seen.survival_change, 3)
    (1, 'no_route', -0.837)
    """
    return beside(find(sky), without, users)


def beside(before: Findings, without: Iterable[int], users: Iterable[int] = ()) -> WhatIf:
    """`what_if` for one who has already found everything in the sky as it is.

    Raises
    ------
    KeyError
        If somebody is not in the sky.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Sky, Star
    >>> found = find(Sky(1, date(2026, 1, 1), (Star(11, 0, 11, "Ines"),), ()))
    >>> beside(found, [11]).before is found
    True
    """
    star_ids, user_ids = frozenset(without), frozenset(users)
    after = find(without_people(before.sky, star_ids, user_ids))
    if before.survival and after.survival and before.survival.method is not after.survival.method:
        same = survival(after.network, after.survival.horizon_days, before.survival.method)
        after = replace(after, survival=same)
    return WhatIf(tuple(sorted(star_ids)), tuple(sorted(user_ids)), before, after)


def without_people(sky: Sky, star_ids: Iterable[int], user_ids: Iterable[int] = ()) -> Sky:
    """The sky after these people have gone: exactly what a departure recorded on its date would give.

    A star gets `left_on` the date of the sky (and loses an announced one), so that roles are orphaned and lines dead
    from that day; a user of ours becomes inactive.

    Raises
    ------
    KeyError
        If somebody is not in the sky.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Star
    >>> sky = Sky(1, date(2026, 1, 1), (Star(11, 0, 11, "Ines"),), ())
    >>> without_people(sky, [11]).stars[0].left_on
    datetime.date(2026, 1, 1)
    """
    stars_gone, users_gone = frozenset(star_ids), frozenset(user_ids)
    unknown = stars_gone.difference(star.id for star in sky.stars) | users_gone.difference(user.id for user in sky.ours)
    if unknown:
        raise KeyError(min(unknown))
    stars = (
        replace(star, left_on=sky.as_of, leaves_on=None)
        if star.id in stars_gone and star.is_present(sky.as_of)
        else star
        for star in sky.stars
    )
    ours = (user._replace(is_active=False) if user.id in users_gone else user for user in sky.ours)
    return replace(sky, stars=tuple(stars), ours=tuple(ours))
