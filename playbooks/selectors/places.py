"""What fills the places of a text: the names and figures of an account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account, User
from csm.foundation.facts import valid_at_q
from health.models.scores import BAND_LABELS
from playbooks.domain.facts import Value
from playbooks.domain.texts import PLACES
from playbooks.selectors.facts import AccountFacts
from playbooks.selectors.workers import Pod
from stakeholders.models import Conclusion, RoleHolding, Stakeholder, Successor

ROLE_PLACES: Final = {"champion": "champion", "decision_maker": "decision_maker", "executive_sponsor": "sponsor"}
NAMED: Final = ("account_id", "pk", "person__name")


@dataclass(frozen=True)
class Subject:
    """What a text speaks of: an account as it is known, who serves it, and the stakeholder whom a play is about."""

    account: Account
    facts: AccountFacts
    pod: Pod
    about: int | None = None


def places_of(account: Account, facts: AccountFacts, pod: Pod, about: int | None, on: date) -> dict[str, str]:
    """The filled places of one account but `me`; four queries."""
    [found] = places_of_many([Subject(account, facts, pod, about)], on)
    return found


def places_of_many(subjects: Sequence[Subject], on: date) -> list[dict[str, str]]:
    """The filled places of subjects but `me`, in their order; four queries."""
    holders = _role_holders([one.account.pk for one in subjects], on)
    meant = _who_is_meant(subjects)
    return [
        {place: text for place, text in _known(one, on, holders[one.account.pk], who).items() if text}
        for one, who in zip(subjects, meant, strict=True)
    ]


def _known(one: Subject, on: date, holders: Mapping[str, str], meant: Mapping[str, str]) -> dict[str, str]:
    owner, csm = one.pod.owner, one.pod.by_job.get("csm") or one.pod.owner
    renewal_on = one.facts.renewal_on
    return {
        "account": one.account.name,
        "owner": owner.name if owner else "",
        "csm": csm.name if csm else "",
        "goal": one.facts.goal,
        "today": date_format(on, "DATE_FORMAT"),
        "renewal_date": date_format(renewal_on, "DATE_FORMAT") if renewal_on else "",
        **_figures(one.facts.by_name),
        **holders,
        **meant,
    }


def _figures(facts: Mapping[str, Value]) -> dict[str, str]:
    found = {}
    for name, unit in (("days_to_renewal", ""), ("threads", ""), ("survival", " %"), ("score", "")):
        value = facts.get(name)
        if isinstance(value, int | float):
            found[name] = f"{round(value)}{unit}"
    band: Any = facts.get("band")
    return {**found, "band": str(BAND_LABELS.get(band, ""))}


def _role_holders(account_ids: Sequence[int], on: date) -> Mapping[int, dict[str, str]]:
    """By account who has each role; of several with one role, who has had it longest."""
    held = RoleHolding.objects.filter(
        valid_at_q(on),
        retracted_at__isnull=True,
        role__key__in=ROLE_PLACES,
        stakeholder__account_id__in=account_ids,
        stakeholder__retracted_at__isnull=True,
    ).exclude(stakeholder__left_on__lte=on)
    held = held.order_by("-valid_from", "-pk")
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for account_id, key, name in held.values_list("stakeholder__account_id", "role__key", "stakeholder__person__name"):
        found[account_id][ROLE_PLACES[key]] = name
    return found


def _who_is_meant(subjects: Sequence[Subject]) -> list[dict[str, str]]:
    """The key person of each subject, and who left with whoever was named to succeed them."""
    account_ids = [one.account.pk for one in subjects]
    rows = Conclusion.objects.filter(pk__in=account_ids).values_list("pk", "key_persons")
    keys = {pk: persons[0] for pk, persons in rows if persons}
    abouts = [one.about for one in subjects if one.about is not None]
    stakeholders = Stakeholder.objects.filter(pk__in=[*keys.values(), *abouts], account_id__in=account_ids)
    names = {(account_id, pk): name for account_id, pk, name in stakeholders.values_list(*NAMED)}
    successors = _successors(abouts)
    found = []
    for one in subjects:
        here = one.account.pk
        about = names.get((here, one.about), "") if one.about is not None else ""
        found.append(
            {
                "key_person": names.get((here, keys[here]), "") if here in keys else "",
                **dict.fromkeys(("person", "departed"), about),
                "successor": successors.get((here, one.about), "") if one.about is not None else "",
            }
        )
    return found


def _successors(stakeholder_ids: Sequence[int]) -> dict[tuple[int, int], str]:
    """The names of those who succeed some stakeholders, by account and stakeholder; of several the first named."""
    named = Successor.objects.filter(stakeholder_id__in=stakeholder_ids, retracted_at__isnull=True)
    rows = named.order_by("-pk").values_list("stakeholder__account_id", "stakeholder_id", "successor__person__name")
    return {(account_id, pk): name for account_id, pk, name in rows}


def gaps() -> dict[str, str]:
    """What a place is called where nothing fills it."""
    return {place: _(label) for place, label in PLACES.items()}


def for_somebody(places: Mapping[str, str], user: User | None) -> dict[str, str]:
    """The places as they are for whoever does a step."""
    return {**places, "me": user.name} if user is not None else dict(places)
