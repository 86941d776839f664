"""Who is a buyer, a power user, a potential champion: the two axes of a star's latest assessment.

Source: mission.md S2.1 and design.md, "Persona". Advocacy, budget and volume of use are deliberately not axes, and
roles are not read: a persona is what we think of someone, a role is what they do.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.evidence import Fact, assessment_facts
from stakeholders.domain.sky import Assessed, Sky, Star

# An axis is high from the middle of 0-10 (design.md, "Persona").
HIGH_FROM: Final = 5.0
AXES: Final = ("authority", "influence", "importance")
CHAMPION_ROLE: Final = "champion"


class Persona(StrEnum):
    """Where a star stands: high in authority and influence (x), high in importance to their job (y), both, neither."""

    BUYER = "buyer"
    CHAMPION_POTENTIAL = "champion_potential"
    POWER_USER = "power_user"
    OBSERVER = "observer"
    NOT_PLACED = "not_placed"


# The personas an account wants at least one of; an observer is nobody's lack.
WANTED: Final = (Persona.BUYER, Persona.CHAMPION_POTENTIAL, Persona.POWER_USER)


class Placed(NamedTuple):
    """A star on the two axes, each 0-10 or None where unknown; `missing` and `assumed` name inputs of the axes."""

    star_id: int
    persona: Persona
    x: float | None
    y: float | None
    missing: tuple[str, ...]
    assumed: tuple[str, ...]
    evidence: tuple[Fact, ...]


class Personas(NamedTuple):
    """The personas of an account.

    `lacking` are the wanted personas that no present star is placed in: certain only when `not_placed_count` is 0.
    `candidates` are the champion potentials who hold no champion role and are not known to be negative.
    """

    placed: tuple[Placed, ...]
    lacking: tuple[Persona, ...]
    not_placed_count: int
    candidates: tuple[int, ...]


def place(star: Star) -> Placed:
    """Place one star by their latest assessment.

    Parameters
    ----------
    star : Star
        The star; only `assessed` is read.

    Returns
    -------
    Placed
        x is the mean of authority and influence, y the importance of the product to their job, high from 5. An axis
        with an unknown input is unknown, never 0 or the middle, and a star with an unknown axis is not placed.

    Examples
    --------
    >>> from datetime import date
    >>> known = Assessed(9, 8, 3, 2, None, frozenset({"influence"}), date(2026, 1, 1))
    >>> placed = place(Star(1, 0, 1, "Ana", assessed=known))
    >>> placed.persona.value, placed.x, placed.y, placed.assumed
    ('buyer', 5.5, 2.0, ('influence',))
    >>> place(Star(2, 1, 2, "Bob")).missing
    ('authority', 'influence', 'importance')
    """
    thought = star.assessed
    if thought is None:
        return Placed(star.id, Persona.NOT_PLACED, None, None, AXES, (), ())
    x, y = _x(thought), _y(thought)
    missing = tuple(axis for axis in AXES if getattr(thought, axis) is None)
    assumed = tuple(axis for axis in AXES if axis in thought.assumed and axis not in missing)
    return Placed(star.id, persona_at(x, y), x, y, missing, assumed, assessment_facts(star, *AXES))


def persona_at(x: float | None, y: float | None) -> Persona:
    """The persona at a point of the two axes, each 0-10 or None.

    >>> [persona_at(x, y).value for x, y in [(5, 4.9), (5, 5), (4.9, 5), (0, 0), (None, 9)]]
    ['buyer', 'champion_potential', 'power_user', 'observer', 'not_placed']
    """
    if x is None or y is None:
        return Persona.NOT_PLACED
    if x >= HIGH_FROM:
        return Persona.CHAMPION_POTENTIAL if y >= HIGH_FROM else Persona.BUYER
    return Persona.POWER_USER if y >= HIGH_FROM else Persona.OBSERVER


def personas(sky: Sky) -> Personas:
    """Place every present star and say which personas the account lacks.

    Parameters
    ----------
    sky : Sky
        The map.

    Returns
    -------
    Personas
        In the order of the stars; see there.

    Examples
    --------
    >>> from datetime import date
    >>> known = Assessed(9, 8, 8, 8, 1, frozenset(), date(2026, 1, 1))
    >>> sky = Sky(1, date(2026, 3, 1), (Star(1, 0, 1, "Ana", assessed=known), Star(2, 1, 2, "Bob")), ())
    >>> found = personas(sky)
    >>> [persona.value for persona in found.lacking], found.not_placed_count, found.candidates
    (['buyer', 'power_user'], 1, (1,))
    """
    present = [star for star in sky.stars if star.is_present(sky.as_of)]
    placed = tuple(place(star) for star in present)
    there = [each.persona for each in placed]
    return Personas(
        placed,
        tuple(persona for persona in WANTED if persona not in there),
        there.count(Persona.NOT_PLACED),
        tuple(star.id for star, persona in zip(present, there, strict=True) if _is_candidate(star, persona)),
    )


def _x(thought: Assessed) -> float | None:
    if thought.authority is None or thought.influence is None:
        return None
    return (thought.authority + thought.influence) / 2


def _y(thought: Assessed) -> float | None:
    return None if thought.importance is None else float(thought.importance)


def _is_candidate(star: Star, persona: Persona) -> bool:
    is_negative = star.assessed is not None and (star.assessed.sentiment or 0) < 0
    is_champion = any(held.role == CHAMPION_ROLE for held in star.roles)
    return persona == Persona.CHAMPION_POTENTIAL and not is_champion and not is_negative
