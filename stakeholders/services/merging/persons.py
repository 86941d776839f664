"""What is particular to merging persons: their e-mails, and the accounts where they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models.external_ids import FORMER_EMAIL
from accounts.services.acts import Recorder
from accounts.services.merging.names import forget_names, keep_name
from accounts.services.merging.plan import Plan
from csm.foundation.merging import Merger
from stakeholders.models import Person, Stakeholder
from stakeholders.selectors.merge_words import describe
from stakeholders.selectors.person_doubles import find_person_doubles, person_cards, person_choices, reasons_in_words


def _accounts_of(ids: Sequence[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    held = Stakeholder.objects.standing().filter(person_id__in=ids, account__retracted_at__isnull=True)
    for person_id, account_id in held.values_list("person_id", "account_id"):
        found[person_id].add(account_id)
    return found


def _prepare(plan: Plan, winner: Person, loser: Person, columns: Mapping[str, Any]) -> None:
    email = columns.get("email", winner.email)
    known = [address for address in (winner.email, loser.email) if address]
    plan.before_write.append(lambda recorder: _keep_emails(recorder, winner.pk, email, known))


def _keep_emails(recorder: Recorder, person_id: int, email: str | None, known: Sequence[str]) -> None:
    """The e-mail that was not chosen leads to the person, too."""
    now = (email or "").lower()
    for address in {address.lower() for address in known} - {now}:
        keep_name(recorder, "person", FORMER_EMAIL, address, person_id)
    forget_names(recorder, "person", FORMER_EMAIL, [now], person_id)


PERSONS = Merger(
    key="person",
    label=_("Person"),
    label_many=_("People"),
    model=Person,
    accounts_of=_accounts_of,
    cards=person_cards,
    reasons_in_words=reasons_in_words,
    find=find_person_doubles,
    search=person_choices,
    describe=describe,
    prepare=_prepare,
    joined_texts=("notes",),
    position=10,
)
