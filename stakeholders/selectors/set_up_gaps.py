"""What the maps of a new installation still lack, for the page of the first steps."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from csm.foundation.registry import AccountFilter, Gap, Label
from stakeholders.domain.threads import ThreadState
from stakeholders.selectors.missing import open_missing

MAPPED = AccountFilter(
    "map",
    _("Map"),
    {
        "empty": (_("nobody is on the map"), Q(conclusion__stakeholders=0)),
        "untouched": (
            _("nobody was ever met"),
            Q(conclusion__last_touch_on__isnull=True, conclusion__stakeholders__gt=0),
        ),
    },
    position=91,
)
UNDECIDED = Q(conclusion__threads__isnull=True, conclusion__stakeholders__gt=0)
UNCONNECTED = Q(conclusion__threads=0, conclusion__state=ThreadState.NOT_CONNECTED_YET)


def _gap(key: str, label: Label, condition: Q, query: str, position: int) -> Gap:
    return Gap(
        key,
        label,
        lambda viewer: Account.objects.visible_to(viewer).filter(condition).count(),
        lambda: f"{reverse('accounts:list')}?{query}",
        position,
    )


GAPS = [
    _gap("map_empty", _("accounts with nobody on the map"), MAPPED.choices["empty"][1], "map=empty", 60),
    _gap("untouched", _("accounts where nobody was ever met"), MAPPED.choices["untouched"][1], "map=untouched", 61),
    _gap("undecided", _("accounts where we do not know who decides"), UNDECIDED, "threads=unknown", 62),
    _gap("unconnected", _("accounts with no route to the decision yet"), UNCONNECTED, "threads=not_yet", 63),
    Gap(
        "missing_people",
        _("people missing from the last export"),
        lambda viewer: open_missing(viewer).count(),
        lambda: reverse("stakeholders:missing"),
        64,
    ),
]
