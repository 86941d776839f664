"""Alerts as pages ask for them: of one's book, of an account, how many are new."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.selectors.revenue import Rates, Stake, arr, rates_on, renewal_on, renewing, stakes_of
from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.my_day import Day, DayItem, DaySource
from csm.foundation.registry import AccountFilter
from health.domain.alerts.kinds import AlertKind
from health.domain.my_day import MAPS_A_DAY
from health.models import Alert
from health.models.alerts import KIND_CHOICES
from health.selectors.alert_reading import AlertReading, read_alerts
from stakeholders.selectors.rounds import own_accounts

RENEWALS_AHEAD = timedelta(days=90)
RENEWALS_SHOWN = 5
CLOSED_SHOWN = 10


class Book:
    """The accounts somebody answers for: those they own or serve; where there are none, all that they see."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.own = own_accounts(viewer)

    @property
    def is_own(self) -> bool:
        return bool(self.own)

    def alerts(self) -> "QuerySet[Alert]":
        """Their open alerts, what weighs most first."""
        seen: QuerySet[Alert] = Alert.objects.visible_to(self.viewer)
        seen = seen.filter(account_id__in=self.own) if self.own else seen
        return seen.open_at(today()).select_related("account").order_by("-weight", "pk")  # type: ignore[attr-defined, no-any-return]

    @cached_property
    def rates(self) -> Rates:
        """What currencies are worth today."""
        return rates_on(today())

    def stakes(self, account_ids: Iterable[int]) -> dict[int, Stake]:
        """What accounts are worth a year and when they renew, by id; one query beside the rates."""
        return stakes_of(account_ids, today(), self.rates)

    def renewals(self) -> list[Any]:
        """The next renewals, soonest first, with what they are worth a year; one query beside the rates."""
        on = today()
        ending = renewing(on, on + RENEWALS_AHEAD).filter(account__in=Account.objects.visible_to(self.viewer))
        ending = ending.filter(account_id__in=self.own) if self.own else ending
        soonest = (
            ending.order_by().values("account_id").annotate(next_on=Min("ends_on")).order_by("next_on", "account_id")
        )
        rows = Account.objects.filter(pk__in=soonest.values("account_id")[:RENEWALS_SHOWN])
        rows = rows.annotate(renewal_on=renewal_on(on), arr=arr(on, self.rates))
        return list(rows.order_by("renewal_on", "pk"))


def count_new(viewer: Viewer) -> int:
    """How many open alerts of one's book nobody has acknowledged, the work of setting up left out."""
    return Book(viewer).alerts().of_conditions().filter(acknowledged_at__isnull=True).order_by().count()  # type: ignore[attr-defined, no-any-return]


def day_alerts(day: Day, limit: int) -> Sequence[DayItem]:
    """Open alerts as items of My day."""
    rows = day.once(Book).alerts().of_conditions()[:limit]  # type: ignore[attr-defined]
    return [day_item(one) for one in read_alerts(rows)]


def day_maps(day: Day, limit: int) -> Sequence[DayItem]:
    """The maps to finish today: five a day less those finished today, what weighs most first."""
    book = day.once(Book)
    finished = Alert.objects.visible_to(day.viewer).unfinished_maps().filter(closed_on=today())
    finished = finished.filter(account_id__in=book.own) if book.own else finished
    left = max(0, MAPS_A_DAY - finished[:MAPS_A_DAY].count())
    rows = book.alerts().unfinished_maps()[: min(left, limit)]  # type: ignore[attr-defined]
    return [day_item(one) for one in read_alerts(rows)]


DAY_SOURCES = (DaySource("alerts", day_alerts, position=10), DaySource("maps", day_maps, position=20))


def day_item(reading: AlertReading) -> DayItem:
    """An alert as an item of My day."""
    alert = reading.alert
    return DayItem(
        key=alert.key,
        account_id=alert.account_id,
        account=alert.account.name,
        label=reading.label,
        reason=reading.reason,
        url=reading.url,
        start_label=reading.start.label,
        start_url=reading.start_url,
        weight=alert.weight,
        tone=reading.tone,
        start_in_dialog=reading.start.in_dialog,
        id=alert.pk,
        alike=f"alert:{alert.kind}",
        about=reading.about,
    )


def first_of_each(alerts: "QuerySet[Alert]") -> "QuerySet[Alert]":
    """Of some alerts the weightiest of each kind and account: one row of the inbox stands for all of them."""
    alike = alerts.filter(account_id=OuterRef("account_id"), kind=OuterRef("kind")).order_by()
    weightier = Q(weight__gt=OuterRef("weight")) | Q(weight=OuterRef("weight"), pk__gt=OuterRef("pk"))
    return alerts.filter(~Exists(alike.filter(weightier)))


def with_alike(alerts: "QuerySet[Alert]", firsts: Sequence[Alert]) -> list[Alert]:
    """The first of each kind and account, each followed by the others among `alerts`; one query."""
    found: dict[tuple[int, str], list[Alert]] = {(one.account_id, one.kind): [] for one in firsts}
    among = {"account_id__in": {key[0] for key in found}, "kind__in": {key[1] for key in found}}
    for row in alerts.filter(**among).select_related("account__owner").order_by("-weight", "-pk"):
        found.get((row.account_id, row.kind), []).append(row)
    return [row for some in found.values() for row in some]


def account_alerts(account: Account) -> tuple[list[AlertReading], list[AlertReading]]:
    """The alerts of an account that stand and have opened, and those closed last."""
    rows = Alert.objects.filter(account_id=account.pk, opened_on__isnull=False).select_related(
        "account", "acknowledged_by", "resolved_by"
    )
    standing = rows.unclosed().order_by(F("resolved_at").asc(nulls_first=True), "-weight", "pk")
    closed = rows.filter(closed_on__isnull=False).order_by("-closed_on", "-pk")[:CLOSED_SHOWN]
    readings = read_alerts([*standing, *closed])
    return [one for one in readings if not one.alert.closed_on], [one for one in readings if one.alert.closed_on]


def head_figure(viewer: Any, account: Any) -> dict[str, Any]:
    """How many alerts of an account are open, and how one begins with what weighs most, for its head; one query."""
    alerts = list(Alert.objects.filter(account_id=account.pk).open_at(today()).order_by("-weight", "pk"))
    kinds = [alert.kind for alert in alerts]
    return {
        "count": sum(kind != AlertKind.FINISH_MAP for kind in kinds),
        "is_set_up": AlertKind.FINISH_MAP in kinds,
        "url": reverse("health:account_alerts", args=[account.pk]),
        "step": AlertReading(alerts[0], str(alerts[0].get_kind_display()), "", today()) if alerts else None,
        "is_writer": viewer.is_writer,
    }


def _with_alert(**which: Any) -> Q:
    """The condition that an account has such an alert, which nobody resolved by hand."""
    standing = Alert.objects.unclosed().filter(opened_on__isnull=False, resolved_at__isnull=True, **which)
    return Q(pk__in=standing.values("account_id"))


ACCOUNT_FILTER = AccountFilter(
    "alert",
    _("Alert"),
    {key: (label, _with_alert(kind=key)) for key, label in KIND_CHOICES},
    position=25,
)
