"""The pulse: say how an account is doing, and take it back."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.clock import today
from health.models import PulseReading


def feel_pulse(
    actor: User | None,
    account: Account,
    *,
    step: int,
    reasons: Sequence[str] = (),
    note: str = "",
    on: date | None = None,
) -> PulseReading:
    """Keep how an account is doing; the latest of a day counts. *Raises* ValidationError."""
    pulse = PulseReading(account_id=account.pk, step=step, reasons=list(reasons), note=note.strip(), on=on or today())
    words = _("Pulse of %(account)s: %(step)s") % {"account": account, "step": f"{step}"}
    with act("feel_pulse", actor, account.pk, words) as recorder:
        return recorder.insert(pulse)


def remove_pulse(actor: User | None, pulse: PulseReading) -> None:
    """Take a pulse back."""
    with act("remove_pulse", actor, pulse.account_id, _("Removed a pulse")) as recorder:
        recorder.retract(pulse)
