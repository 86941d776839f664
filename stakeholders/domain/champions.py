"""Who is a champion or could become one, and which step of the programme is next.

Source: mission.md S0.2. A candidate has the persona of a champion, or behaves like one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.persona import CHAMPION_ROLE, personas
from stakeholders.domain.sky import Sky, Star, Touch, TouchKind
from stakeholders.domain.strength import Relationship, best_by_star, relationships

WITHIN_DAYS: Final = 365
# Behaviour counts from here on: often enough not to be chance, seldom enough to tell people apart.
OFTEN: Final = 12  # two-way touchpoints in a year
SESSIONS: Final = 2  # joint sessions, trainings and events in a year
TRIES: Final = 4  # touchpoints, answered or not, before a share of answers says anything
ANSWERED_SHARE: Final = 0.75
REASONS_WITHOUT_PERSONA: Final = 3
SESSION_KINDS: Final = frozenset({TouchKind.JOINT_SESSION, TouchKind.TRAINING, TouchKind.EVENT})


class CandidateReason(StrEnum):
    """Why somebody could become a champion."""

    PERSONA = "persona"
    TAKES_PART = "takes_part"
    SESSIONS = "sessions"
    ANSWERS = "answers"


class Behaviour(NamedTuple):
    """What the records of a year hold of somebody: how often they took part, in how many sessions, and the share of
    touchpoints with them that were two-way, None under four of them."""

    two_way_count: int
    session_count: int
    answered_share: float | None


class Champion(NamedTuple):
    """A present star who holds the role of champion; `best` is the strongest relationship to us, if there is any."""

    star_id: int
    since: date | None
    behaviour: Behaviour
    best: Relationship | None


class Candidate(NamedTuple):
    """A present star who could become one, and why."""

    star_id: int
    reasons: tuple[CandidateReason, ...]
    behaviour: Behaviour
    best: Relationship | None


class Programme(NamedTuple):
    champions: tuple[Champion, ...]
    candidates: tuple[Candidate, ...]


class NextStep(NamedTuple):
    """The step that is next (its place in the programme) and since when; None where nothing says since when."""

    place: int
    since: date | None


def programme(sky: Sky) -> Programme:
    """The champions of an account and who could become one.

    Parameters
    ----------
    sky : Sky
        The map of the account.

    Returns
    -------
    Programme
        Champions by weakest relationship first, since these need us. Candidates hold no champion role, are not known
        to be negative, and have the persona or all three reasons of behaviour; most reasons first,
        then who took part most often, then the lower id.

    Examples
    --------
    >>> from stakeholders.domain.sky import Assessed
    >>> keen = Assessed(1, 8, 8, 9, 1, frozenset(), None)
    >>> found = programme(Sky(1, date(2026, 3, 1), (Star(1, 0, 1, "Ana", assessed=keen),), ()))
    >>> [(each.star_id, each.reasons) for each in found.candidates]
    [(1, (<CandidateReason.PERSONA: 'persona'>,))]
    """
    best = best_by_star(sky, relationships(sky))
    of_star = _touches(sky)
    champions = [
        Champion(star.id, since, _behaviour(of_star.get(star.id, ())), best.get(star.id))
        for star, since in _champions(sky)
    ]
    candidates = [
        Candidate(star.id, reasons, behaviour, best.get(star.id))
        for star, reasons, behaviour in _candidates(sky, of_star)
    ]
    champions.sort(key=lambda each: (each.best.strength if each.best else 0.0, each.star_id))
    candidates.sort(key=lambda each: (-len(each.reasons), -each.behaviour.two_way_count, each.star_id))
    return Programme(tuple(champions), tuple(candidates))


def candidate_count(sky: Sky) -> int:
    """How many could become a champion: as many as `programme` names.

    >>> candidate_count(Sky(1, date(2026, 3, 1), (Star(1, 0, 1, "Ana"),), ()))
    0
    """
    return sum(1 for _each in _candidates(sky, _touches(sky)))


def _champions(sky: Sky) -> Iterator[tuple[Star, date | None]]:
    for star in sky.stars:
        held = next((role for role in star.roles if role.role == CHAMPION_ROLE), None)
        if held is not None and star.is_present(sky.as_of):
            yield star, held.since


def _candidates(
    sky: Sky, of_star: Mapping[int, Sequence[Touch]]
) -> Iterator[tuple[Star, tuple[CandidateReason, ...], Behaviour]]:
    made, held = set(personas(sky).candidates), {star.id for star, _since in _champions(sky)}
    for star in sky.stars:
        if star.is_present(sky.as_of) and star.id not in held:
            behaviour = _behaviour(of_star.get(star.id, ()))
            if reasons := _reasons(star, behaviour, has_persona=star.id in made):
                yield star, reasons, behaviour


def next_step(steps: Sequence[int], taken: Mapping[int, date], since: date | None) -> NextStep | None:
    """The first step that somebody has not had, in the order of the programme.

    Parameters
    ----------
    steps : sequence of int
        Ids of the steps in order.
    taken : mapping of int to date
        When each was had; a step may be skipped and stays next until it is had.
    since : date or None
        Since when they are a champion: the first step waits from there.

    Returns
    -------
    NextStep or None
        Since the latest step that was had. None once all were.

    Examples
    --------
    >>> next_step([7, 8, 9], {7: date(2026, 1, 5)}, None)
    NextStep(place=1, since=datetime.date(2026, 1, 5))
    """
    place = next((place for place, step in enumerate(steps) if step not in taken), None)
    return None if place is None else NextStep(place, max(taken.values(), default=since))


def _touches(sky: Sky) -> Mapping[int, list[Touch]]:
    found: dict[int, list[Touch]] = {}
    for touch in sky.touches:
        if (sky.as_of - touch.on).days <= WITHIN_DAYS:
            for star_id in touch.stars:
                found.setdefault(star_id, []).append(touch)
    return found


def _behaviour(touches: Sequence[Touch]) -> Behaviour:
    two_way = [touch for touch in touches if touch.is_two_way]
    return Behaviour(
        len(two_way),
        sum(touch.kind in SESSION_KINDS for touch in two_way),
        len(two_way) / len(touches) if len(touches) >= TRIES else None,
    )


def _reasons(star: Star, behaviour: Behaviour, *, has_persona: bool) -> tuple[CandidateReason, ...]:
    shown = {
        CandidateReason.TAKES_PART: behaviour.two_way_count >= OFTEN,
        CandidateReason.SESSIONS: behaviour.session_count >= SESSIONS,
        CandidateReason.ANSWERS: (behaviour.answered_share or 0) >= ANSWERED_SHARE,
    }
    found = tuple(reason for reason, is_shown in shown.items() if is_shown)
    if has_persona:
        return (CandidateReason.PERSONA, *found)
    is_negative = star.assessed is not None and (star.assessed.sentiment or 0) < 0
    return found if len(found) >= REASONS_WITHOUT_PERSONA and not is_negative else ()
