"""Whether an account is still being set up: then only one thing is said of it, "Finish this map"."""

from datetime import timedelta
from typing import Final

from stakeholders.domain.sky import Basis, Sky

RECENT_DAYS: Final = 180


def is_ready(sky: Sky) -> bool:
    """Whether the map can carry alerts: somebody who decides is confirmed, and somebody was met lately.

    Parameters
    ----------
    sky : Sky

    Returns
    -------
    bool
        True where a present star holds a deciding role that somebody stated (not assumed by a rule), and a two-way
        touchpoint lies within 180 days. Once true it stays so: an account that falls silent is not being set up again.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import RoleHeld, Star, Touch, TouchKind
    >>> day = date(2026, 3, 1)
    >>> ines = Star(3, 0, 3, "Ines", roles=(RoleHeld(1, "decision_maker", True, Basis.STATED, day),))
    >>> met = Touch(1, day, TouchKind.CALL, True, (7,), (3,))
    >>> is_ready(Sky(1, day, (ines,), (), touches=(met,))), is_ready(Sky(1, day, (ines,), ()))
    (True, False)
    """
    return _has_confirmed_decider(sky) and _was_met(sky)


def lacks(sky: Sky) -> tuple[str, ...]:
    """What is missing until the map is ready: "decider", "touchpoint".

    >>> from datetime import date
    >>> lacks(Sky(1, date(2026, 3, 1), (), ()))
    ('decider', 'touchpoint')
    """
    found = (("decider", _has_confirmed_decider(sky)), ("touchpoint", _was_met(sky)))
    return tuple(name for name, is_there in found if not is_there)


def _has_confirmed_decider(sky: Sky) -> bool:
    return any(
        held.decides and held.basis is not Basis.ASSUMED
        for star in sky.stars
        if star.is_present(sky.as_of)
        for held in star.roles
    )


def _was_met(sky: Sky) -> bool:
    first = sky.as_of - timedelta(days=RECENT_DAYS)
    return any(touch.is_two_way and touch.on >= first for touch in sky.touches)
