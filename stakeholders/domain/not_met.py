"""Whom to ask about: the people who matter to the decision and whom nobody of ours really talks to."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from stakeholders.domain.findings import Findings
from stakeholders.domain.introductions import Introduction
from stakeholders.domain.routes import find_routes


class WhyAsk(StrEnum):
    """Why somebody we do not know matters, what matters most first."""

    DECIDES = "decides"
    ON_ROUTE = "on_route"
    REQUIRED_ROLE = "required_role"


class NotMet(NamedTuple):
    """Somebody to ask about. `ask_ids` are those who come and know them: whom to ask."""

    star_id: int
    why: WhyAsk
    ask_ids: tuple[int, ...]


def not_met(found: Findings, coming: Sequence[int], most: int = 5) -> tuple[NotMet, ...]:
    """The people who matter and whom we have no live relationship with, without those who come.

    Parameters
    ----------
    found : Findings
        From `find`.
    coming : sequence of int
        Stakeholder ids of those who come to the meeting.
    most : int, optional
        At most so many.

    Returns
    -------
    tuple of NotMet
        Who decides first, then who stands on a route, then who holds a required role; within these those whom one of
        the coming knows first, then by name.

    Examples
    --------
    Marta, whom we meet, reports to Ines, who decides and whom nobody of ours has met:

    >>> from datetime import date
    >>> from stakeholders.domain.findings import find
    >>> from stakeholders.domain.sky import (
    ...     Basis, ConnectionKind, Link, Ours, RoleHeld, Sky, Star, Touch, TouchKind)
    >>> day = date(2026, 1, 1)
    >>> decides = RoleHeld(1, "decision_maker", True, Basis.STATED, day)
    >>> sky = Sky(
    ...     1, day,
    ...     stars=(Star(10, 0, 10, "Marta"), Star(11, 1, 11, "Ines", roles=(decides,))),
    ...     ours=(Ours(7, "Jonas", True),),
    ...     links=(Link(1, ConnectionKind.REPORTS_TO, 10, 11, Basis.STATED, day),),
    ...     touches=(Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(10,)),))
    >>> [(each.star_id, each.why.value, each.ask_ids) for each in not_met(find(sky), [10])]
    [(11, 'decides', (10,))]
    """
    network = found.network
    known = set(network.ids(network.entries)) | set(coming)
    reasons: dict[int, WhyAsk] = {}
    for why, ids in _reasons(found):
        for star_id in ids:
            if star_id not in known:
                reasons.setdefault(star_id, why)
    ranks, names = tuple(WhyAsk), {star.id: star.name for star in found.sky.stars}
    people = [NotMet(star_id, why, _who_knows(found, star_id, coming)) for star_id, why in reasons.items()]
    ordered = sorted(people, key=lambda each: (ranks.index(each.why), not each.ask_ids, names[each.star_id]))
    return tuple(ordered[:most])


def _reasons(found: Findings) -> list[tuple[WhyAsk, tuple[int, ...]]]:
    network = found.network
    needed = {star_id for role in found.coverage.roles for star_id in role.mapped_ids}
    return [
        (WhyAsk.DECIDES, network.ids(network.deciders)),
        (WhyAsk.ON_ROUTE, network.ids(find_routes(network).through)),
        (WhyAsk.REQUIRED_ROLE, tuple(sorted(needed))),
    ]


def _who_knows(found: Findings, star_id: int, coming: Iterable[int]) -> tuple[int, ...]:
    """Those who come and are connected with somebody, other than by opposing them."""
    network = found.network
    bit = network.index[star_id]
    near = set(network.ids((network.ahead[bit] | network.behind[bit]) & network.alive))
    return tuple(one for one in coming if one in near)


def best_through(proposed: Iterable[Introduction], coming: Iterable[int]) -> Introduction | None:
    """The best introduction that one of those who come can make, or None.

    Parameters
    ----------
    proposed : iterable of Introduction
        From `introductions`, best first, all of them.
    coming : iterable of int
        Stakeholder ids of those who come.

    Returns
    -------
    Introduction or None
        The first whose warm path leads through one of them to somebody who does not come.

    Examples
    --------
    >>> best_through([], [1]) is None
    True
    """
    present = set(coming)
    return next((each for each in proposed if _leads_through(each, present)), None)


def _leads_through(each: Introduction, present: set[int]) -> bool:
    *through, met = each.path.star_ids
    return met not in present and bool(present.intersection(through))
