"""Risks and the reviews of red accounts: record, change, close, take back."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import today
from health.models import RedReview, Risk


def record_risk(actor: User | None, account: Account, **fields: Any) -> Risk:
    """Record a risk. *Raises* ValidationError."""
    with act("record_risk", actor, account.pk, _("Recorded a risk")) as recorder:
        return recorder.insert(Risk(account_id=account.pk, **fields))


def edit_risk(actor: User | None, risk: Risk, expected_version: int | None = None, **fields: Any) -> Risk:
    """Change a risk in place. *Raises* StaleEdit, ValidationError."""
    with act("edit_risk", actor, risk.account_id, _("Edited a risk")) as recorder:
        return recorder.change(risk, expected_version, **fields)


def close_risk(actor: User | None, risk: Risk, on: date | None = None) -> Risk:
    """Say that a risk is over. *Raises* StaleEdit, ValidationError."""
    with act("close_risk", actor, risk.account_id, _("Closed a risk")) as recorder:
        return recorder.change(risk, closed_on=on or today())


def remove_risk(actor: User | None, risk: Risk) -> None:
    """Take back a risk that was recorded by mistake."""
    with act("remove_risk", actor, risk.account_id, _("Removed a risk")) as recorder:
        recorder.retract(risk)


def keep_review(actor: User | None, account: Account, **fields: Any) -> RedReview:
    """Keep what was agreed in the review of a red account. *Raises* ValidationError."""
    with act("review_red_account", actor, account.pk, _("Kept a review")) as recorder:
        return recorder.insert(RedReview(account_id=account.pk, **fields))
