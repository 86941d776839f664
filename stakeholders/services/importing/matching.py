"""Who a row means: by external id, else by e-mail; by name only what the same source brought without either."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from accounts.domain.importing.rows import Row
from accounts.models import Account
from accounts.selectors.references import Named, former_names, rows_named, who_took_up
from stakeholders.models import Person, Stakeholder
from stakeholders.selectors.persons_named import persons_by_email
from stakeholders.services.importing.people_fields import full_name


def name_id(account_id: int, name: str) -> str:
    """The id under which a source knows somebody of whom it gives a name only: never the same at two accounts."""
    folded = " ".join(name.casefold().split())
    return f"name:{account_id}:{hashlib.sha256(folded.encode()).hexdigest()[:32]}"


def stays_of(account_ids: Iterable[int], person_ids: Iterable[int]) -> dict[tuple[int, int], list[Stakeholder]]:
    """The stays of persons at accounts, earliest first."""
    found: dict[tuple[int, int], list[Stakeholder]] = defaultdict(list)
    held = Stakeholder.objects.standing().filter(account_id__in=set(account_ids), person_id__in=set(person_ids))
    for stay in held.select_related("person"):
        found[stay.account_id, stay.person_id].append(stay)
    for stays in found.values():
        stays.sort(key=lambda stay: stay.joined_on or date.min)
    return found


def present_at(stays: Sequence[Stakeholder], on: date) -> Stakeholder | None:
    """Of the stays of one person, the one that covers a day; else the one nearest to it."""
    for stay in stays:
        if (stay.joined_on is None or stay.joined_on <= on) and (stay.left_on is None or stay.left_on > on):
            return stay
    return min(stays, key=lambda stay: _distance(stay, on), default=None)


def _distance(stay: Stakeholder, on: date) -> int:
    ends = [end for end in (stay.joined_on, stay.left_on) if end is not None]
    return min(abs((end - on).days) for end in ends) if ends else 0


class Matching:
    """The persons and stays that the rows of a batch mean."""

    def __init__(self, source: str, rows: Sequence[Row], accounts: dict[int, Account]) -> None:
        self.source = source
        self.accounts = accounts
        ids = [(source, row.get("external_id", "")) for row in rows]
        self.named, self.former = rows_named("person", ids), former_names("person", ids)
        self.by_id = Person.objects.standing().in_bulk(list(set(self.named.values())))
        self.by_email = persons_by_email(row.get("email", "") for row in rows)
        by_name = rows_named("stakeholder", [key for row in rows if (key := self.name_key(row)) is not None])
        self.by_name = {
            key: stay for key, row_id in by_name.items() if (stay := self._stays_by_id(by_name).get(row_id)) is not None
        }
        persons = [*self.by_id, *(person.pk for person in self.by_email.values())]
        persons += [stay.person_id for stay in self.by_name.values()]
        self.stays = stays_of((account.pk for account in accounts.values()), persons)
        self.took_up = who_took_up("person", persons)

    def _stays_by_id(self, by_name: dict[Named, int]) -> dict[int, Stakeholder]:
        if not hasattr(self, "_named_stays"):
            held = Stakeholder.objects.standing().select_related("person").filter(pk__in=set(by_name.values()))
            self._named_stays = {stay.pk: stay for stay in held}
        return self._named_stays

    def name_key(self, row: Row) -> Named | None:
        """The id of a row that gives a name only."""
        account = self.accounts.get(row.number)
        if account is None or "external_id" in row or "email" in row or not full_name(row):
            return None
        return self.source, name_id(account.pk, full_name(row))

    def person_of(self, row: Row) -> Person | None:
        """The person a row means."""
        named = self.by_id.get(self.named.get((self.source, row.get("external_id", "")), 0))
        if named is not None or "email" in row:
            return named or self.by_email.get(row["email"])
        key = self.name_key(row)
        stay = self.by_name.get(key) if key else None
        return stay.person if stay else None

    def disagreement(self, row: Row) -> Person | None:
        """The person who has the row's e-mail when its external id means another one."""
        named = self.by_id.get(self.named.get((self.source, row.get("external_id", "")), 0))
        same_mail = self.by_email.get(row.get("email", ""))
        return same_mail if named and same_mail and named.pk != same_mail.pk else None

    def is_former(self, row: Row) -> bool:
        """Whether a row is about a record that was merged into its person: it finds them, but what it says is old."""
        person = self.person_of(row)
        mine = (person.email or "").lower() if person else ""
        address = row.get("email", mine)
        return (self.source, row.get("external_id", "")) in self.former or (
            bool(mine) and address != mine and (self.by_email.get(address) == person)
        )

    def is_linked(self, row: Row) -> bool:
        """Whether the external id of a row is known."""
        return (self.source, row.get("external_id", "")) in self.named
