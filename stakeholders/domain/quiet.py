"""Whether the figures of an account count people of whom nobody has heard for long."""

from datetime import date
from typing import NamedTuple

from stakeholders.domain.findings import Findings
from stakeholders.domain.routes import find_routes


class Quiet(NamedTuple):
    """Of those with whom our routes begin, the ones who are unusually silent or whose promised contact is overdue.

    `last_on` is the latest two-way touchpoint with any of them: nobody of them was heard of since.
    """

    star_ids: tuple[int, ...]
    begin_count: int
    last_on: date

    @property
    def is_most(self) -> bool:
        """Whether they are half of them or more: then threads and chance rest on relationships that may be over."""
        return 2 * len(self.star_ids) >= self.begin_count


def quiet_on_routes(found: Findings) -> Quiet | None:
    """Who is silent or overdue among those with whom our routes to the decision begin.

    Parameters
    ----------
    found : Findings

    Returns
    -------
    Quiet or None
        None where nobody is. The figures are left as they are: a strength decays by its own half-life, which is slower
        than a promise is broken or a rhythm ends.

    Examples
    --------
    >>> from stakeholders.domain.findings import find
    >>> from stakeholders.domain.sky import Sky
    >>> quiet_on_routes(find(Sky(1, date(2026, 3, 1), (), ()))) is None
    True
    """
    begin = found.network.ids(find_routes(found.network).starts)
    silent = {each.star_id for each in found.silences if each.is_unusual}
    overdue = {each.star_id for each in found.promises if each.is_stale}
    quiet = tuple(star_id for star_id in begin if star_id in silent | overdue)
    touched = [touch.on for touch in found.sky.touches if touch.is_two_way and not set(quiet).isdisjoint(touch.stars)]
    return Quiet(quiet, len(begin), max(touched)) if quiet and touched else None
