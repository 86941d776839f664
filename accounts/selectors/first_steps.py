"""Where an installation stands on its way to the first constellation, and what its records still lack."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.first_steps import Begun
from accounts.models import Account, Contract, ExchangeRate, Installation, User
from accounts.selectors.settings import not_invited
from accounts.visibility import Viewer
from csm.foundation.registry import AccountFilter, Gap, Label, gaps

LACKS = AccountFilter(
    "lacks",
    _("Lacks"),
    {
        "owner": (_("an owner"), Q(owner__isnull=True)),
        "segment": (_("a segment"), Q(segment__isnull=True)),
        "domain": (_("a web domain"), Q(domain="")),
    },
    position=90,
)


def begun(installation: Installation) -> Begun:
    """What is there already."""
    return Begun(
        has_domains=bool(installation.domains),
        user_count=User.objects.filter(is_active=True).count(),
        account_count=Account.objects.standing().count(),
        settled=frozenset(installation.settled_steps),
    )


@dataclass(frozen=True)
class Lacking:
    """How many lack something, and where they are listed."""

    label: Label
    count: int
    url: str


def lacking(viewer: Viewer) -> list[Lacking]:
    """What the records still lack, as far as the viewer sees them; a query for each kind of gap."""
    found = [Lacking(gap.label, gap.count(viewer), gap.address()) for gap in gaps]
    return [one for one in found if one.count]


def account_gap(key: str, label: Label, position: int) -> Gap:
    """A gap of accounts that a choice of the filter `lacks` finds."""
    condition = LACKS.choices[key][1]
    return Gap(
        f"account_{key}",
        label,
        lambda viewer: Account.objects.visible_to(viewer).filter(condition).count(),
        lambda: f"{reverse('accounts:list')}?lacks={key}",
        position,
    )


def without_rate(viewer: Viewer) -> int:
    """How many currencies of contracts nobody entered a rate for."""
    known = {settings.BASE_CURRENCY, *ExchangeRate.objects.values_list("currency", flat=True).distinct()}
    used: Any = Contract.objects.visible_to(viewer).order_by().values_list("currency", flat=True).distinct()
    return len(set(used) - known)


GAPS = [
    account_gap("owner", _("accounts without an owner"), 10),
    account_gap("segment", _("accounts without a segment: nobody says which roles they need"), 20),
    account_gap("domain", _("accounts without a web domain: calendars cannot find them"), 30),
    Gap("rates", _("currencies without an exchange rate"), without_rate, lambda: reverse("accounts:rates"), 40),
    Gap(
        "invitations",
        _("colleagues who cannot sign in yet"),
        lambda viewer: not_invited().count(),
        lambda: reverse("accounts:invitations"),
        50,
    ),
]
