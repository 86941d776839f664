"""What goals depend on, and the value received: record, change, take back."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import act
from csm.foundation.clock import refuse_ahead, today
from health.models import Goal, GoalNeed, NeedState, TypicalGoal, ValueConfirmation
from health.services.goals import refuse_elsewhere


def add_need(actor: User | None, goal: Goal, **fields: Any) -> GoalNeed:
    """Note something a goal depends on. *Raises* ValidationError."""
    need = GoalNeed(account_id=goal.account_id, goal=goal, **_with_day(fields))
    refuse_elsewhere(goal.account_id, need.stakeholder)
    with act("add_need", actor, goal.account_id, _("A goal depends on %(what)s") % {"what": need.what}) as recorder:
        return recorder.insert(need)


def edit_need(actor: User | None, need: GoalNeed, expected_version: int | None = None, **fields: Any) -> GoalNeed:
    """Change what a goal depends on, or say whether it is there. *Raises* StaleEdit, ValidationError."""
    refuse_elsewhere(need.account_id, fields.get("stakeholder"))
    changes = _with_day(fields) if fields.get("state", need.state) != need.state else fields
    words = _("Edited what a goal depends on: %(what)s") % {"what": need.what}
    with act("edit_need", actor, need.account_id, words) as recorder:
        return recorder.change(need, expected_version, **changes)


def settle_need(actor: User | None, need: GoalNeed, state: str) -> GoalNeed:
    """Say whether something a goal depends on is there. *Raises* StaleEdit, ValidationError."""
    said = {
        NeedState.MET: _("%(what)s: there"),
        NeedState.UNMET: _("%(what)s: missing"),
        NeedState.UNKNOWN: _("%(what)s: not known"),
    }
    with act("settle_need", actor, need.account_id, said[NeedState(state)] % {"what": need.what}) as recorder:
        return recorder.change(need, **_with_day({"state": state}))


def remove_need(actor: User | None, need: GoalNeed) -> None:
    """Take back a dependency that was recorded by mistake."""
    words = _("A goal no longer depends on %(what)s") % {"what": need.what}
    with act("remove_need", actor, need.account_id, words) as recorder:
        recorder.retract(need)


def _with_day(fields: dict[str, Any]) -> dict[str, Any]:
    """With the day since when it is known, where it is."""
    is_known = fields.get("state", NeedState.UNKNOWN) != NeedState.UNKNOWN
    return {**fields, "settled_on": today() if is_known else None}


def confirm_value(actor: User | None, goal: Goal, **fields: Any) -> ValueConfirmation:
    """Keep the share of a goal's value that was received, as said on a day. *Raises* ValidationError."""
    said = ValueConfirmation(account_id=goal.account_id, goal=goal, **fields)
    refuse_elsewhere(goal.account_id, said.stakeholder)
    refuse_ahead(on=said.on)
    figures = {"percent": said.percent, "goal": goal.words[:80]}
    words = _("%(percent)s %% of the value received of “%(goal)s”") % figures
    with act("confirm_value", actor, goal.account_id, words) as recorder:
        return recorder.insert(said)


def remove_confirmation(actor: User | None, said: ValueConfirmation) -> None:
    """Take back what was said of the value received."""
    with act("remove_confirmation", actor, said.account_id, _("Removed a value confirmation")) as recorder:
        recorder.retract(said)


def create_typical_goal(actor: User | None, **fields: Any) -> TypicalGoal:
    """Add a goal to the catalogue. *Raises* ValidationError."""
    typical = TypicalGoal(**fields)
    words = _("Added the typical goal %(name)s") % {"name": typical}
    with act("create_typical_goal", actor, None, words) as recorder:
        return recorder.insert(typical)


def edit_typical_goal(
    actor: User | None, typical: TypicalGoal, expected_version: int | None = None, **fields: Any
) -> TypicalGoal:
    """Change a goal of the catalogue; those begun from it stay as they are. *Raises* StaleEdit, ValidationError."""
    words = _("Edited the typical goal %(name)s") % {"name": typical}
    with act("edit_typical_goal", actor, None, words) as recorder:
        return recorder.change(typical, expected_version, **fields)
