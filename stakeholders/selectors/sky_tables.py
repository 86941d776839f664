"""The sky said in tables: who knows whom, the persona quadrant, and the list with everything the picture shows."""

from typing import NamedTuple

from stakeholders.domain import name_places
from stakeholders.domain.cadence import Promise
from stakeholders.domain.evidence import assumed_of
from stakeholders.domain.name_places import Written
from stakeholders.domain.persona import Persona, Placed
from stakeholders.domain.sky import Ours, Star
from stakeholders.domain.strength import Relationship
from stakeholders.models.words import LEVEL_LABELS, SENTIMENT_LABELS
from stakeholders.selectors.constellation import strongest
from stakeholders.selectors.reading import Reading
from stakeholders.selectors.wording import persona_label

TEN = 10.0


class MatrixRow(NamedTuple):
    """One of their people against each of ours; None where the two never met."""

    star: Star
    roles: str
    cells: tuple[Relationship | None, ...]
    is_gap: bool


class Matrix(NamedTuple):
    users: tuple[Ours, ...]
    rows: tuple[MatrixRow, ...]
    gaps: int


def coverage_matrix(reading: Reading) -> Matrix:
    """Our people across, theirs down; a row without any live relationship is a gap."""
    sky = reading.found.sky
    users = tuple(user for user in sky.ours if user.is_active)
    known = {(each.user_id, each.star_id): each for each in reading.found.known}
    rows = []
    for star in _present(reading):
        cells = tuple(known.get((user.id, star.id)) for user in users)
        is_gap = not any(cell and cell.is_live for cell in cells)
        rows.append(MatrixRow(star, role_names(reading, star), cells, is_gap))
    rows.sort(key=lambda row: (not _decides(row.star), not row.star.roles, row.star.name))
    return Matrix(users, tuple(rows), sum(row.is_gap for row in rows))


class Spot(NamedTuple):
    """A star in the quadrant; where it and its name are drawn in per cent of the square, from the left and the top."""

    star: Star
    placed: Placed
    at: Written


class Quadrant(NamedTuple):
    spots: tuple[Spot, ...]
    not_placed: tuple[tuple[Star, Placed], ...]
    lacking: tuple[str, ...]
    candidates: tuple[Star, ...]


def quadrant(reading: Reading) -> Quadrant:
    """Everybody placed by authority and influence (x) and importance of the product to their job (y)."""
    found: list[tuple[Star, Placed, name_places.Spot]] = []
    missing: list[tuple[Star, Placed]] = []
    for placed in reading.personas.placed:
        star = reading.stars[placed.star_id]
        if placed.persona is Persona.NOT_PLACED or placed.x is None or placed.y is None:
            missing.append((star, placed))
        else:
            point = name_places.Spot(star.name, 100 * placed.x / TEN, 100 - 100 * placed.y / TEN)
            found.append((star, placed, point))
    written = name_places.write_names([point for _star, _placed, point in found])
    spots = [Spot(star, placed, at) for (star, placed, _point), at in zip(found, written, strict=True)]
    lacking = tuple(persona_label(persona) for persona in reading.personas.lacking)
    candidates = tuple(reading.stars[star_id] for star_id in reading.personas.candidates)
    return Quadrant(tuple(spots), tuple(missing), lacking, candidates)


class ListRow(NamedTuple):
    """All the picture says of one star, in words."""

    star: Star
    level: str
    roles: str
    persona: str
    influence: int | None
    authority: int | None
    sentiment: str
    assumed: bool
    best: Relationship | None
    best_user: str
    promise: Promise | None
    is_key: bool
    leverage: float


def people_list(reading: Reading) -> list[ListRow]:
    """Everybody present and those who left within the days they are drawn, present first."""
    best = strongest(reading.found.known)
    promises = {promise.star_id: promise for promise in reading.found.promises}
    keys = set(reading.found.threads.key_persons)
    leverage = reading.found.survival.leverage if reading.found.survival else {}
    placed = {each.star_id: each.persona for each in reading.personas.placed}
    return [
        ListRow(
            star=star,
            level=str(LEVEL_LABELS[star.level]) if star.level else "",
            roles=role_names(reading, star),
            persona=persona_label(placed.get(star.id, Persona.NOT_PLACED)),
            influence=star.assessed.influence if star.assessed else None,
            authority=star.assessed.authority if star.assessed else None,
            sentiment=_sentiment(star),
            assumed=bool(assumed_of(star).number),
            best=best.get(star.id),
            best_user=reading.users[best[star.id].user_id] if star.id in best else "",
            promise=promises.get(star.id),
            is_key=star.id in keys,
            leverage=leverage.get(star.id, 0.0),
        )
        for star in sorted(reading.found.sky.stars, key=lambda each: (each.left_on is not None, each.name))
    ]


def role_names(reading: Reading, star: Star) -> str:
    return ", ".join(reading.catalogue.roles[held.role].name for held in star.roles)


def _sentiment(star: Star) -> str:
    if star.assessed is None or star.assessed.sentiment is None:
        return ""
    return str(SENTIMENT_LABELS[star.assessed.sentiment])


def _present(reading: Reading) -> list[Star]:
    sky = reading.found.sky
    return [star for star in sky.stars if star.is_present(sky.as_of)]


def _decides(star: Star) -> bool:
    return any(held.decides for held in star.roles)
