"""Settle the alerts of a chunk of accounts, inside the transaction that keeps what was concluded of their skies.

Accounts are claimed by whoever concludes them, so that no two settle one account at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from health.domain.alerts.finding import Material, conditions
from health.domain.alerts.life import Begun, Changed, Ended, Standing, settle
from health.domain.alerts.setting_up import is_ready
from health.domain.evidence import Evidence
from health.domain.judgement import Judgement
from health.models import Alert, AlertEvent, AlertWatch, EventKind
from health.selectors.alert_material import Known, known_of
from stakeholders.domain.conclusions import Conclusions
from stakeholders.domain.findings import Findings

KEPT = ["figures", "weight", "opened_on", "closed_on", "closed_by_set_up"]
NO_EVIDENCE = Evidence(0)


@dataclass
class _Writing:
    """What is to be written for a chunk."""

    on: date
    new: list[Alert] = field(default_factory=list)
    kept: list[Alert] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    events: list[AlertEvent] = field(default_factory=list)
    ready: list[int] = field(default_factory=list)


def settle_alerts(
    findings: Mapping[int, Findings],
    conclusions: Mapping[int, Conclusions],
    evidence: Mapping[int, Evidence],
    judgements: Mapping[int, Judgement],
    before: Mapping[int, Judgement],
    on: date,
) -> list[int]:
    """Open, update and close alerts by what was found and judged; twice is once, however accounts are chunked.

    `before` are the judgements kept until now. `conclusions` are those of the same skies; nothing is read from them
    that the findings do not say. Returns the ids of the alerts that opened.
    """
    known = known_of(sorted(findings), on)
    writing = _Writing(on)
    for account_id in sorted(findings):
        material = Material(
            findings[account_id],
            evidence.get(account_id, NO_EVIDENCE),
            judgements.get(account_id),
            before.get(account_id),
            tuple(one[account_id] for one in (before, known.week_ago) if account_id in one),
            {each.key: each.figures for each in known.standing.get(account_id, ())},
            known.moved.get(account_id, frozenset()),
            known.came.get(account_id, {}),
            known.handoffs.get(account_id, ()),
        )
        _settle_one(account_id, material, known, writing)
    _write(writing)
    _keep_watch(sorted(findings), known, writing)
    return [event.alert_id for event in writing.events if event.kind == EventKind.OPENED]


def _settle_one(account_id: int, material: Material, known: Known, writing: _Writing) -> None:
    ready_on = known.ready_on.get(account_id)
    if ready_on is None and is_ready(material.found.sky):
        writing.ready.append(account_id)
        ready_on = writing.on
    is_set_up = ready_on is not None
    standing = {each.id: each for each in known.standing.get(account_id, ())}
    changes = settle(standing.values(), conditions(material, is_set_up), writing.on, is_set_up)
    is_quiet = account_id in known.imported
    writing.new += [_begun(account_id, each, is_quiet) for each in changes.begun]
    for changed in changes.changed:
        _change(account_id, standing[changed.id], changed, writing)
    for ended in changes.ended:
        _end(account_id, standing[ended.id], ended, writing)


def _begun(account_id: int, begun: Begun, is_quiet: bool) -> Alert:
    found = begun.condition
    return Alert(
        account_id=account_id,
        kind=found.kind.value,
        subject=found.subject,
        figures=dict(found.figures),
        weight=found.weight,
        first_seen_on=begun.first_seen_on,
        opened_on=begun.opened_on,
        is_quiet=is_quiet,
    )


def _change(account_id: int, alert: Standing, changed: Changed, writing: _Writing) -> None:
    found = changed.condition
    row = _row(account_id, alert)
    row.figures, row.weight, row.opened_on = dict(found.figures), found.weight, changed.opened_on
    writing.kept.append(row)
    if changed.opens:
        writing.events.append(AlertEvent(alert_id=alert.id, kind=EventKind.OPENED))


def _end(account_id: int, alert: Standing, ended: Ended, writing: _Writing) -> None:
    if not ended.was_open:
        writing.forgotten.append(alert.id)
        return
    row = _row(account_id, alert)
    row.closed_on, row.closed_by_set_up = writing.on, ended.by_set_up
    writing.kept.append(row)
    writing.events.append(AlertEvent(alert_id=alert.id, kind=EventKind.CLOSED))


def _row(account_id: int, alert: Standing) -> Alert:
    return Alert(
        pk=alert.id,
        account_id=account_id,
        kind=alert.kind,
        subject=alert.subject,
        figures=alert.figures,
        weight=alert.weight,
        first_seen_on=alert.first_seen_on,
        opened_on=alert.opened_on,
    )


def _write(writing: _Writing) -> None:
    if writing.forgotten:
        Alert.objects.filter(pk__in=writing.forgotten).delete()
    if writing.kept:
        Alert.objects.bulk_create(writing.kept, update_conflicts=True, unique_fields=["id"], update_fields=KEPT)
    for alert in Alert.objects.bulk_create(writing.new):
        if alert.opened_on is not None:
            writing.events.append(AlertEvent(alert_id=alert.pk, kind=EventKind.OPENED))
    if writing.events:
        AlertEvent.objects.bulk_create(writing.events)


def _keep_watch(account_ids: list[int], known: Known, writing: _Writing) -> None:
    """Say up to which act alerts are settled; whether a map is ready is written apart, since people say that too."""
    AlertWatch.objects.bulk_create(
        [
            AlertWatch(account_id=account_id, seen_act=known.last_act)
            for account_id in account_ids
            if known.seen_act.get(account_id) != known.last_act
        ],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["seen_act"],
    )
    if writing.ready:
        AlertWatch.objects.filter(pk__in=writing.ready, ready_on__isnull=True).update(ready_on=writing.on)
