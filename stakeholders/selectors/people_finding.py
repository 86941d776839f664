"""Find people by the beginnings of words, accents folded: at an account, or across all one may see."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import Account, User
from accounts.selectors.finding import prefix_query
from accounts.visibility import Viewer
from csm.foundation.clock import today
from stakeholders.domain.folding import folded, search_words
from stakeholders.models import Person, Stakeholder
from stakeholders.models.people import NAME_VECTOR

OPTIONS = 8


def find_people(queryset: "QuerySet[Person]", words: str) -> "QuerySet[Person]":
    """The persons of a queryset with words in name or e-mail that begin so; all of them without words."""
    if not words.strip():
        return queryset
    query = prefix_query(search_words(words))
    return queryset.none() if query is None else queryset.alias(name_vector=NAME_VECTOR).filter(name_vector=query)


def best_first(words: str) -> Case:
    """Order persons whose whole name begins with the words first."""
    begins = Q(name__istartswith=words.strip())
    return Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())


def people_like(viewer: Viewer, words: str, without: Collection[int] = (), limit: int = 5) -> list[Person]:
    """Persons the viewer sees whom these words find, best first; some left out by id."""
    if not words.strip():
        return []
    mine: Any = Person.objects.visible_to(viewer).exclude(pk__in=without)
    return list(find_people(mine, words).order_by(best_first(words), "name", "pk")[:limit])


def present_people(account: Account) -> "QuerySet[Stakeholder]":
    """Everybody standing at an account who has not left by today, by name."""
    rows = Stakeholder.objects.standing().filter(account_id=account.pk).exclude(left_on__lte=today())
    return rows.select_related("person").order_by("person__name", "pk")


def alike_here(account: Account, name: str) -> list[Stakeholder]:
    """Who is on the map of an account under the same name, accents and capitals aside."""
    wanted = _words(name)
    return [row for row in present_people(account) if _words(row.person.name) == wanted]


def people_called(account: Account, name: str, email: str, limit: int = 5) -> list[Stakeholder]:
    """Who at an account may be meant by what was typed so far: by the beginnings of words, or by the whole e-mail."""
    address = email.strip().lower()
    rows = present_people(account)
    named = (row for row in rows if begins(row.person.name, name) or address == (row.person.email or "").lower() != "")
    return list(named)[:limit]


def _words(name: str) -> list[str]:
    return sorted(folded(name).split())


def options_here(account: Account, words: str, limit: int = OPTIONS) -> list[Stakeholder]:
    """People at an account whose words begin so, those who left last."""
    rows = Stakeholder.objects.standing().filter(account_id=account.pk).select_related("person")
    found = [row for row in rows if begins(row.person.name, words)]
    return sorted(found, key=_present_first)[:limit]


def _present_first(row: Stakeholder) -> tuple[bool, str]:
    return row.left_on is not None and row.left_on <= today(), folded(row.person.name)


def begins(name: str, words: str) -> bool:
    """Whether each of the words begins a word of the name."""
    parts = folded(name).replace("-", " ").split()
    wanted = folded(words).split()
    return bool(wanted) and all(any(part.startswith(word) for part in parts) for word in wanted)


def our_options(words: str, limit: int = OPTIONS) -> Sequence[User]:
    """Our people whose words begin so, active ones first."""
    rows: Iterable[User] = User.objects.order_by("-is_active", "name", "pk")
    return [user for user in rows if begins(user.name, words)][:limit]
