"""What there is to tell outside of the pages, and to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.domain.access import UserRole
from accounts.models import ImportRun, RunState, User
from csm.foundation.clock import today
from health.domain.my_day import pick
from health.domain.notices import FIRST_AFTER, MOST_LINES, WEEKLY, notifies
from health.models import Alert, AlertEvent, EventKind, NoticeChoice, Sending, TeamWebhook
from health.selectors.alert_reading import AlertReading, read_alerts
from stakeholders.selectors.rounds import own_accounts

LOOK_BACK = {"daily": timedelta(days=4), WEEKLY: timedelta(days=8)}
TOLD_WITHIN = timedelta(hours=24)  # what a webhook could not tell for so long is no news any more
DIGEST = "digest:{}:"


@dataclass(frozen=True)
class Summary:
    """What a mail says: at most ten lines, two of an account, and how many more there are."""

    lines: list[AlertReading]
    more: int


def first_digest_at() -> datetime | None:
    """When summaries begin: 14 days after the first import ended; None where nothing was imported: at once."""
    applied = ImportRun.objects.filter(state=RunState.APPLIED, finished_at__isnull=False, belongs_to__isnull=True)
    first = applied.order_by("finished_at").values_list("finished_at", flat=True).first()
    return None if first is None else first + FIRST_AFTER


def readers() -> Iterator[tuple[User, NoticeChoice]]:
    """Everybody who can be written to, with what they chose, or the defaults."""
    choices = {choice.pk: choice for choice in NoticeChoice.objects.all()}
    for user in User.objects.filter(is_active=True).order_by("pk"):
        yield user, choices.get(user.pk) or NoticeChoice(user=user)


def local_time(user: User) -> datetime:
    """Now, where a reader is."""
    return timezone.localtime(timezone=ZoneInfo(user.time_zone or settings.TIME_ZONE))


def summary_for(user: User, choice: NoticeChoice) -> Summary:
    """What opened at a reader's accounts since the last summary, and is open still; nothing that an import brought."""
    told = Sending.objects.filter(key__startswith=DIGEST.format(user.pk), state=Sending.SENT)
    last = told.order_by("-begun_at").values_list("begun_at", flat=True).first()
    since = max(last or timezone.now() - LOOK_BACK[choice.digest], timezone.now() - LOOK_BACK[choice.digest])
    alerts = _told_of(user)
    if alerts is None:
        return Summary([], 0)
    fresh = alerts.filter(events__kind=EventKind.OPENED, events__happened_at__gt=since).select_related("account")
    wanted = [one for one in fresh.order_by("-weight", "pk") if notifies(one.kind, one.figures, choice.kinds)]
    first, rest = pick(wanted, MOST_LINES)
    return Summary(read_alerts(first), len(rest))


def _told_of(user: User) -> Any:
    """The alerts a reader is told of: at accounts they own or serve, for a manager at those of their teams."""
    own = own_accounts(user)
    if not own and UserRole(user.role) is not UserRole.MANAGER:
        return None
    seen: Any = Alert.objects.visible_to(user)
    seen = seen.filter(account_id__in=own) if own else seen
    return seen.open_at(today()).filter(is_quiet=False)


def to_post(webhook: TeamWebhook) -> list[AlertEvent]:
    """The alerts that opened lately at accounts owned by a team, and were not told to its webhook yet, oldest first."""
    since = max(webhook.on_since, timezone.now() - TOLD_WITHIN)
    events: Any = AlertEvent.objects.filter(
        kind=EventKind.OPENED, happened_at__gt=since, alert__account__owner__team_id=webhook.pk, alert__is_quiet=False
    )
    opened = Alert.objects.standing().open_at(today())
    rows = list(events.filter(alert__in=opened).select_related("alert__account").order_by("pk"))
    keys = {row.pk: webhook_key(webhook, row) for row in rows}
    kept = Sending.objects.filter(key__in=keys.values()).exclude(state=Sending.FAILED)
    told = set(kept.values_list("key", flat=True))
    return [row for row in rows if keys[row.pk] not in told and notifies(row.alert.kind, row.alert.figures)]


def webhook_key(webhook: TeamWebhook, event: AlertEvent) -> str:
    return f"webhook:{webhook.pk}:{event.pk}"


def webhooks_on() -> list[TeamWebhook]:
    return list(TeamWebhook.objects.filter(is_on=True).select_related("team").order_by("pk"))
