"""People who look like one: those of one account compared among each other, and equal names across accounts.

Everything is read set by set: some hundred accounts at a time, and for names one statement that groups them. A name
that more people share than `LARGEST_GROUP` says nothing and is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.doubles import POSSIBLE_FROM, Reason
from csm.foundation.clock import today
from csm.foundation.merging import Card, Found
from stakeholders.domain.folding import INDEXED
from stakeholders.domain.person_doubles import Candidate, Place, doubles_here, judge
from stakeholders.models import Person, Position, Stakeholder
from stakeholders.selectors.people_finding import people_like

ACCOUNTS_AT_ONCE: Final = 250
LARGEST_GROUP: Final = 12
GROUPS_AT_ONCE: Final = 1000
CHOICES: Final = 8

# The people of accounts with their stays; the title is the latest one.
PEOPLE = """
    SELECT s.account_id, a.name, a.domain, p.id, p.name, coalesce(p.email, ''), p.phone, s.joined_on, s.left_on,
           coalesce((SELECT o.title FROM stakeholders_position o WHERE o.stakeholder_id = s.id
                     AND o.retracted_at IS NULL ORDER BY o.valid_from DESC NULLS LAST LIMIT 1), '')
    FROM stakeholders_stakeholder s
    JOIN stakeholders_person p ON p.id = s.person_id AND p.retracted_at IS NULL
    JOIN accounts_account a ON a.id = s.account_id AND a.retracted_at IS NULL
    WHERE s.retracted_at IS NULL AND {which}
    ORDER BY s.account_id, s.id
"""
# Names written with the same words, whatever their order, accents and capitals; who they are, by name.
SAME_NAMES = """
    SELECT array_agg(id ORDER BY id) FROM (
        SELECT id, (SELECT string_agg(word, ' ' ORDER BY word)
                    FROM unnest(string_to_array(translate(lower(name), %(signs)s, %(plain)s), ' ')) AS word
                    WHERE word <> '') AS key
        FROM stakeholders_person WHERE retracted_at IS NULL
    ) AS named
    WHERE key LIKE '%% %%'
    GROUP BY key HAVING count(*) BETWEEN 2 AND %(most)s
"""
# The same for the people of some accounts: each is looked up by the words of the name, which are indexed.
SAME_NAMES_OF = """
    SELECT array_agg(DISTINCT other.id ORDER BY other.id)
    FROM stakeholders_person mine
    JOIN stakeholders_person other ON other.retracted_at IS NULL
        AND to_tsvector('simple', coalesce(translate(other.name, %(signs)s, %(plain)s), '') || ' '
            || coalesce(translate(other.email, %(signs)s, %(plain)s), ''))
            @@ plainto_tsquery('simple', translate(mine.name, %(signs)s, %(plain)s))
    WHERE mine.retracted_at IS NULL AND mine.name LIKE '%% %%' AND mine.id IN (
        SELECT person_id FROM stakeholders_stakeholder WHERE retracted_at IS NULL AND account_id = ANY(%(ids)s)
    )
    GROUP BY mine.id HAVING count(*) BETWEEN 2 AND %(most)s
