"""What we promised: record, change, settle, take back."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import today
from stakeholders.domain.commitments import CommitmentState
from stakeholders.models import Commitment
from stakeholders.services.belonging import refuse_strangers

SETTLED_WORDS = {
    CommitmentState.KEPT: gettext_noop("Kept a commitment"),
    CommitmentState.BROKEN: gettext_noop("Said that a commitment was broken"),
    CommitmentState.WITHDRAWN: gettext_noop("Withdrew a commitment"),
}
PEOPLE = ("stakeholder", "touchpoint")


def commit(actor: User | None, account: Account, **fields: Any) -> Commitment:
    """Record what we promised. *Raises* ValidationError."""
    refuse_strangers(account.pk, **{name: fields.get(name) for name in PEOPLE})
    with act("commit", actor, account.pk, _("Recorded a commitment")) as recorder:
        return recorder.insert(Commitment(account_id=account.pk, **fields))


def edit_commitment(
    actor: User | None, row: Commitment, expected_version: int | None = None, **fields: Any
) -> Commitment:
    """Change a commitment in place. *Raises* StaleEdit, ValidationError."""
    refuse_strangers(row.account_id, **{name: fields[name] for name in PEOPLE if name in fields})
    with act("edit_commitment", actor, row.account_id, _("Edited a commitment")) as recorder:
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
    with act("settle_commitment", actor, row.account_id, _(words)) as recorder:
        return recorder.change(row, expected_version, state=state, settled_on=on or today(), settled_note=note)


def reopen_commitment(actor: User | None, row: Commitment) -> Commitment:
    """It was settled by mistake: it is open again. *Raises* StaleEdit."""
    with act("reopen_commitment", actor, row.account_id, _("Opened a commitment again")) as recorder:
        return recorder.change(row, state=CommitmentState.OPEN.value, settled_on=None, settled_note="")


def remove_commitment(actor: User | None, row: Commitment) -> None:
    """Take back a commitment that was recorded by mistake."""
    with act("remove_commitment", actor, row.account_id, _("Removed a commitment")) as recorder:
        recorder.retract(row)
