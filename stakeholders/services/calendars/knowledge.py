"""What the records know of the addresses in some events, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.functions import Lower

from accounts.models import Account
from accounts.selectors.installation import our_domains
from accounts.selectors.references import users_by_email
from stakeholders.domain.calendars.sides import Known, Place, Stay, domains_of
from stakeholders.models import Person, Stakeholder


def known_of(emails: Iterable[str]) -> Known:
    """Users, people and accounts behind addresses."""
    wanted = set(emails)
    return Known(
        our_domains=our_domains(),
        users={email: user.pk for email, user in users_by_email(wanted).items()},
        stays=_stays(wanted),
        places=_places({domain for email in wanted for domain in domains_of(email)}),
    )


def _stays(wanted: set[str]) -> dict[str, list[Stay]]:
    persons = Person.objects.standing().annotate(folded=Lower("email")).filter(folded__in=wanted)
    emails = dict(persons.values_list("pk", "folded"))
    found: dict[str, list[Stay]] = defaultdict(list)
    held = Stakeholder.objects.standing().filter(person_id__in=emails, account__retracted_at__isnull=True)
    for pk, person_id, *rest in held.order_by("pk").values_list(
        "pk", "person_id", "account_id", "joined_on", "left_on"
    ):
        found[emails[person_id]].append(Stay(pk, *rest))
    return dict(found)


def _places(domains: set[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    held = Account.objects.standing().filter(domain__in=domains).order_by("pk")
    for domain, pk, parent_id in held.values_list("domain", "pk", "parent_id"):
        found[domain].append(Place(pk, parent_id))
    return dict(found)