"""


def find_person_doubles(account_ids: Sequence[int] | None) -> Iterator[Found]:
    """People who look like one: everywhere, or those of some accounts with any others."""
    ids = list(account_ids) if account_ids is not None else list(_accounts_with_people())
    for start in range(0, len(ids), ACCOUNTS_AT_ONCE):
        for people in _people_by_account(ids[start : start + ACCOUNTS_AT_ONCE]):
            for one, other, points, reasons in doubles_here(people):
                yield _found(one, other, points, reasons)
    yield from _across(account_ids)


def _accounts_with_people() -> Iterable[int]:
    rows = Stakeholder.objects.standing().order_by("account_id")
    return rows.values_list("account_id", flat=True).distinct()


def _people_by_account(ids: Sequence[int]) -> Iterator[list[Candidate]]:
    found: dict[int, dict[int, Candidate]] = defaultdict(dict)
    for account_id, candidate in _read("s.account_id = ANY(%(ids)s)", ids):
        former = found[account_id].get(candidate.row_id)
        found[account_id][candidate.row_id] = _with_place(former, candidate)
    return (list(people.values()) for people in found.values() if len(people) > 1)


def _read(which: str, ids: Sequence[int]) -> Iterator[tuple[int, Candidate]]:
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE.format(which=which), {"ids": list(ids)})
        rows = cursor.fetchall()
    for account_id, account, domain, pk, name, email, phone, joined_on, left_on, title in rows:
        place = Place(account_id, account, domain, title, joined_on, left_on)
        yield account_id, Candidate(pk, name, email, phone, (place,))


def _with_place(former: Candidate | None, candidate: Candidate) -> Candidate:
    if former is None:
        return candidate
    return Candidate(former.row_id, former.name, former.email, former.phone, (*former.places, *candidate.places))


def _across(account_ids: Sequence[int] | None) -> Iterator[Found]:
    """Equal names at different accounts."""
    groups = list(_same_names(account_ids))
    for start in range(0, len(groups), GROUPS_AT_ONCE):
        some = groups[start : start + GROUPS_AT_ONCE]
        people: dict[int, Candidate] = {}
        for _account, candidate in _read("s.person_id = ANY(%(ids)s)", sorted({pk for ids in some for pk in ids})):
            people[candidate.row_id] = _with_place(people.get(candidate.row_id), candidate)
        for ids in some:
            yield from _judged([people[pk] for pk in ids if pk in people])


def _same_names(account_ids: Sequence[int] | None) -> Iterator[list[int]]:
    signs, plain = INDEXED
    given: dict[str, Any] = {"signs": signs, "plain": plain, "most": LARGEST_GROUP}
    statement = SAME_NAMES if account_ids is None else SAME_NAMES_OF
    with connection.cursor() as cursor:
        cursor.execute(statement, {**given, "ids": None if account_ids is None else list(account_ids)})
        yield from (ids for (ids,) in cursor.fetchall())


def _judged(people: Sequence[Candidate]) -> Iterator[Found]:
    for one, other in combinations(people, 2):
        here = {place.account_id for place in one.places} & {place.account_id for place in other.places}
        points, reasons = (0, ()) if here else judge(one, other, len(people))
        if points >= POSSIBLE_FROM:
            yield _found(one, other, points, reasons)


def _found(one: Candidate, other: Candidate, points: int, reasons: Sequence[Reason]) -> Found:
    first, second = sorted((one, other), key=lambda person: person.row_id)
    accounts = sorted({place.account_id for person in (one, other) for place in person.places})
    return Found(first.row_id, second.row_id, points, reasons, accounts)


def person_cards(viewer: Any, ids: Sequence[int]) -> Mapping[int, Card]:
    """People as lists of doubles show them, with their places that the viewer sees, in three queries."""
    persons = Person.objects.visible_to(viewer).filter(pk__in=ids)
    stays = list(Stakeholder.objects.visible_to(viewer).filter(person_id__in=ids).select_related("account"))
    titles: dict[int, str] = {}
    latest = Position.objects.standing().filter(stakeholder__in=stays).order_by(F("valid_from").desc(nulls_last=True))
    for stay_id, title in latest.values_list("stakeholder_id", "title"):
        titles.setdefault(stay_id, title)
    places: dict[int, list[str]] = defaultdict(list)
    for stay in stays:
        where = ", ".join(one for one in (titles.get(stay.pk, ""), stay.account.name) if one)
        has_left = stay.left_on is not None and stay.left_on <= today()
        places[stay.person_id].append(_("%(where)s (left)") % {"where": where} if has_left else where)
    return {
        row.pk: Card(
            row.pk,
            row.name,
            reverse("stakeholders:person", args=[row.pk]),
            [*places[row.pk], *(one for one in (row.email, row.phone) if one)],
        )
        for row in persons
    }


def person_choices(viewer: Any, words: str, without: int) -> Sequence[Card]:
    """People that the viewer sees whom these words find."""
    found = people_like(viewer, words, [without], CHOICES)
    cards = person_cards(viewer, [row.pk for row in found])
    return [cards[row.pk] for row in found]


def reasons_in_words(reasons: Iterable[Sequence[Any]]) -> Sequence[str]:
    """Why two people look alike, or what speaks against it."""
    return [_worded(str(key), list(named)) for key, _points, named in reasons]


def _worded(key: str, named: list[str]) -> str:
    first, second = [*named, "", ""][:2]
    words = {
        "same_name": _("the same name"),
        "title": _("the same name, once with a title"),
        "swapped_name": _("first and last name swapped"),
        "spelled_name": _("the same name spelled another way"),
        "fuller_name": _("one name is longer, the rest is the same"),
        "nickname": _("a short form of the same name"),
        "initial": _("the first name is an initial of the other"),
        "typo": _("the same name but for a typing slip"),
        "name_is_address": _("one is named like the e-mail of the other"),
        "same_account": _("both at %(first)s"),
        "same_title": _("the same title, %(first)s"),
        "moved": _("left %(first)s about when they came to %(second)s"),
        "different_customers": _("but at different customers"),
        "common_name": _("but %(first)s people are called so"),
        "one_email": _("only one has an e-mail"),
        "no_email": _("neither has an e-mail"),
        "email_fits": _("%(first)s fits %(second)s"),
        "email_of_the_other": _("%(first)s is an address of %(second)s"),
        "same_local_part": _("both e-mails begin with %(first)s"),
        "numbered_emails": _("but numbered e-mails of one company: %(first)s and %(second)s"),
        "both_emails_fit": _("both e-mails fit the name"),
        "different_emails": _("but different e-mails: %(first)s and %(second)s"),
        "same_phone": _("the same phone number, %(first)s"),
    }
    return words.get(key, key) % {"first": first, "second": second}
