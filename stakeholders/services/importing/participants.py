"""People of an account whom a cell names by e-mail, by external id, or by a name its source brought before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from accounts.domain.importing.rows import Row
from accounts.models import Account
from accounts.selectors.references import rows_named
from accounts.services.importing.kinds import Batch
from stakeholders.models import Person, Stakeholder
from stakeholders.selectors.persons_named import persons_by_email
from stakeholders.services.importing.matching import name_id, present_at, stays_of


class Participants:
    """Everybody whom a batch names, found in a fixed number of queries."""

    def __init__(self, source: str, wanted: Iterable[tuple[Account, str]]) -> None:
        pairs = set(wanted)
        words = {word for _account, word in pairs}
        self.source = source
        self.by_email = persons_by_email(word.lower() for word in words if "@" in word)
        self.named = rows_named("person", [(source, word) for word in words if "@" not in word])
        by_name = [(source, name_id(account.pk, word)) for account, word in pairs if "@" not in word]
        self.by_name = rows_named("stakeholder", by_name)
        named_stays = Stakeholder.objects.standing().in_bulk(list(set(self.by_name.values())))
        self.named_persons = {pk: stay.person_id for pk, stay in named_stays.items()}
        persons = [*(person.pk for person in self.by_email.values()), *self.named.values()]
        self.stays = stays_of({account.pk for account, _word in pairs}, [*persons, *self.named_persons.values()])
        self.stakeholder_ids = [stay.pk for stays in self.stays.values() for stay in stays]

    def find(self, account: Account, word: str, on: date) -> Stakeholder | None:
        """Who is meant, in the stay that covers a day or is nearest to it."""
        person_id = self._person_id(account, word)
        return present_at(self.stays.get((account.pk, person_id), []), on) if person_id is not None else None

    def _person_id(self, account: Account, word: str) -> int | None:
        if "@" in word:
            person: Person | None = self.by_email.get(word.lower())
            return person.pk if person else None
        named = self.named.get((self.source, word))
        if named is not None:
            return named
        return self.named_persons.get(self.by_name.get((self.source, name_id(account.pk, word)), 0))


def accounts_of_people(batch: Batch, rows: Sequence[Row], column: str) -> dict[int, Account]:
    """The account of rows that name none, by row number: where the first of their people who is at one account is."""
    said = {row.number: _words(row.get(column, ())) for row in rows}
    words = {word for some in said.values() for word in some}
    by_email = persons_by_email(word.lower() for word in words if "@" in word)
    named = rows_named("person", [(batch.source, word) for word in words if "@" not in word])
    persons = {word: named[batch.source, word] for word in words if (batch.source, word) in named}
    persons |= {word: by_email[word.lower()].pk for word in words if word.lower() in by_email}
    at = _accounts_of(persons.values(), batch.as_of)
    found = {}
    for number, some in said.items():
        places = [at[persons[word]] for word in some if word in persons and len(at[persons[word]]) == 1]
        if places:
            found[number] = next(iter(places[0].values()))
    return found


def _words(given: object) -> list[str]:
    return [given] if isinstance(given, str) else list(given)  # type: ignore[call-overload]


def _accounts_of(person_ids: Iterable[int], on: date) -> dict[int, dict[int, Account]]:
    """Where persons are on a day, by account id; where they were, of those who are nowhere then."""
    present: dict[int, dict[int, Account]] = defaultdict(dict)
    past: dict[int, dict[int, Account]] = defaultdict(dict)
    held = Stakeholder.objects.standing().filter(person_id__in=set(person_ids)).select_related("account")
    for stay in held.filter(account__retracted_at__isnull=True):
        is_past = stay.left_on is not None and stay.left_on <= on
        (past if is_past else present)[stay.person_id][stay.account_id] = stay.account
    return defaultdict(dict, {**past, **present})
