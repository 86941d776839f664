"""What calendars brought: a meeting of people of both accounts is one meeting, and decisions about suggestions last."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import ExternalId
from accounts.services.acts import Recorder
from accounts.services.merging.plan import Plan, Renamed
from csm.foundation.merging import MergeRule
from stakeholders.models import (
    CalendarEvent,
    Invitee,
    Suggestion,
    Touchpoint,
    TouchpointStakeholder,
    TouchpointUser,
)

Twins = Sequence[tuple[CalendarEvent, CalendarEvent]]


def move_events(plan: Plan, rule: MergeRule, renamed: Renamed) -> None:
    """Let meetings be of the account that stays; one that is there too takes up who was invited and took part."""
    ((old, new),) = renamed.items()
    here = {_key(event): event for event in CalendarEvent.objects.filter(account_id=new)}
    events = list(plan.standing(CalendarEvent).filter(account_id=old))
    alone = [event for event in events if _key(event) not in here]
    twins = [(event, here[_key(event)]) for event in events if _key(event) in here]
    plan.before_write.append(lambda recorder: _join_touchpoints(plan, twins))
    plan.before_write.append(lambda recorder: _rename(recorder, alone, new))
    for event in alone:
        plan.change(event, account_id=new)
    _move_invitees(plan, twins)


def _key(event: CalendarEvent) -> tuple[str, str]:
    return event.uid, event.instance


def _move_invitees(plan: Plan, twins: Twins) -> None:
    """Who was invited to the meeting there was invited to the one here, each address once."""
    others = {event.pk: twin for event, twin in twins}
    invited = Invitee.objects.filter(event__in=others.values()).values_list("event_id", "email")
    taken = set(invited)
    for row in plan.standing(Invitee).filter(event__in=list(others)):
        twin = others[row.event_id]
        if (twin.pk, row.email) in taken:
            plan.retract(row)
        else:
            plan.change(row, event_id=twin.pk)


def _rename(recorder: Recorder, events: Iterable[CalendarEvent], account_id: int) -> None:
    """The touchpoint of a meeting bears its name, in which the account stands."""
    names = {event.name: f"{event.uid}:{event.instance}:{account_id}" for event in events}
    for held in ExternalId.objects.filter(kind="touchpoint", value__in=list(names)).order_by("pk"):
        value = names[held.value]
        if not ExternalId.objects.filter(source=held.source, kind="touchpoint", value=value).exists():
            recorder.insert(ExternalId(source=held.source, kind="touchpoint", value=value, row_id=held.row_id))


def _join_touchpoints(plan: Plan, twins: Twins) -> None:
    """One meeting was recorded at both: who took part there took part here."""
    names = {event.name: twin.name for event, twin in twins}
    wanted = [*names, *names.values()]
    held = dict(ExternalId.objects.filter(kind="touchpoint", value__in=wanted).values_list("value", "row_id"))
    for name, twin in names.items():
        old, new = held.get(name, 0), held.get(twin, 0)
        row = plan.standing(Touchpoint).filter(pk=old).first() if old != new else None
        if row is not None and Touchpoint.objects.filter(pk=new, retracted_at__isnull=True).exists():
            for model, column in ((TouchpointStakeholder, "stakeholder_id"), (TouchpointUser, "user_id")):
                _move_links(plan, model, column, row.pk, new)
            plan.edits[Touchpoint].pop(row.pk, None)
            plan.retract(row)


def _move_links(plan: Plan, model: Any, column: str, old: int, new: int) -> None:
    planned = plan.edits[model]

    def whom(link: Any) -> int:
        return int(planned.get(link.pk, (link, {}))[1].get(column, getattr(link, column)))

    taken = {whom(link) for link in model.objects.filter(touchpoint_id=new) if link.pk not in plan.removed[model]}
    for link in model.objects.filter(touchpoint_id=old).order_by("pk"):
        if whom(link) in taken or link.pk in plan.removed[model]:
            planned.pop(link.pk, None)
        else:
            taken.add(whom(link))
            plan.change(link, touchpoint_id=new)


def move_decisions(plan: Plan, rule: MergeRule, renamed: Renamed) -> None:
    """What was decided of somebody suggested holds for the account that stays; the rest is counted anew."""
    ((old, new),) = renamed.items()
    here = {row.email: row for row in plan.standing(Suggestion).filter(account_id=new)}
    for row in plan.standing(Suggestion).filter(account_id=old).exclude(decision=""):
        known = here.get(row.email)
        if known is None:
            plan.change(row, account_id=new)
        elif not known.decision:
            said = {name: getattr(row, name) for name in ("decision", "decided_by_id", "decided_at")}
            plan.change(known, **said)
