"""Whom an action is done to: the people one is looking at, or those that words find."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.registry import Aim, Hit
from stakeholders.models import Person, Stakeholder
from stakeholders.selectors.people_finding import begins, best_first, find_people
from stakeholders.selectors.search_people import hits_of

NAMED = 20


def people_known(viewer: Viewer, ids: Sequence[int]) -> Mapping[int, Hit]:
    """Those of some persons that the viewer sees, as search shows them, in one query."""
    mine: Any = Person.objects.visible_to(viewer)
    return hits_of(viewer, mine.filter(pk__in=ids))


def stakeholder_here(viewer: Viewer, kwargs: Mapping[str, Any], writes: bool) -> Aim | None:
    """The one whom a page is about; on the page of a person their one position that the viewer reaches."""
    named = {"pk": kwargs["stakeholder_id"]} if "stakeholder_id" in kwargs else {"person_id": kwargs.get("person_id")}
    if not all(named.values()):
        return None
    rows = list(_present(viewer, writes).filter(**named)[:2])
    return _aim(rows[0]) if len(rows) == 1 else None


def stakeholder_aims(viewer: Viewer, words: str, limit: int, kwargs: Mapping[str, Any], writes: bool) -> list[Aim]:
    """People that an action can be done to: those of the page's account first, then whoever words find elsewhere."""
    account_id = kwargs.get("account_id")
    present = _present(viewer, writes)
    here: Iterable[Stakeholder] = present.filter(account_id=account_id).order_by("person__name") if account_id else ()
    fitting = [row for row in here if not words or begins(row.person.name, words)][:limit]
    elsewhere = _named(viewer, words, present) if words and len(fitting) < limit else []
    others = [row for row in elsewhere if row.account_id != account_id]
    return [_aim(row) for row in [*fitting, *others][:limit]]


def _present(viewer: Viewer, writes: bool) -> "QuerySet[Stakeholder]":
    rows: Any = Stakeholder.objects.editable_by(viewer) if writes else Stakeholder.objects.visible_to(viewer)
    found: QuerySet[Stakeholder] = rows.exclude(left_on__lte=today()).select_related("person", "account")
    return found


def _named(viewer: Viewer, words: str, present: "QuerySet[Stakeholder]") -> list[Stakeholder]:
    """Persons are found first: their index knows the words, and few of them are left for the join."""
    mine: Any = Person.objects.visible_to(viewer)
    persons = list(
        find_people(mine, words).order_by(best_first(words), "name", "pk").values_list("pk", flat=True)[:NAMED]
    )
    rows = {row.person_id: row for row in present.filter(person_id__in=persons).order_by("pk")}
    return [rows[pk] for pk in persons if pk in rows]


def _aim(row: Stakeholder) -> Aim:
    return Aim(row.person.name, row.account.name, (row.account_id, row.pk))
