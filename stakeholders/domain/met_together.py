"""Which stars met together: the connection that nobody types in, derived from shared touchpoints."""

from datetime import date
from itertools import combinations
from typing import Final, NamedTuple

from stakeholders.domain.sky import Sky, Touch

# A larger room proves no acquaintance, an older meeting no present one (design.md, "Words", Connection).
MOST_PEOPLE: Final = 8
WITHIN_DAYS: Final = 365


class MetTogether(NamedTuple):
    """Two stars who met: when last, and the touchpoints that show it, oldest first."""

    last_on: date
    touch_ids: tuple[int, ...]

    @property
    def touch_count(self) -> int:
        return len(self.touch_ids)


def met_pairs(sky: Sky) -> dict[tuple[int, int], MetTogether]:
    """The pairs of stars who were both in a small touchpoint within a year.

    Parameters
    ----------
    sky : Sky
        The map. Ages run to the date of the sky; 365 days ago is still within a year.

    Returns
    -------
    dict of (int, int) to MetTogether
        Unordered pairs of stakeholder ids, the smaller first. A touchpoint counts when at most eight of their people
        took part, whatever its kind. Dismissed pairs are left out; stars who have left are not, so that their dead
        connections can be shown: who walks routes must look at presence.

    Notes
    -----
    Source: design.md, "Words", Connection. The relation has no direction and is not transitive.

    Examples
    --------
    >>> from stakeholders.domain.sky import Ours, Star, TouchKind
    >>> people = tuple(Star(id, id, id, "") for id in (1, 2, 3))
    >>> session = Touch(5, date(2026, 1, 1), TouchKind.JOINT_SESSION, True, (7,), (2, 1, 3))
    >>> sky = Sky(1, date(2026, 3, 2), people, (), touches=(session,), dismissed=frozenset({(1, 3)}))
    >>> sorted(met_pairs(sky))
    [(1, 2), (2, 3)]
    >>> met_pairs(sky)[1, 2].touch_count
    1
    """
    known = {star.id for star in sky.stars}
    shared: dict[tuple[int, int], list[Touch]] = {}
    for touch in sky.touches:
        if _is_small_and_recent(sky, touch):
            for pair in combinations(sorted(known.intersection(touch.stars)), 2):
                if pair in shared:
                    shared[pair].append(touch)
                else:
                    shared[pair] = [touch]
    return {pair: _met(touches) for pair, touches in shared.items() if pair not in sky.dismissed}


def _is_small_and_recent(sky: Sky, touch: Touch) -> bool:
    return len(touch.stars) <= MOST_PEOPLE and 0 <= (sky.as_of - touch.on).days <= WITHIN_DAYS


def _met(touches: list[Touch]) -> MetTogether:
    return MetTogether(touches[-1].on, tuple([touch.id for touch in touches]))
