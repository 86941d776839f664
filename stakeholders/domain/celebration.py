"""Whether the whole customer team is celebrated, not one hero: who was recognised, who never.

Source: mission.md S0.7 and design.md, "Celebration".
"""

from typing import Final, NamedTuple

from stakeholders.domain.evidence import Fact, FactKind
from stakeholders.domain.sky import Sky, Star

# design.md, "Celebration".
WITHIN_DAYS: Final = 365


class Celebration(NamedTuple):
    """`share` in [0, 1] of the present stars recognised within 365 days; None with nobody present.

    `recognised_ids` are those, `earlier_ids` were recognised only longer ago, `never_ids` never: stakeholder ids in
    the order of the sky.
    """

    share: float | None
    recognised_ids: tuple[int, ...]
    earlier_ids: tuple[int, ...]
    never_ids: tuple[int, ...]
    evidence: tuple[Fact, ...]


def celebration(sky: Sky) -> Celebration:
    """Who of those present was recognised within a year, earlier, or never.

    Parameters
    ----------
    sky : Sky
        Each star carries its latest recognition on or before the date of the sky.

    Returns
    -------
    Celebration
        A recognition counts on the day itself and up to 365 days after. Nothing here is assumed.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Recognised
    >>> ana = Star(1, 0, 1, "Ana", recognised=Recognised(9, date(2026, 1, 5)))
    >>> found = celebration(Sky(1, date(2026, 3, 1), (ana, Star(2, 1, 2, "Bob")), ()))
    >>> found.share, found.recognised_ids, found.never_ids
    (0.5, (1,), (2,))
    """
    present = [star for star in sky.stars if star.is_present(sky.as_of)]
    recent = [star for star in present if _is_recent(star, sky)]
    return Celebration(
        len(recent) / len(present) if present else None,
        tuple(star.id for star in recent),
        tuple(star.id for star in present if star.recognised and not _is_recent(star, sky)),
        tuple(star.id for star in present if star.recognised is None),
        tuple(dict.fromkeys(Fact(FactKind.RECOGNITION, star.recognised.fact_id) for star in recent if star.recognised)),
    )


def _is_recent(star: Star, sky: Sky) -> bool:
    return star.recognised is not None and (sky.as_of - star.recognised.on).days <= WITHIN_DAYS
