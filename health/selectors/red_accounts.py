"""The accounts of the red-account review: those whose health is red, and those with a severe acute risk."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Account
from accounts.selectors.revenue import arr, rates_on, renewal_on
from accounts.visibility import Viewer
from csm.foundation.clock import today
from health.domain.bands import Band
from health.models import Alert, Course, RedReview, Risk, Severity
from health.selectors.alert_reading import AlertReading, read_alerts

MOST = 100


@dataclass(frozen=True)
class RedAccount:
    """One account to talk about: why, what is done, what was agreed last."""

    account: Any
    alerts: list[AlertReading]
    risks: list[Risk]
    review: RedReview | None

    @property
    def is_overdue(self) -> bool:
        """Whether it was never reviewed, or its next review is due."""
        return self.review is None or (self.review.next_on is not None and self.review.next_on <= today())


def red_accounts(viewer: Viewer) -> list[RedAccount]:
    """What the review goes through, most revenue first: seven queries, whatever the number of accounts."""
    on = today()
    severe = Risk.objects.standing().filter(
        account=OuterRef("pk"), closed_on__isnull=True, severity=Severity.HIGH, course=Course.ACUTE
    )
    rows: Any = Account.objects.visible_to(viewer).select_related("owner", "health")
    rows = rows.annotate(arr=arr(on, rates_on(on)), renewal_on=renewal_on(on), is_severe=Exists(severe))
    found = list(
        rows.filter(Q(health__band=Band.RED) | Q(is_severe=True)).order_by(F("arr").desc(nulls_last=True), "pk")[:MOST]
    )
    ids = [account.pk for account in found]
    alerts = _alerts(ids)
    risks: defaultdict[int, list[Risk]] = defaultdict(list)
    for risk in Risk.objects.standing().filter(account__in=ids, closed_on__isnull=True).select_related("owner"):
        risks[risk.account_id].append(risk)
    latest: Any = RedReview.objects.standing().filter(account__in=ids).order_by("account_id", "-reviewed_on", "-pk")
    reviews = {review.account_id: review for review in latest.distinct("account_id").select_related("recorded_by")}
    return [RedAccount(one, alerts[one.pk], risks[one.pk], reviews.get(one.pk)) for one in found]


def _alerts(ids: list[int]) -> dict[int, list[AlertReading]]:
    rows = Alert.objects.filter(account__in=ids).open_at(today()).of_conditions().order_by("-weight", "pk")
    found: defaultdict[int, list[AlertReading]] = defaultdict(list)
    for reading in read_alerts(rows):
        found[reading.alert.account_id].append(reading)
    return found


def open_risks(account: Account) -> tuple[list[Risk], list[Risk]]:
    """The risks of an account that are open, and those that are over."""
    rows = list(Risk.objects.standing().filter(account=account).select_related("owner"))
    return [risk for risk in rows if risk.closed_on is None], [risk for risk in rows if risk.closed_on is not None]
