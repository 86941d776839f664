"""Which roles stakeholders hold."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.acts import act
from csm.foundation.clock import today
from csm.foundation.facts import Basis
from stakeholders.models import RoleHolding, Stakeholder
from stakeholders.services.stating import make_way, rule_out_role


def assign_role(
    actor: User | None, stakeholder: Stakeholder, role: Role, on: date | None = None, basis: str = Basis.STATED
) -> RoleHolding:
    """They hold a role from a date on (None: since before our records). *Raises* ValidationError on overlap.

    The same role that was only assumed until then makes way.
    """
    _refuse_departed(stakeholder, on)
    summary = _("%(name)s became %(role)s") % {"name": stakeholder.person.name, "role": role.name}
    with act("assign_role", actor, stakeholder.account_id, summary) as recorder:
        if basis == Basis.STATED:
            make_way(recorder, stakeholder, role, on)
        return recorder.insert(RoleHolding(stakeholder=stakeholder, role=role, valid_from=on, basis=basis))


def end_role(actor: User | None, holding: RoleHolding, on: date) -> RoleHolding:
    """They no longer hold it: a change, true from the date on."""
    summary = _("%(name)s is no longer %(role)s") % _words(holding)
    with act("end_role", actor, holding.stakeholder.account_id, summary) as recorder:
        rule_out_role(recorder, holding, on)
        recorder.close(holding, on)
        return holding


def retract_role(actor: User | None, holding: RoleHolding) -> None:
    """They never held it: a correction."""
    summary = _("%(name)s never was %(role)s") % _words(holding)
    with act("retract_role", actor, holding.stakeholder.account_id, summary) as recorder:
        rule_out_role(recorder, holding, _day_in(holding))
        recorder.retract(holding)


def confirm_role(actor: User | None, holding: RoleHolding) -> RoleHolding:
    """What a rule assumed is right: the holding is stated from now on, over the same days."""
    summary = _("Confirmed %(name)s as %(role)s") % _words(holding)
    with act("confirm_role", actor, holding.stakeholder.account_id, summary) as recorder:
        recorder.retract(holding)
        return recorder.insert(
            RoleHolding(
                stakeholder=holding.stakeholder,
                role=holding.role,
                valid_from=holding.valid_from,
                valid_to=holding.valid_to,
            )
        )


def fill_role(actor: User | None, holding: RoleHolding, stakeholder: Stakeholder, on: date) -> RoleHolding:
    """Somebody takes over an orphaned role: it ends with the one who left and begins with the other."""
    if stakeholder.account_id != holding.stakeholder.account_id:
        raise ValidationError({"stakeholder": _("They must be at the same account.")})
    _refuse_departed(stakeholder, on)
    summary = _("%(name)s took over as %(role)s") % {"name": stakeholder.person.name, "role": holding.role.name}
    with act("fill_role", actor, stakeholder.account_id, summary) as recorder:
        rule_out_role(recorder, holding, on)
        recorder.close(holding, on)
        make_way(recorder, stakeholder, holding.role, on)
        held = RoleHolding.objects.valid_at(on).filter(stakeholder=stakeholder, role=holding.role).first()
        return held or recorder.insert(RoleHolding(stakeholder=stakeholder, role=holding.role, valid_from=on))


def _day_in(holding: RoleHolding) -> date:
    """Today where the role is held today, else its first day: the day whose title it was assumed from."""
    now = today()
    is_held = holding.valid_to is None or holding.valid_to > now
    return now if is_held or holding.valid_from is None else holding.valid_from


def _words(holding: RoleHolding) -> dict[str, str]:
    return {"name": holding.stakeholder.person.name, "role": holding.role.name}


def _refuse_departed(stakeholder: Stakeholder, on: date | None) -> None:
    if stakeholder.left_on is not None and (on is None or stakeholder.left_on <= on):
        raise ValidationError(_("%(name)s has left the account.") % {"name": stakeholder.person.name})
