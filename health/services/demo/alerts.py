"""What alerts add to the demo portfolio: some that have waited long enough, some acted on, risks and a review."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Account
from csm.foundation.clock import today
from csm.foundation.demo_parts import DemoPart
from health.domain.alerts.kinds import HELD_DAYS
from health.models import Alert, AlertEvent, Course, EventKind, RedReview, Risk, RiskKind, Severity

ACKNOWLEDGED_EACH, SNOOZED_EACH, RESOLVED_EACH, RISK_EACH = 3, 9, 12, 6
SEEN_DAYS = 11
ACTED_ON = [
    "acknowledged_at",
    "acknowledged_by",
    "snoozed_until",
    "snooze_reason",
    "resolved_at",
    "resolved_by",
    "resolve_reason",
]


def tell_alerts(order: Any, account_ids: Sequence[int]) -> None:
    """Let the portfolio look as if it had been watched for a while."""
    on = today()
    _let_wait(account_ids, on)
    opened = Alert.objects.filter(account__in=account_ids).open_at(on).of_conditions()
    rows = list(opened.select_related("account__owner").order_by("-weight", "pk"))
    for place, alert in enumerate(rows, start=1):
        _act_on(place, alert, on)
    Alert.objects.bulk_update(
        rows,
        ACTED_ON,
        batch_size=500,
    )
    accounts = list(Account.objects.filter(pk__in=account_ids).select_related("owner").order_by("pk"))
    risks = list(_risks([account for account in accounts if account.owner][::RISK_EACH], on))
    Risk.objects.bulk_create(risks)
    RedReview.objects.bulk_create(
        RedReview(
            account_id=risk.account_id,
            recorded_by=risk.owner,
            reviewed_on=on - timedelta(days=9),
            agreed=_("Their project lead and ours meet every week until the rollout is done."),
            next_on=on + timedelta(days=5),
        )
        for risk in risks
        if risk.severity == Severity.HIGH
    )


def _let_wait(account_ids: Sequence[int], on: date) -> None:
    """What waits to have held seven days was first seen eleven days ago."""
    waiting = Alert.objects.filter(account__in=account_ids, opened_on__isnull=True)
    ids = list(waiting.values_list("pk", flat=True))
    seen_on = on - timedelta(days=SEEN_DAYS)
    Alert.objects.filter(pk__in=ids).update(first_seen_on=seen_on, opened_on=seen_on + timedelta(days=HELD_DAYS))
    AlertEvent.objects.bulk_create(AlertEvent(alert_id=pk, kind=EventKind.OPENED) for pk in ids)


def _act_on(place: int, alert: Alert, on: date) -> None:
    by = alert.account.owner
    if by is None or place % ACKNOWLEDGED_EACH:
        return
    alert.acknowledged_at, alert.acknowledged_by = _instant(on, 2), by
    if place % SNOOZED_EACH == 0:
        alert.snoozed_until = on + timedelta(days=12)
        alert.snooze_reason = _("Their project rests until the new release.")
    elif place % RESOLVED_EACH == 0:
        alert.resolved_at, alert.resolved_by = _instant(on, 1), by
        alert.resolve_reason = _("A family business: one person decides, and stays.")


def _instant(on: date, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(on - timedelta(days=days_ago), time(10)))


def _risks(accounts: Sequence[Account], on: date) -> Iterator[Risk]:
    """One after the other of a few that every customer success team knows."""
    for place, account in enumerate(accounts):
        kind, course, severity, text, mitigation = _KNOWN[place % len(_KNOWN)]
        yield Risk(
            account=account,
            kind=kind,
            course=course,
            severity=severity,
            text=_(text),
            mitigation=_(mitigation) if mitigation else "",
            owner=account.owner if mitigation else None,
            recorded_by=account.owner,
            seen_on=on - timedelta(days=14 + 3 * place),
            due_on=on + timedelta(days=20) if mitigation else None,
        )


_KNOWN = (
    (
        RiskKind.COMPETITION,
        Course.ACUTE,
        Severity.HIGH,
        gettext_noop("Procurement asked two other vendors for an offer."),
        gettext_noop("Show the value reached so far to the budget holder before the offers are in."),
    ),
    (
        RiskKind.ADOPTION,
        Course.CHRONIC,
        Severity.MEDIUM,
        gettext_noop("Two of five departments never started to use it."),
        gettext_noop("A training in each of them, with a date."),
    ),
    (
        RiskKind.ORGANISATION,
        Course.ACUTE,
        Severity.HIGH,
        gettext_noop("A merger was announced; who decides afterwards is open."),
        gettext_noop("Meet the integration lead together with our sponsor."),
    ),
    (RiskKind.COMMERCIAL, Course.CHRONIC, Severity.LOW, gettext_noop("Budgets are frozen until spring."), ""),
)
ALERTS = DemoPart("alerts", finish=tell_alerts, position=20)
