"""What the accounts list and the head of an account show of scores."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from csm.foundation.registry import AccountFilter, Column, Figure

SCORES = {
    "health_score": F("health__score"),
    "health_low": F("health__low"),
    "health_high": F("health__high"),
    "health_band": F("health__band"),
    "health_is_settled": F("health__is_settled"),
}

COLUMN = Column(
    "health",
    _("Health"),
    "health/_column_health.html",
    annotations=SCORES,
    order_by="health_score",
    api_fields={name: name for name in SCORES},
    position=10,
    leads=True,
)

BANDS = AccountFilter(
    "health",
    _("Health"),
    {
        "red": (_("red"), Q(health__band="red")),
        "amber": (_("amber"), Q(health__band="amber")),
        "green": (_("green"), Q(health__band="green")),
        "open": (_("band not settled"), Q(health__is_settled=False) & ~Q(health__band="")),
        "none": (_("not enough known"), Q(health__band="") | Q(health__isnull=True)),
    },
    position=10,
)


def head_figures(viewer: Any, account: Any) -> Mapping[str, Any]:
    """The score in the head of an account; its row carries it already."""
    return {name: getattr(account, name, None) for name in SCORES}


HEAD = Figure("health", "health/_figure_health.html", head_figures, position=10)
