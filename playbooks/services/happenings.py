"""What happened to accounts that playbooks wait for: alerts opened, phases or touch levels reached, renewals near."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.deals import DealStage
from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Contract, Deal
from accounts.models.accounts import PHASE_LABELS
from accounts.models.segments import TouchLevel
from health.domain.alerts.conditions import stakeholder_of
from health.models import Alert
from health.selectors.alert_reading import read_alerts
from playbooks.domain.definition import TriggerKind
from playbooks.models import Playbook
from playbooks.models.plays import alert_key
from playbooks.services.opening import Happening

WATCH: Final = """
    INSERT INTO playbooks_accountwatch AS watch (account_id, phase, touch)
    SELECT account.id, account.phase, coalesce(segment.touch_level, '')
    FROM accounts_account account LEFT JOIN accounts_segment segment ON segment.id = account.segment_id
    WHERE account.id = ANY(%(ids)s) ORDER BY account.id
    ON CONFLICT (account_id) DO UPDATE SET
        phase = excluded.phase, touch = excluded.touch,
        phase_since = CASE WHEN watch.phase = excluded.phase THEN watch.phase_since ELSE %(on)s END,
        touch_since = CASE WHEN watch.touch = excluded.touch THEN watch.touch_since ELSE %(on)s END
    WHERE watch.phase <> excluded.phase OR watch.touch <> excluded.touch
    RETURNING account_id, phase, touch, phase_since, touch_since
"""


@dataclass(frozen=True)
class Came:
    """An account has come into a phase or touch level on a day; empty where it has not."""

    phase: str = ""
    touch: str = ""


class Triggers:
    """The playbooks that are switched on, by what triggers them."""

    def __init__(self, playbooks: Iterable[Playbook]) -> None:
        self.by_trigger: defaultdict[tuple[TriggerKind, str], list[Playbook]] = defaultdict(list)
        for playbook in playbooks:
            if playbook.current is not None:
                for trigger in playbook.current.defined.triggers:
                    self.by_trigger[trigger.kind, trigger.value].append(playbook)

    def __bool__(self) -> bool:
        return bool(self.by_trigger)

    def of(self, kind: TriggerKind, value: str) -> list[Playbook]:
        """Those that something of this kind triggers."""
        return self.by_trigger.get((kind, value), [])

    def days(self) -> list[int]:
        """How many days before a renewal plays start."""
        return sorted(int(value) for kind, value in self.by_trigger if kind is TriggerKind.DAYS_BEFORE_RENEWAL)


Happened = dict[int, list[tuple[Playbook, Happening]]]


def triggers() -> Triggers:
    """What is switched on; one query."""
    return Triggers(Playbook.objects.switched_on().select_related("current"))


def happenings(account_ids: Sequence[int], opened: Sequence[int], switched_on: Triggers, on: date) -> Happened:
    """What triggers playbooks on a chunk of accounts, by account id; a fixed number of queries."""
    found: Happened = defaultdict(list)
    for account_id, came in _came(account_ids, on).items():
        for kind, value, label in (
            (TriggerKind.PHASE, came.phase, _phase_words(came.phase)),
            (TriggerKind.TOUCH, came.touch, _touch_words(came.touch)),
        ):
            for playbook in switched_on.of(kind, value) if value else ():
                found[account_id].append((playbook, Happening(f"{kind}:{value}:{on}", label)))
    if switched_on:
        _add_alerts(found, opened, switched_on)
        _add_renewals(found, account_ids, switched_on, on)
        _add_deals(found, account_ids, switched_on)
    return found


def _came(account_ids: Sequence[int], on: date) -> dict[int, Came]:
    """Where accounts have come since they were seen last. Accounts seen for the first time have come nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(WATCH, {"ids": list(account_ids), "on": on})
        return {
            pk: Came(phase if phase_since == on else "", touch if touch_since == on else "")
            for pk, phase, touch, phase_since, touch_since in cursor.fetchall()
        }


def _phase_words(phase: str) -> str:
    labels = {key.value: label for key, label in PHASE_LABELS.items()}
    return _("The account came into the phase %(phase)s") % {"phase": labels.get(phase, phase)}


def _touch_words(touch: str) -> str:
    return _("The account came into %(touch)s") % {"touch": dict(TouchLevel.choices).get(touch, touch)}


def _add_alerts(found: Happened, opened: Sequence[int], switched_on: Triggers) -> None:
    """Alerts that opened, but for those found right after an import: what came in is no news."""
    wanted = [value for kind, value in switched_on.by_trigger if kind is TriggerKind.ALERT]
    if not opened or not wanted:
        return
    alerts = Alert.objects.filter(pk__in=opened, kind__in=wanted, is_quiet=False).select_related("account")
    for reading in read_alerts(alerts):
        alert = reading.alert
        for playbook in switched_on.of(TriggerKind.ALERT, alert.kind):
            about = stakeholder_of(alert.subject)
            found[alert.account_id].append((playbook, Happening(alert_key(alert.pk), reading.reason, about)))


def _add_renewals(found: Happened, account_ids: Sequence[int], switched_on: Triggers, on: date) -> None:
    """Renewals that came within the days of a playbook after it was switched on."""
    days = switched_on.days()
    if not days:
        return
    ending = Contract.objects.standing().filter(
        account_id__in=list(account_ids),
        outcome=ContractOutcome.OPEN,
        ends_on__gt=on,
        ends_on__lte=on + timedelta(days=days[-1]),
    )
    for account_id, ends_on in ending.order_by("account_id", "ends_on").values_list("account_id", "ends_on").distinct():
        for within in days:
            for playbook in switched_on.of(TriggerKind.DAYS_BEFORE_RENEWAL, str(within)):
                begins_on = ends_on - timedelta(days=within)
                if began_before(playbook, begins_on) or begins_on > on:
                    continue
                reason = _("%(days)s days to the renewal") % {"days": (ends_on - on).days}
                happening = Happening(f"renewal:{ends_on}:{within}", reason)
                found[account_id].append((playbook, happening))


def _add_deals(found: Happened, account_ids: Sequence[int], switched_on: Triggers) -> None:
    """Deals that were won after a playbook was switched on, but for renewals of what they have."""
    playbooks = switched_on.of(TriggerKind.DEAL, "closed")
    since = min((playbook.on_since for playbook in playbooks if playbook.on_since), default=None)
    if since is None:
        return
    won = Deal.objects.standing().filter(
        account_id__in=list(account_ids), stage=DealStage.WON, needs_handoff=True, closed_at__gte=since
    )
    for deal in won.order_by("closed_at", "pk"):
        reason = _("The deal %(name)s was won") % {"name": deal.name}
        for playbook in playbooks:
            if playbook.on_since is not None and deal.closed_at is not None and deal.closed_at >= playbook.on_since:
                found[deal.account_id].append((playbook, Happening(f"deal:{deal.pk}", reason)))


def began_before(playbook: Playbook, day: date) -> bool:
    """Whether a day lies before the one on which a playbook was switched on."""
    since: datetime | None = playbook.on_since
    return since is None or day < timezone.localdate(since)
