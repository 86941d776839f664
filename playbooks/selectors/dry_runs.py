"""Who would get a play of a playbook today, and why: over all accounts a viewer sees, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Self

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.access import UserRole, configures
from accounts.domain.deals import DealStage
from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, Contract, Deal
from accounts.visibility import Viewer
from health.domain.alerts.conditions import stakeholder_of
from health.models import Alert
from health.selectors.alert_reading import read_alerts
from playbooks.domain.condition_words import choice_words
from playbooks.domain.definition import Definition, TriggerKind
from playbooks.domain.enrolling import Enrolment, Verdict, enrol
from playbooks.models import Play
from playbooks.selectors.facts import facts_of

WON_LATELY: Final = timedelta(days=30)
ORDER: Final = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True)
class Cause:
    """What triggers a playbook on an account today; of an alert its id, of a renewal its day, of a deal its name."""

    kind: TriggerKind | None
    value: str = ""
    alert_id: int = 0
    ends_on: date | None = None

    def as_data(self) -> list[Any]:
        """As plain data for a JSON column; `from_data` reads it back."""
        return [self.kind or "", self.value, self.alert_id, self.ends_on.isoformat() if self.ends_on else ""]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> Self:
        kind, value, alert_id, ends_on = data
        return cls(
            TriggerKind(kind) if kind else None, value, alert_id, date.fromisoformat(ends_on) if ends_on else None
        )


@dataclass(frozen=True)
class Candidate:
    """An account on which something triggers a playbook, and what would become of it."""

    account_id: int
    name: str
    causes: tuple[Cause, ...]
    enrolment: Enrolment


@dataclass(frozen=True)
class Reason:
    """Why an account is among the candidates, in words, and the stakeholder whom it is about."""

    words: str
    about: int | None = None


@dataclass(frozen=True)
class DryRun:
    """All candidates: those that would get a play first, then by name."""

    candidates: Sequence[Candidate]
    on: date

    def counts(self) -> Counter[Verdict]:
        """How many accounts have each verdict."""
        return Counter(candidate.enrolment.verdict for candidate in self.candidates)

    def starting(self) -> list[Candidate]:
        """Those that would get a play."""
        return [candidate for candidate in self.candidates if candidate.enrolment.would_start]

    def of(self, verdict: Verdict) -> list[Candidate]:
        return [candidate for candidate in self.candidates if candidate.enrolment.verdict is verdict]


def dry_run(viewer: Viewer, playbook_id: int | None, definition: Definition, on: date) -> DryRun:
    """Judge every account that something in a definition triggers today; without triggers every account."""
    found = _causes(viewer, definition, on)
    names = dict(Account.objects.standing().visible_to(viewer).filter(pk__in=list(found)).values_list("pk", "name"))
    facts = facts_of(names, on)
    under_way = Play.objects.standing().under_way().filter(playbook_id=playbook_id, account_id__in=list(names))
    running = set(under_way.values_list("account_id", flat=True))
    audience, ending = definition.for_whom, definition.is_over_when
    candidates = [
        Candidate(pk, name, tuple(found[pk]), enrol(audience, ending, facts[pk].by_name, is_running=pk in running))
        for pk, name in names.items()
    ]
    return DryRun(sorted(candidates, key=_place), on)


def _place(candidate: Candidate) -> tuple[int, str, int]:
    return ORDER[candidate.enrolment.verdict], candidate.name.casefold(), candidate.account_id


Found = dict[int, list[Cause]]


def _causes(viewer: Viewer, definition: Definition, on: date) -> Found:
    """What triggers the playbook, by account id; the questions asked depend on the kinds of its triggers alone."""
    found: Found = defaultdict(list)
    if not definition.triggers:
        for pk in Account.objects.standing().visible_to(viewer).values_list("pk", flat=True):
            found[pk].append(Cause(None))
    by_kind: defaultdict[TriggerKind, list[str]] = defaultdict(list)
    for trigger in definition.triggers:
        by_kind[trigger.kind].append(trigger.value)
    if by_kind[TriggerKind.ALERT]:
        _add_alerts(found, viewer, by_kind[TriggerKind.ALERT], on)
    if by_kind[TriggerKind.PHASE] or by_kind[TriggerKind.TOUCH]:
        _add_places(found, viewer, by_kind[TriggerKind.PHASE], by_kind[TriggerKind.TOUCH])
    if by_kind[TriggerKind.DAYS_BEFORE_RENEWAL]:
        _add_renewals(found, viewer, max(int(days) for days in by_kind[TriggerKind.DAYS_BEFORE_RENEWAL]), on)
    if by_kind[TriggerKind.DEAL]:
        _add_deals(found, viewer)
    return found


def _add_alerts(found: Found, viewer: Viewer, kinds: Sequence[str], on: date) -> None:
    alerts = Alert.objects.open_at(on).visible_to(viewer).filter(kind__in=kinds).order_by("-opened_on", "-pk")
    for pk, account_id, kind in alerts.values_list("pk", "account_id", "kind"):
        found[account_id].append(Cause(TriggerKind.ALERT, kind, alert_id=pk))


def _add_places(found: Found, viewer: Viewer, phases: Sequence[str], touches: Sequence[str]) -> None:
    accounts = Account.objects.standing().visible_to(viewer).order_by()
    for pk, phase, touch in accounts.values_list("pk", "phase", "segment__touch_level"):
        if phase in phases:
            found[pk].append(Cause(TriggerKind.PHASE, phase))
        if touch in touches:
            found[pk].append(Cause(TriggerKind.TOUCH, touch))


def _add_renewals(found: Found, viewer: Viewer, days: int, on: date) -> None:
    ending = (
        Contract.objects.standing()
        .visible_to(viewer)
        .filter(outcome=ContractOutcome.OPEN, ends_on__gt=on, ends_on__lte=on + timedelta(days=days))
    )
    for account_id, ends_on in ending.order_by("ends_on").values_list("account_id", "ends_on").distinct():
        found[account_id].append(Cause(TriggerKind.DAYS_BEFORE_RENEWAL, ends_on=ends_on))


def _add_deals(found: Found, viewer: Viewer) -> None:
    """Deals won lately, but for renewals of what they have."""
    won = Deal.objects.standing().visible_to(viewer).filter(stage=DealStage.WON, needs_handoff=True)
    lately = won.filter(closed_at__gte=timezone.now() - WON_LATELY).order_by("-closed_at", "-pk")
    for account_id, name in lately.values_list("account_id", "name"):
        found[account_id].append(Cause(TriggerKind.DEAL, name))


def reasons(candidates: Iterable[Candidate], on: date) -> dict[int, list[Reason]]:
    """Why each of some candidates is one, by account id; the alerts of all of them in a fixed number of queries."""
    return reasons_of({candidate.account_id: candidate.causes for candidate in candidates}, on)


def reasons_of(causes: Mapping[int, Sequence[Cause]], on: date) -> dict[int, list[Reason]]:
    """What triggers a playbook, by account id, in words; the alerts of all in a fixed number of queries."""
    ids = [cause.alert_id for some in causes.values() for cause in some if cause.alert_id]
    alerts = read_alerts(Alert.objects.filter(pk__in=ids or [0]).select_related("account"), on)
    said = {reading.alert.pk: Reason(reading.reason, stakeholder_of(reading.alert.subject)) for reading in alerts}
    return {
        account_id: [said.get(cause.alert_id) or Reason(_cause_words(cause, on)) for cause in some]
        for account_id, some in causes.items()
    }


def starts_plays(viewer: Any) -> bool:
    """Whether somebody starts plays at all; on which accounts is decided by `startable_on`."""
    return bool(viewer.is_writer) or configures(UserRole(viewer.role))


def startable_on(viewer: Viewer) -> Any:
    """The accounts on which somebody starts plays of many at once: those they may change; whoever configures could as
    well switch the playbook on, so on all they see."""
    rows = Account.objects.all()
    return rows.visible_to(viewer) if configures(UserRole(viewer.role)) else rows.editable_by(viewer)


def _cause_words(cause: Cause, on: date) -> str:
    if cause.kind is TriggerKind.PHASE:
        return _("The account is in the phase %(phase)s") % {"phase": choice_words("phase", cause.value, _)}
    if cause.kind is TriggerKind.TOUCH:
        return _("The account is served with %(touch)s touch") % {"touch": choice_words("touch", cause.value, _)}
    if cause.kind is TriggerKind.DEAL:
        return _("The deal %(name)s was won") % {"name": cause.value}
    if cause.ends_on is not None:
        days = (cause.ends_on - on).days
        return ngettext("%(days)d day to the renewal", "%(days)d days to the renewal", days) % {"days": days}
    return _("No trigger: plays of it are started by hand")
