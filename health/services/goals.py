"""Goals of customers: agree on one, change it, say that it was reached or dropped, read its metric."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import refuse_ahead, today
from health.models import Goal, GoalNeed, GoalState, Metric, Reading
from health.models.metrics import Direction
from health.services.readings import NewReading, known_readings, record_readings
from health.services.scorecards import create_metric
from stakeholders.models import Stakeholder


@dataclass(frozen=True)
class Named:
    """The metric of a goal as one names it: one of that name is taken, else it is made as the customer's own."""

    name: str
    unit: str = ""
    direction: str = ""  # else that from baseline to target


@dataclass(frozen=True)
class NewNeed:
    """Something a new goal depends on."""

    kind: str
    what: str
    meaning: str = ""


def record_goal(
    actor: User | None, account: Account, *, metric: Metric | Named, needs: Iterable[NewNeed] = (), **fields: Any
) -> Goal:
    """Keep a goal with what it depends on. *Raises* ValidationError."""
    refuse_ahead(set_on=fields.get("set_on"))
    with transaction.atomic():
        chosen = _metric(actor, metric, fields["baseline"], fields["target"])
        goal = Goal(account_id=account.pk, metric=chosen, **fields)
        refuse_slips(goal)
        with act("record_goal", actor, account.pk, _("Agreed on the goal “%(goal)s”") % _said(goal)) as recorder:
            recorder.insert(goal)
            _insert_needs(recorder, goal, needs)
            return goal


def _insert_needs(recorder: Recorder, goal: Goal, needs: Iterable[NewNeed]) -> None:
    for need in needs:
        row = GoalNeed(account_id=goal.account_id, goal=goal, kind=need.kind, what=need.what, meaning=need.meaning)
        recorder.insert(row)


def edit_goal(
    actor: User | None,
    goal: Goal,
    expected_version: int | None = None,
    *,
    metric: Metric | Named | None = None,
    **fields: Any,
) -> Goal:
    """Change a goal in place. *Raises* StaleEdit, ValidationError."""
    refuse_ahead(set_on=fields.get("set_on"))
    wanted = {name: fields.get(name, getattr(goal, name)) for name in ("baseline", "target", "stakeholder")}
    with transaction.atomic():
        if metric is not None:
            fields["metric"] = _metric(actor, metric, wanted["baseline"], wanted["target"])
        refuse_slips(Goal(account_id=goal.account_id, metric=fields.get("metric", goal.metric), **wanted))
        with act("edit_goal", actor, goal.account_id, _("Edited the goal “%(goal)s”") % _said(goal)) as recorder:
            return recorder.change(goal, expected_version, **fields)


def reach_goal(actor: User | None, goal: Goal, on: date | None = None) -> Goal:
    """Say that a goal was reached. *Raises* StaleEdit, ValidationError."""
    return _close(actor, goal, "reach_goal", _("Reached the goal “%(goal)s”"), GoalState.REACHED, on, "")


def drop_goal(actor: User | None, goal: Goal, reason: str, on: date | None = None) -> Goal:
    """Say that a goal is no longer pursued, and why. *Raises* StaleEdit, ValidationError."""
    return _close(actor, goal, "drop_goal", _("Dropped the goal “%(goal)s”"), GoalState.DROPPED, on, reason.strip())


def _close(
    actor: User | None, goal: Goal, kind: str, words: str, state: GoalState, on: date | None, reason: str
) -> Goal:
    if goal.state != GoalState.OPEN:
        raise ValidationError(_("This goal is closed already."))
    day = on or today()
    if not goal.set_on <= day <= today():
        raise ValidationError({"closed_on": _("A day from the one it was agreed on until today.")})
    with act(kind, actor, goal.account_id, words % _said(goal)) as recorder:
        return recorder.change(goal, state=state, closed_on=day, reason=reason)


def reopen_goal(actor: User | None, goal: Goal) -> Goal:
    """Pursue a closed goal again. *Raises* StaleEdit, ValidationError."""
    with act("reopen_goal", actor, goal.account_id, _("Reopened the goal “%(goal)s”") % _said(goal)) as recorder:
        return recorder.change(goal, state=GoalState.OPEN, closed_on=None, reason="")


def remove_goal(actor: User | None, goal: Goal) -> None:
    """Take back a goal that was recorded by mistake; what belongs to it is out of sight with it."""
    with act("remove_goal", actor, goal.account_id, _("Removed the goal “%(goal)s”") % _said(goal)) as recorder:
        recorder.retract(goal)


def hand_over_goal(actor: User | None, goal: Goal, successor: Stakeholder) -> Goal:
    """Somebody else at the customer owns the goal from now on. *Raises* StaleEdit, ValidationError."""
    refuse_elsewhere(goal.account_id, successor)
    words = _("%(name)s owns the goal “%(goal)s”") % {"name": successor.person.name, **_said(goal)}
    with act("hand_over_goal", actor, goal.account_id, words) as recorder:
        return recorder.change(goal, stakeholder=successor)


def read_goal(actor: User | None, goal: Goal, value: Decimal, on: date) -> Reading:
    """Keep what the metric of a goal was on a day; another value of that day corrects it. *Raises* ValidationError."""
    refuse_ahead(on=on)
    reading = NewReading(goal.account_id, goal.metric, value, noon_of(on))
    record_readings(actor, [reading])
    return known_readings([reading])[reading.key]


def noon_of(on: date) -> datetime:
    """Noon where the installation is: one reading of a metric by hand a day."""
    return timezone.make_aware(datetime.combine(on, time(12)))


def refuse_elsewhere(account_id: int, stakeholder: Stakeholder | None, field: str = "stakeholder") -> None:
    """Refuse somebody of another customer. *Raises* ValidationError."""
    if stakeholder is not None and stakeholder.account_id != account_id:
        raise ValidationError({field: _("This person is not at this account.")})


def refuse_slips(goal: Goal) -> None:
    """Refuse an owner at another customer, and a target that is worse than the baseline. *Raises* ValidationError."""
    refuse_elsewhere(goal.account_id, goal.stakeholder)
    better_up = goal.metric.direction == Direction.UP
    if goal.target != goal.baseline and (goal.target > goal.baseline) is not better_up:
        said = {"metric": goal.metric, "direction": goal.metric.get_direction_display()}
        words = _("Of “%(metric)s” %(direction)s: this target is worse than the baseline.")
        raise ValidationError({"target": words % said})


def _metric(actor: User | None, wanted: Metric | Named, baseline: Decimal, target: Decimal) -> Metric:
    if isinstance(wanted, Metric):
        return wanted
    name = wanted.name.strip()
    known = Metric.objects.filter(name__iexact=name).first()
    if known is not None:
        return known
    direction = wanted.direction or (Direction.UP if target > baseline else Direction.DOWN)
    return create_metric(
        actor, key=free_key(name), name=name, unit=wanted.unit.strip(), direction=direction, is_customers=True
    )


def free_key(name: str) -> str:
    """A key nobody has, from the name; names without a letter of ours are numbered."""
    stem = slugify(name).replace("-", "_")[:34] or "metric"
    taken = set(Metric.objects.filter(key__startswith=stem).values_list("key", flat=True))
    keys = (f"{stem}_{number + 1}" if number else stem for number in range(len(taken) + 1))
    return next(key for key in keys if key not in taken)


def _said(goal: Goal) -> dict[str, str]:
    return {"goal": goal.words if len(goal.words) <= 80 else f"{goal.words[:79]}…"}
