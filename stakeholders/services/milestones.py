"""Milestones of a customer: plan, change, reach, take back."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import today
from stakeholders.models import Milestone


def record_milestone(actor: User | None, account: Account, **fields: Any) -> Milestone:
    """Plan a milestone, or say that one was reached. *Raises* ValidationError."""
    with act("record_milestone", actor, account.pk, _("Recorded a milestone")) as recorder:
        return recorder.insert(Milestone(account_id=account.pk, **fields))


def edit_milestone(
    actor: User | None, milestone: Milestone, expected_version: int | None = None, **fields: Any
) -> Milestone:
    """Change a milestone in place. *Raises* StaleEdit, ValidationError."""
    with act("edit_milestone", actor, milestone.account_id, _("Edited a milestone")) as recorder:
        return recorder.change(milestone, expected_version, **fields)


def reach_milestone(actor: User | None, milestone: Milestone, on: date | None = None) -> Milestone:
    """Say that the customer is there. *Raises* StaleEdit."""
    words = _("Reached: %(title)s") % {"title": milestone.title}
    with act("reach_milestone", actor, milestone.account_id, words) as recorder:
        return recorder.change(milestone, reached_on=on or today())


def remove_milestone(actor: User | None, milestone: Milestone) -> None:
    """Take back a milestone that was recorded by mistake."""
    with act("remove_milestone", actor, milestone.account_id, _("Removed a milestone")) as recorder:
        recorder.retract(milestone)
