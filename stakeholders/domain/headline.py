"""The sentences that stand beside the sky: what hangs on whom, how likely it breaks, and what to do next.

Source: look.md, "The constellation". Plain data; `headline_words` says it.
"""

import math
from collections.abc import Callable
from typing import Final

from stakeholders.domain.conclusions import HORIZON_DAYS, Conclusions
from stakeholders.domain.headline_words import Part, PartKind, names_in_words
from stakeholders.domain.introductions import Introduction
from stakeholders.domain.leaving import Leaving, leavings
from stakeholders.domain.next_step import introduction_step
from stakeholders.domain.sky import Sky
from stakeholders.domain.survival import stay_chance
from stakeholders.domain.threads import CutKind, ThreadState


def headline(sky: Sky, kept: Conclusions, best: Introduction | None = None) -> tuple[Part, ...]:
    """The sentences that matter about a sky, the last one naming the best next step that the map alone shows.

    Parameters
    ----------
    sky : Sky
        The map.
    kept : Conclusions
        From `conclude`, of the same sky.
    best : Introduction, optional
        The first of `introductions`, where they were computed: it is then the next step that is named.

    Returns
    -------
    tuple of Part
        First where we stand, then what may happen, then the step. Without `best`, when nothing urgent shows (several
        threads, several of ours), there is no step.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.conclusions import conclude
    >>> from stakeholders.domain.headline_words import part_in_words
    >>> from stakeholders.domain.sky import Basis, Level, Ours, RoleHeld, Star, Touch, TouchKind
    >>> day = date(2026, 3, 1)
    >>> decides = RoleHeld(1, "decision_maker", True, Basis.STATED, day)
    >>> marta = Star(3, 0, 3, "Marta Rossi", level=Level.VP, roles=(decides,))
    >>> met = Touch(1, day, TouchKind.MEETING, True, users=(7,), stars=(3,))
    >>> sky = Sky(1, day, (marta,), (Ours(7, "Jonas", True),), touches=(met,))
    >>> print("\\n".join(part_in_words(part) for part in headline(sky, conclude(sky))))
    Only Marta Rossi is known to decide.
    About 1 in 6 people at this level leave within a year; then we are cut off.
    On our side only Jonas has a live route.
    Best next step: find out who else decides besides Marta Rossi.
    """
    parts = [*_STANDING[kept.threads_state](sky, kept), *_leaving(sky, kept), *_our_side(sky, kept), *_assumed(kept)]
    return (*parts, *(_step(sky, kept) if best is None else [introduction_step(sky, best)]))


def _named(sky: Sky, kind: PartKind, star_ids: tuple[int, ...]) -> Part:
    names = {star.id: star.name for star in sky.stars}
    return Part(kind, {"names": names_in_words(tuple(names[star_id] for star_id in star_ids))}, star_ids)


def _deciders(sky: Sky, *, present: bool) -> tuple[int, ...]:
    return tuple(
        star.id
        for star in sky.stars
        if star.is_present(sky.as_of) == present and any(held.decides for held in star.roles)
    )


def _unknown(sky: Sky, kept: Conclusions) -> list[Part]:
    return [Part(PartKind.UNKNOWN, {})]


def _not_connected_yet(sky: Sky, kept: Conclusions) -> list[Part]:
    return [Part(PartKind.NOT_CONNECTED_YET, {})]


def _no_route(sky: Sky, kept: Conclusions) -> list[Part]:
    if kept.deciding_count:
        return [Part(PartKind.NO_ROUTE, {})]
    return [_named(sky, PartKind.ORPHANED, _deciders(sky, present=False))]


def _single(sky: Sky, kept: Conclusions) -> list[Part]:
    only = _only_decider(kept)
    kind = PartKind.ONLY_DECIDER if only else PartKind.ALL_ROUTES
    return [_named(sky, kind, kept.key_person_ids), *_odds(sky, kept.key_person_ids)]


def _only_decider(kept: Conclusions) -> bool:
    return kept.cut_kind == CutKind.DECIDER and kept.deciding_count == 1


def _odds(sky: Sky, star_ids: tuple[int, ...]) -> list[Part]:
    stars = [star for star in sky.stars if star.id in star_ids]
    share = 1 - math.prod(stay_chance(sky, star, HORIZON_DAYS) for star in stars)
    if share <= 0:
        return []
    if len(stars) > 1:
        return [Part(PartKind.ODDS_OF_SEVERAL, {"odds": share}, star_ids)]
    kind = PartKind.ODDS_OF_ONE if stars[0].level is None else PartKind.ODDS_OF_LEVEL
    return [Part(kind, {"odds": share}, star_ids)]


def _multi(sky: Sky, kept: Conclusions) -> list[Part]:
    parts = [Part(PartKind.MULTI, {"count": kept.threads_count or 0}, kept.cut_ids)]
    return parts if kept.survival is None else [*parts, Part(PartKind.SURVIVAL, {"percent": kept.survival})]


_STANDING: Final[dict[ThreadState, Callable[[Sky, Conclusions], list[Part]]]] = {
    ThreadState.UNKNOWN: _unknown,
    ThreadState.NOT_CONNECTED_YET: _not_connected_yet,
    ThreadState.NO_ROUTE: _no_route,
    ThreadState.SINGLE: _single,
    ThreadState.MULTI: _multi,
}


def _leaving(sky: Sky, kept: Conclusions) -> list[Part]:
    """Who will leave on which day, and what becomes of the threads then."""
    return [_leaves(sky, each) for each in leavings(sky, kept.threads_count)]


def _leaves(sky: Sky, each: Leaving) -> Part:
    told = _named(sky, PartKind.LEAVES, (each.star_id,))
    params = {**told.params, "day": each.leaves_on.isoformat()}
    if not each.threads_fall:
        return told._replace(params=params)
    if not each.threads_after:
        return told._replace(kind=PartKind.LEAVES_NO_ROUTE, params=params)
    figures = {"threads": each.threads_before or 0, "threads_then": each.threads_after}
    return told._replace(kind=PartKind.LEAVES_FEWER, params={**params, **figures})


def _our_side(sky: Sky, kept: Conclusions) -> list[Part]:
    return [Part(PartKind.OUR_SIDE, {"user": _user(sky, kept)})] if kept.our_threads == 1 else []


def _user(sky: Sky, kept: Conclusions) -> str:
    return next(user.name for user in sky.ours if user.id in kept.our_user_ids)


def _assumed(kept: Conclusions) -> list[Part]:
    if kept.assumed_count == 1:
        return [Part(PartKind.ASSUMED_ONE, {})]
    return [Part(PartKind.ASSUMED, {"count": kept.assumed_count})] if kept.assumed_count else []


def _step(sky: Sky, kept: Conclusions) -> list[Part]:
    if kept.threads_state == ThreadState.UNKNOWN:
        return [Part(PartKind.MAP_WHO_DECIDES, {})]
    if not kept.threads_count:
        return [_step_without_route(sky)]
    if _only_decider(kept):
        return [_named(sky, PartKind.MAP_ANOTHER, kept.key_person_ids)]
    if kept.threads_state == ThreadState.SINGLE:
        return [_named(sky, PartKind.GO_AROUND, kept.key_person_ids[:1])]
    return [Part(PartKind.SECOND_USER, {"user": _user(sky, kept)})] if kept.our_threads == 1 else []


def _step_without_route(sky: Sky) -> Part:
    deciders = _deciders(sky, present=True)
    if deciders:
        return _named(sky, PartKind.MEET_DECIDER, deciders[:1])
    return _named(sky, PartKind.FILL_ROLE, _deciders(sky, present=False))
