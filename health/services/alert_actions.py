"""What people do with alerts: acknowledge, snooze, resolve, one or many at once; each can be undone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from accounts.services.importing.bulk import change_many
from csm.foundation.clock import today
from health.models import Alert, AlertEvent, AlertWatch, EventKind
from health.models.alerts import LONGEST_REASON

MOST_AT_ONCE = 500
WORDS = {
    EventKind.ACKNOWLEDGED: lambda count: ngettext("Acknowledged an alert", "Acknowledged %(count)d alerts", count),
    EventKind.SNOOZED: lambda count: ngettext("Snoozed an alert", "Snoozed %(count)d alerts", count),
    EventKind.RESOLVED: lambda count: ngettext("Resolved an alert", "Resolved %(count)d alerts", count),
}


def acknowledge(actor: User, alerts: Sequence[Alert]) -> int:
    """Say that somebody has seen them; those that somebody acknowledged before stay as they are."""
    fresh = [alert for alert in alerts if alert.acknowledged_at is None]
    return _act_on(actor, fresh, EventKind.ACKNOWLEDGED, {**_seen_by(actor)})


def snooze(actor: User, alerts: Sequence[Alert], *, until: date, reason: str) -> int:
    """Send them away until a day, with a reason. *Raises* ValidationError."""
    if until <= today():
        raise ValidationError({"until": _("Name a day after today: alerts come back on it.")})
    said = {"snoozed_until": until, "snooze_reason": _reason(reason), **_seen_by(actor)}
    return _act_on(actor, alerts, EventKind.SNOOZED, said)


def resolve(actor: User, alerts: Sequence[Alert], *, reason: str) -> int:
    """Send them away until their condition has cleared and comes again, with a reason. *Raises* ValidationError."""
    said = {"resolved_at": timezone.now(), "resolved_by_id": actor.pk, "resolve_reason": _reason(reason)}
    return _act_on(actor, alerts, EventKind.RESOLVED, {**said, **_seen_by(actor)})


def call_ready(actor: User, account: Account) -> AlertWatch:
    """Say that a map is ready for alerts, whatever it lacks; the account is judged again."""
    with act("call_map_ready", actor, account.pk, _("Called the map ready")) as recorder:
        watch, _is_new = AlertWatch.objects.select_for_update().get_or_create(pk=account.pk)
        if watch.ready_on is None:
            recorder.change(watch, ready_on=today(), said_by=actor)
    return watch


def _reason(text: str) -> str:
    """The reason, which nobody leaves out. *Raises* ValidationError."""
    said = text.strip()
    if not said:
        raise ValidationError({"reason": _("Say why: whoever looks next wants to know.")})
    if len(said) > LONGEST_REASON:
        raise ValidationError({"reason": _("At most %(most)d characters.") % {"most": LONGEST_REASON}})
    return said


def _seen_by(actor: User) -> dict[str, Any]:
    return {"acknowledged_at": timezone.now(), "acknowledged_by_id": actor.pk}


def _act_on(actor: User, alerts: Sequence[Alert], kind: EventKind, said: dict[str, Any]) -> int:
    """Write it on all of them, with an event each, as one act. *Raises* ValidationError for too many."""
    if len(alerts) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)d alerts at once.") % {"most": MOST_AT_ONCE})
    if not alerts:
        return 0
    accounts = {alert.account_id for alert in alerts}
    summary = WORDS[kind](len(alerts)) % {"count": len(alerts)}
    with act(f"{kind.value}_alerts", actor, None, summary) as recorder:
        recorder.account_id = accounts.pop() if len(accounts) == 1 else None
        _write(recorder, actor, alerts, kind, said)
    return len(alerts)


def _write(recorder: Recorder, actor: User, alerts: Sequence[Alert], kind: EventKind, said: dict[str, Any]) -> None:
    """Facts stay as they are, so no version is raised: what is known of the customer did not change."""
    kept = list(
        Alert.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in alerts]).order_by("pk")
    )
    change_many(recorder, [(alert, _new(alert, said)) for alert in kept])
    reason = said.get("snooze_reason") or said.get("resolve_reason") or ""
    recorder.insert_many([AlertEvent(alert=alert, kind=kind, by=actor, reason=reason) for alert in kept])


def _new(alert: Alert, said: dict[str, Any]) -> dict[str, Any]:
    """Who acknowledged first is kept."""
    if alert.acknowledged_at is None:
        return dict(said)
    return {name: value for name, value in said.items() if not name.startswith("acknowledged")}
