"""The constellation as the page draws it: the sky at a date with places, lines and routes, as plain JSON.

The shape is the contract of `static/js/map/contract.js`. In customer view nothing internal is put in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from accounts.models import Account, Role
from accounts.selectors.jobs import job_names
from csm.foundation.templatetags.wording import in_words
from stakeholders.domain.evidence import assumed_of, stated_department
from stakeholders.domain.findings import Findings
from stakeholders.domain.layout import Layout, Point, layout
from stakeholders.domain.persona import place
from stakeholders.domain.routes import find_routes
from stakeholders.domain.sky import Ours, Sky, Star
from stakeholders.domain.strength import Relationship, StrengthLabel
from stakeholders.models import StarPlace
from stakeholders.models.words import LEVEL_LABELS
from stakeholders.selectors.constellation_lines import lines_between, lines_to

FADING_DAYS = 180  # a star who left has faded out after so many days
BRIGHTNESS = ((7, 3), (4, 2), (0, 1))  # influence from -> step


@dataclass(frozen=True)
class Words:
    """The catalogue's words, by key."""

    roles: Mapping[str, Role]
    jobs: Mapping[str, str]


def words() -> Words:
    """The catalogue of roles and jobs, in two queries."""
    return Words(
        roles={role.key: role for role in Role.objects.all()},
        jobs=job_names(),
    )


@dataclass(frozen=True)
class Arrangement:
    """Where everybody stands: `pinned` by hand, `fresh` for the first time, the others where they were drawn before."""

    places: Layout
    pinned: frozenset[int]
    fresh: Mapping[int, Point]


def arrangement(sky: Sky, sky_today: Sky | None = None) -> Arrangement:
    """Arrange a sky around the places that are kept. One query.

    A past sky is drawn in the places of `sky_today`, so that sliding through dates moves nobody.
    """
    rows = StarPlace.objects.filter(account_id=sky.account_id).values_list("stakeholder_id", "x", "y", "is_pinned")
    kept = {star_id: (Point(x, y), is_pinned) for star_id, x, y, is_pinned in rows}
    known = {star_id: point for star_id, (point, _is_pinned) in kept.items()}
    usual = known if sky_today is None else {**layout(sky_today, known).stars, **known}
    places = layout(sky, usual)
    return Arrangement(
        places,
        frozenset(star_id for star_id, (_point, is_pinned) in kept.items() if is_pinned),
        {star_id: point for star_id, point in places.stars.items() if star_id not in known},
    )


def picture(
    account: Account,
    found: Findings,
    catalogue: Words,
    urls: Mapping[str, str | None],
    *,
    for_customer: bool,
    arranged: Arrangement,
) -> dict[str, Any]:
    """Everything the browser draws, and in customer view nothing else."""
    sky, places = found.sky, arranged.places
    shown = [star for star in sky.stars if fade(star, sky) < 1 and not (for_customer and star.left_on)]
    routes = find_routes(found.network)
    lines = lines_between({star.id for star in shown}, found, routes, for_customer=for_customer)
    thoughts = None if for_customer else _Thoughts(catalogue, found)
    return {
        "account": {"id": account.pk, "name": account.name},
        "as_of": sky.as_of.isoformat(),
        "as_of_label": formats.date_format(sky.as_of, "DATE_FORMAT"),
        "customer_view": for_customer,
        "stars": [{**_place(star, sky, arranged), **_said_of(star, thoughts)} for star in shown],
        "ours": [_ours(each, places, catalogue) for each in sky.ours if each.is_active],
        "lines": lines,
        "urls": dict(urls),
        **({} if for_customer else {"routes": lines_to(found, routes, lines)}),
    }


def fade(star: Star, sky: Sky) -> float:
    """0 for who is present and on the day they left, 1 once they have faded out."""
    if star.left_on is None:
        return 0.0
    return min(1.0, (sky.as_of - star.left_on).days / FADING_DAYS)


def _place(star: Star, sky: Sky, arranged: Arrangement) -> dict[str, Any]:
    point = arranged.places.stars.get(star.id)
    return {
        "id": star.id,
        "number": star.number,
        "name": star.name,
        "title": star.title,
        "department": star.department,
        "is_present": star.is_present(sky.as_of),
        "left_on": star.left_on.isoformat() if star.left_on else None,
        "fade": round(fade(star, sky), 3),
        "x": point.x if point else None,
        "y": point.y if point else None,
        "pinned": star.id in arranged.pinned,
    }


def _said_of(star: Star, thoughts: "_Thoughts | None") -> dict[str, Any]:
    """What is written at a star beside its place: to customers no department that a rule guessed."""
    return thoughts.of(star) if thoughts else {"department": stated_department(star)}


class _Thoughts:
    """What we know and think of a star, which no customer sees."""

    def __init__(self, catalogue: Words, found: Findings) -> None:
        self.catalogue = catalogue
        self.found = found
        self.best = strongest(found.known)
        self.key_persons = set(found.threads.key_persons)

    def of(self, star: Star) -> dict[str, Any]:
        thought, best = star.assessed, self.best.get(star.id)
        return {
            "level": star.level.value if star.level else "",
            "level_label": str(LEVEL_LABELS[star.level]) if star.level else "",
            "leaves": leaves_in_words(star, self.found.sky.as_of),
            "roles": [self._role(star, held.role, held.basis == "assumed") for held in star.roles],
            "ring": self._ring(star),
            "influence_step": step(thought.influence if thought else None),
            "authority": thought.authority if thought else None,
            "sentiment": thought.sentiment if thought else None,
            "is_key": star.id in self.key_persons,
            "is_assumed": assumed_of(star).has_marks,
            "persona": place(star).persona.value,
            "best_strength": round(best.strength, 3) if best else None,
            "label_strength": best.label.value if best else StrengthLabel.NONE.value,
        }

    def _role(self, star: Star, key: str, is_assumed: bool) -> dict[str, Any]:
        role = self.catalogue.roles[key]
        return {
            "key": key,
            "label": role.name,
            "letter": role.letter,
            "decides": role.decides,
            "is_assumed": is_assumed,
            "is_orphaned": not star.is_present(self.found.sky.as_of),
        }

    def _ring(self, star: Star) -> dict[str, str] | None:
        held = [self.catalogue.roles[each.role] for each in star.roles]
        if not held:
            return None
        most = min(held, key=lambda role: (role.position, role.name))
        return {"letter": most.letter, "label": most.name}


def leaves_in_words(star: Star, as_of: date) -> str:
    """When somebody leaves who said so, seen from the date of the sky; empty for everybody else."""
    return gettext("leaves %(when)s") % {"when": in_words(star.leaves_on, as_of)} if star.leaves_on else ""


def step(influence: int | None) -> int | None:
    """Brightness in three steps; unknown stays unknown."""
    if influence is None:
        return None
    return next(number for least, number in BRIGHTNESS if influence >= least)


def strongest(known: Iterable[Relationship]) -> dict[int, Relationship]:
    """The strongest relationship of each star."""
    best: dict[int, Relationship] = {}
    for each in known:
        if each.star_id not in best or each.strength > best[each.star_id].strength:
            best[each.star_id] = each
    return best


def _ours(user: Ours, places: Layout, catalogue: Words) -> dict[str, Any]:
    point = places.users.get(user.id)
    return {
        "id": user.id,
        "name": user.name,
        "jobs": [catalogue.jobs.get(job, job) for job in user.jobs],
        "x": point.x if point else None,
        "y": point.y if point else None,
    }
