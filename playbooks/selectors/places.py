"""What fills the places of a text: the names and figures of an account."""

from collections.abc import Mapping
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


def places_of(account: Account, facts: AccountFacts, pod: Pod, about: int | None, on: date) -> dict[str, str]:
    """The filled places of one account but `me`; four queries."""
    csm = pod.by_job.get("csm") or pod.owner
    known = {
        "account": account.name,
        "owner": pod.owner.name if pod.owner else "",
        "csm": csm.name if csm else "",
        "goal": facts.goal,
        "today": date_format(on, "DATE_FORMAT"),
        "renewal_date": date_format(facts.renewal_on, "DATE_FORMAT") if facts.renewal_on else "",
        **_figures(facts.by_name),
        **_role_holders(account.pk, on),
        **_who_is_meant(account.pk, about),
    }
    return {place: text for place, text in known.items() if text}


def _figures(facts: Mapping[str, Value]) -> dict[str, str]:
    found = {}
    for name, unit in (("days_to_renewal", ""), ("threads", ""), ("survival", " %"), ("score", "")):
        value = facts.get(name)
        if isinstance(value, int | float):
            found[name] = f"{round(value)}{unit}"
    band: Any = facts.get("band")
    return {**found, "band": str(BAND_LABELS.get(band, ""))}


def _role_holders(account_id: int, on: date) -> dict[str, str]:
    """Of several with one role, who has had it longest."""
    held = RoleHolding.objects.filter(
        valid_at_q(on),
        retracted_at__isnull=True,
        role__key__in=ROLE_PLACES,
        stakeholder__account_id=account_id,
        stakeholder__retracted_at__isnull=True,
        stakeholder__left_on__isnull=True,
    ).order_by("-valid_from", "-pk")
    return {ROLE_PLACES[key]: name for key, name in held.values_list("role__key", "stakeholder__person__name")}


def _who_is_meant(account_id: int, about: int | None) -> dict[str, str]:
    """The key person, and who left with whoever was named to succeed them."""
    keys = Conclusion.objects.filter(pk=account_id).values_list("key_persons", flat=True).first() or []
    ids = [pk for pk in (keys[0] if keys else None, about) if pk is not None]
    names = dict(
        Stakeholder.objects.filter(pk__in=ids, account_id=account_id).values_list("pk", "person__name"),
    )
    successor = (
        Successor.objects.filter(stakeholder_id=about, stakeholder__account_id=account_id, retracted_at__isnull=True)
        .values_list("successor__person__name", flat=True)
        .first()
        if about is not None
        else None
    )
    return {
        "key_person": names.get(keys[0], "") if keys else "",
        **dict.fromkeys(("person", "departed"), names.get(about, "") if about is not None else ""),
        "successor": successor or "",
    }


def gaps() -> dict[str, str]:
    """What a place is called where nothing fills it."""
    return {place: _(label) for place, label in PLACES.items()}


def for_somebody(places: Mapping[str, str], user: User | None) -> dict[str, str]:
    """The places as they are for whoever does a step."""
    return {**places, "me": user.name} if user is not None else dict(places)
