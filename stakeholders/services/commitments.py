"""What we promised: record, change, settle, take back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import today
from stakeholders.domain.commitments import CommitmentState
from stakeholders.models import Commitment
from stakeholders.services.belonging import refuse_strangers

SETTLED_WORDS = {
    CommitmentState.KEPT: gettext_noop("Kept a promise"),
    CommitmentState.BROKEN: gettext_noop("Said that a promise was broken"),
    CommitmentState.WITHDRAWN: gettext_noop("Withdrew a promise"),
}
PEOPLE = ("stakeholder", "touchpoint")
DAYS = ("promised_on", "settled_on")


def commit(actor: User | None, account: Account, **fields: Any) -> Commitment:
    """Record what we promised. *Raises* ValidationError."""
    refuse_strangers(account.pk, **{name: fields.get(name) for name in PEOPLE})
    row = Commitment(account_id=account.pk, **fields)
    _refuse_days(row)
    with act("commit", actor, account.pk, _("Recorded a promise")) as recorder:
        return recorder.insert(row)


def edit_commitment(
    actor: User | None, row: Commitment, expected_version: int | None = None, **fields: Any
) -> Commitment:
    """Change a commitment in place. *Raises* StaleEdit, ValidationError."""
    refuse_strangers(row.account_id, **{name: fields[name] for name in PEOPLE if name in fields})
    _refuse_days(row, **{name: fields[name] for name in DAYS if name in fields})
    with act("edit_commitment", actor, row.account_id, _("Edited a promise")) as recorder:
        return recorder.change(row, expected_version, **fields)


def settle_commitment(
    actor: User | None,
    row: Commitment,
    state: str,
    on: date | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Commitment:
    """Say that a commitment was kept, broken or withdrawn. *Raises* StaleEdit, ValidationError."""
    words = SETTLED_WORDS[CommitmentState(state)]
    settled_on = on or today()
    _refuse_days(row, settled_on=settled_on)
    with act("settle_commitment", actor, row.account_id, _(words)) as recorder:
        return recorder.change(row, expected_version, state=state, settled_on=settled_on, settled_note=note)


def reopen_commitment(actor: User | None, row: Commitment) -> Commitment:
    """It was settled by mistake: it is open again. *Raises* StaleEdit."""
    with act("reopen_commitment", actor, row.account_id, _("Opened a promise again")) as recorder:
        return recorder.change(row, state=CommitmentState.OPEN.value, settled_on=None, settled_note="")


def remove_commitment(actor: User | None, row: Commitment) -> None:
    """Take back a commitment that was recorded by mistake."""
    with act("remove_commitment", actor, row.account_id, _("Removed a promise")) as recorder:
        recorder.retract(row)


def _refuse_days(row: Commitment, **said: date | None) -> None:
    """Refuse days that cannot be, among those that are new. *Raises* ValidationError at their fields."""
    is_new = row.pk is None
    days = {name: said.get(name, getattr(row, name)) for name in DAYS}
    changed = [name for name in DAYS if is_new or days[name] != getattr(row, name)]
    errors = {name: _("This day has not come yet.") for name in changed if (days[name] or date.min) > today()}
    promised_on, settled_on = days["promised_on"], days["settled_on"]
    if changed and not errors and promised_on and settled_on and settled_on < promised_on:
        promised = {"on": date_format(promised_on)}
        if "settled_on" in changed:
            errors["settled_on"] = _("It cannot be settled before it was promised, on %(on)s.") % promised
        else:
            errors["promised_on"] = _("It was settled before that, on %(on)s.") % {"on": date_format(settled_on)}
    if errors:
        raise ValidationError(errors)
