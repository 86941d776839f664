"""People among all that the viewer may see: for the search box, and a page at a time for the list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.extras import Extra
from accounts.selectors.extras import extra_sorts
from accounts.visibility import Viewer, visible_account_ids
from csm.foundation.clock import today
from csm.foundation.facts import valid_at_q
from csm.foundation.paging import Sort
from csm.foundation.registry import Hit
from stakeholders.models import Person, Position, RoleHolding, Stakeholder
from stakeholders.selectors.people_finding import best_first, find_people
from stakeholders.selectors.person_reading import seats_of

DEFAULT_SORT = "name"
IN_INDEX_ORDER = {"name": Sort("name", is_nullable=False)}
# Sorted by an expression that no index knows, the database finds first and sorts what it found, instead of walking
# everybody by name until enough of them fit: with 250,000 people 20 ms instead of seconds.
FOUND_FIRST = {"name": Sort("name_to_sort", is_nullable=False)}
MOST_COUNTED = 10_000


def person_hits(viewer: Viewer, words: str, limit: int) -> list[Hit]:
    """What the search box shows of people, those whose whole name begins with the words first, in one query."""
    mine: Any = Person.objects.visible_to(viewer)
    found = find_people(mine, words).annotate(place=_place(viewer)).order_by(best_first(words), "name", "pk")
    return [_hit(person) for person in found[:limit]]


def hits_of(viewer: Viewer, persons: "QuerySet[Person]") -> dict[int, Hit]:
    """Persons as search shows them, by id, in one query."""
    return {person.pk: _hit(person) for person in persons.annotate(place=_place(viewer))}


def _place(viewer: Viewer) -> Any:
    """The account where they are, among those the viewer sees; the latest where there are several."""
    here: Any = Stakeholder.objects.visible_to(viewer).filter(person_id=OuterRef("pk"))
    return here.order_by(F("left_on").desc(nulls_first=True), "-pk").values("account__name")[:1]


def _hit(person: Any) -> Hit:
    detail = ", ".join(one for one in (person.place, person.email) if one) or _("Person")
    return Hit(person.name, detail, reverse("stakeholders:person", args=[person.pk]))


def found_first(persons: "QuerySet[Person]") -> "QuerySet[Person]":
    """Persons with what they are sorted by when found first."""
    return persons.annotate(name_to_sort=Concat("name", Value("")))


def person_sorts(extras: Sequence[Extra], *, is_narrowed: bool) -> dict[str, Sort]:
    """What the list of people can be sorted by."""
    return {**(FOUND_FIRST if is_narrowed else IN_INDEX_ORDER), **extra_sorts(extras)}


def counted(persons: "QuerySet[Person]") -> int:
    """How many they are; one more than the most that is counted where they are more."""
    return len(persons.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])


def persons_in_order(keys: Sequence[int], viewer: Viewer) -> list[Person]:
    """Persons with their seats that the viewer sees, in the order of their ids, in three queries."""
    held = Person.objects.in_bulk(keys)
    persons = [held[key] for key in keys if key in held]
    for person, seats in seats_of(persons, viewer, today()):
        person.seats = seats  # type: ignore[attr-defined]
    return persons


def people_wanted(viewer: Viewer, wanted: dict[str, Any]) -> "QuerySet[Person]":
    """The persons with words, role, level or presence as asked for, at an account that the viewer sees."""
    persons: QuerySet[Person] = Person.objects.standing()
    if words := wanted.get("q", ""):
        persons = find_people(persons, words)
    seat = _seats(viewer, wanted)
    return persons if seat is None else persons.filter(Exists(seat))


def _seats(viewer: Viewer, wanted: dict[str, Any]) -> "QuerySet[Stakeholder] | None":
    """Who holds a position as asked for; None where any will do and the viewer sees everybody."""
    conditions = _presence(wanted.get("presence", "")) & _level(wanted.get("level", "")) & _role(wanted.get("role", ""))
    if visible_account_ids(viewer) is None and not conditions:
        return None
    mine: QuerySet[Stakeholder] = Stakeholder.objects.visible_to(viewer)
    return mine.filter(conditions, person_id=OuterRef("pk"))


def _presence(presence: str) -> Q:
    gone = Q(left_on__lte=today())
    return {"here": ~gone, "left": gone}.get(presence, Q())


def _level(level: str) -> Q:
    if not level:
        return Q()
    held = Position.objects.standing().filter(valid_at_q(today()), stakeholder_id=OuterRef("pk"), level=level)
    return Q(Exists(held))


def _role(role: str) -> Q:
    if not role:
        return Q()
    held = RoleHolding.objects.standing().filter(valid_at_q(today()), stakeholder_id=OuterRef("pk"), role__key=role)
    return Q(Exists(held))


def roles_of(stakeholders: Sequence[Stakeholder]) -> dict[int, list[RoleHolding]]:
    """The roles these hold today, most decisive first, in one query."""
    rows = RoleHolding.objects.valid_at(today()).filter(stakeholder__in=stakeholders).select_related("role")
    found: dict[int, list[RoleHolding]] = {}
    for row in rows.order_by("role__position", "pk"):
        found.setdefault(row.stakeholder_id, []).append(row)
    return found
