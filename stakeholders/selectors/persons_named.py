"""Whom an e-mail means: who has it, or who had it before somebody was merged into them."""

from collections.abc import Iterable

from django.db.models.functions import Lower

from accounts.models.external_ids import FORMER_EMAIL
from accounts.selectors.references import rows_formerly
from stakeholders.models import Person


def persons_by_email(emails: Iterable[str]) -> dict[str, Person]:
    """Standing persons by e-mail in small letters, former ones too."""
    wanted = {address.lower() for address in emails if address}
    if not wanted:
        return {}
    known = Person.objects.standing().annotate(lower_email=Lower("email")).filter(lower_email__in=wanted)
    found: dict[str, Person] = {person.email.lower(): person for person in known}
    former = rows_formerly("person", FORMER_EMAIL, wanted - set(found))
    held = Person.objects.standing().in_bulk(list(former.values())) if former else {}
    return {**found, **{address: held[pk] for address, pk in former.items() if pk in held}}


def person_with_email(email: str | None) -> Person | None:
    """The person whom an e-mail means."""
    return persons_by_email([email or ""]).get((email or "").lower())
