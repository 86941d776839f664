"""Milestones of a customer: plan, change, reach, take back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import refuse_ahead, today
from stakeholders.models import Milestone, Recognition


def record_milestone(actor: User | None, account: Account, **fields: Any) -> Milestone:
    """Plan a milestone, or say that one was reached. *Raises* ValidationError."""
    refuse_ahead(reached_on=fields.get("reached_on"))
    with act("record_milestone", actor, account.pk, _("Recorded a milestone")) as recorder:
        return recorder.insert(Milestone(account_id=account.pk, **fields))


def edit_milestone(
    actor: User | None, milestone: Milestone, expected_version: int | None = None, **fields: Any
) -> Milestone:
    """Change a milestone in place; one that was celebrated stays reached. *Raises* StaleEdit, ValidationError."""
    reached_on = fields.get("reached_on", milestone.reached_on)
    if reached_on != milestone.reached_on:
        refuse_ahead(reached_on=reached_on)
        _refuse_after_celebration(milestone, reached_on)
    with act("edit_milestone", actor, milestone.account_id, _("Edited a milestone")) as recorder:
        return recorder.change(milestone, expected_version, **fields)


def reach_milestone(actor: User | None, milestone: Milestone, on: date | None = None) -> Milestone:
    """Say that the customer is there. *Raises* StaleEdit, ValidationError."""
    reached_on = on or today()
    refuse_ahead(reached_on=reached_on)
    _refuse_after_celebration(milestone, reached_on)
    words = _("Reached: %(title)s") % {"title": milestone.title}
    with act("reach_milestone", actor, milestone.account_id, words) as recorder:
        return recorder.change(milestone, reached_on=reached_on)


def remove_milestone(actor: User | None, milestone: Milestone) -> None:
    """Take back a milestone that was recorded by mistake."""
    with act("remove_milestone", actor, milestone.account_id, _("Removed a milestone")) as recorder:
        recorder.retract(milestone)


def _refuse_after_celebration(milestone: Milestone, reached_on: date | None) -> None:
    """What was celebrated had been reached by then."""
    celebrated = Recognition.objects.standing().filter(milestone=milestone).order_by("recognised_on").first()
    if celebrated is not None and (reached_on is None or reached_on > celebrated.recognised_on):
        words = _("It was celebrated on %(on)s: it had been reached by then.")
        raise ValidationError({"reached_on": words % {"on": date_format(celebrated.recognised_on)}})
