"""How stakeholders stand to each other."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import act
from csm.foundation.facts import Basis
from stakeholders.models import Connection, Dismissal, Stakeholder
from stakeholders.models.connections import UNDIRECTED


def connect(
    actor: User | None,
    kind: str,
    from_: Stakeholder,
    to: Stakeholder,
    on: date | None = None,
    basis: str = Basis.STATED,
) -> Connection:
    """Two people of one account are connected from a date on (None: since before our records).

    Raises
    ------
    ValidationError
        When they are of different accounts, the same person, or connected so already.
    """
    if from_.account_id != to.account_id:
        raise ValidationError(_("Both people must be at the same account."))
    first, second = (to, from_) if kind in UNDIRECTED and from_.pk > to.pk else (from_, to)
    summary = _("Connected %(first)s and %(second)s") % {"first": from_.person.name, "second": to.person.name}
    with act("connect", actor, from_.account_id, summary) as recorder:
        return recorder.insert(
            Connection(
                account_id=from_.account_id,
                kind=kind,
                from_stakeholder=first,
                to_stakeholder=second,
                valid_from=on,
                basis=basis,
            )
        )


def end_connection(actor: User | None, connection: Connection, on: date) -> Connection:
    """The connection no longer holds from a date on: a change."""
    with act("end_connection", actor, connection.account_id, _("Ended a connection")) as recorder:
        recorder.close(connection, on)
        return connection


def retract_connection(actor: User | None, connection: Connection) -> None:
    """There never was such a connection: a correction."""
    with act("retract_connection", actor, connection.account_id, _("Removed a connection")) as recorder:
        recorder.retract(connection)


def dismiss_meeting(
    actor: User | None, account: Account, first: Stakeholder, second: Stakeholder, on: date | None = None
) -> Dismissal:
    """Two who met together are not connected by it."""
    if {first.account_id, second.account_id} != {account.pk}:
        raise ValidationError(_("Both people must be at the same account."))
    low, high = sorted((first, second), key=lambda someone: someone.pk)
    summary = _("%(first)s and %(second)s only met") % {"first": first.person.name, "second": second.person.name}
    with act("dismiss_meeting", actor, account.pk, summary) as recorder:
        return recorder.insert(Dismissal(account=account, first=low, second=high, valid_from=on))
