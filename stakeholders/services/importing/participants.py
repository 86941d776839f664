"""People of an account whom a cell names by e-mail, by external id, or by a name its source brought before."""

from collections.abc import Iterable
from datetime import date

from accounts.models import Account
from accounts.selectors.references import rows_named
from stakeholders.models import Person, Stakeholder
from stakeholders.services.importing.matching import name_id, persons_by_email, present_at, stays_of


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
