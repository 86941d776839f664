"""The pulse round: a book of accounts with the pulse each had last, those longest without one first."""

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from accounts.models import Account
from accounts.selectors.revenue import arr, rates_on, renewal_on
from accounts.visibility import Viewer
from health.models import PulseReading

FRESH_DAYS: Final = 30
MOST_ROWS: Final = 200


def pulse_round(viewer: Viewer, on: date) -> "QuerySet[Account, Any]":
    """What one may say the pulse of: one's own accounts, or where one owns none all one may edit; at most 200.

    Those without a pulse for 30 days come first, the most valuable of them on top.
    """
    mine = Account.objects.editable_by(viewer)
    if mine.filter(owner_id=viewer.pk).exists():
        mine = mine.filter(owner_id=viewer.pk)
    latest = PulseReading.objects.standing().filter(account=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    rows = mine.select_related("health").annotate(
        arr=arr(on, rates_on(on)),
        renewal_on=renewal_on(on),
        pulse_step=Subquery(latest.values("step")[:1]),
        pulse_on=Subquery(latest.values("on")[:1]),
        health_score=F("health__score"),
        health_band=F("health__band"),
        health_low=F("health__low"),
        health_high=F("health__high"),
        health_is_settled=F("health__is_settled"),
    )
    fresh = When(pulse_on__gt=on - timedelta(days=FRESH_DAYS), then=Value(1))
    ordered = rows.annotate(is_said=Case(fresh, default=Value(0), output_field=IntegerField()))
    found: QuerySet[Account, Any] = ordered.order_by("is_said", F("arr").desc(nulls_last=True), "name", "pk")[
        :MOST_ROWS
    ]
    return found
