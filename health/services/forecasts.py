"""Forecast renewals, over-rule a forecast, and say why a contract was renewed or not."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Contract, User
from accounts.models.contracts import OUTCOME_LABELS
from accounts.services.acts import Recorder, act
from health.domain.forecasts import Category
from health.models import Closing, Forecast
from health.models.forecasts import CATEGORY_LABELS


def forecast_renewal(
    actor: User | None,
    contract: Contract,
    on: date,
    *,
    category: str,
    amount: Decimal | None = None,
    expected_on: date | None = None,
    reason: str = "",
    is_override: bool = False,
) -> Forecast:
    """Say what will become of a contract from a day on; what was said before is kept. *Raises* ValidationError."""
    words = {"account": contract.account.name, "category": CATEGORY_LABELS[Category(category)]}
    summary = (
        _("Over-ruled the forecast for %(account)s: %(category)s")
        if is_override
        else _("Forecast the renewal of %(account)s: %(category)s")
    ) % words
    with act("forecast_renewal", actor, contract.account_id, summary) as recorder:
        _lock_open(contract)
        current = _standing(contract, on, is_override)
        said = {"category": category, "amount": amount, "expected_on": expected_on, "reason": reason.strip()}
        if current and all(getattr(current, name) == value for name, value in said.items()):
            return current
        until = current.valid_to if current else _next_start(contract, on, is_override)
        if current:
            recorder.close(current, on)
        fresh = Forecast(contract=contract, is_override=is_override, valid_from=on, valid_to=until, **said)
        return recorder.insert(fresh)


def withdraw_override(actor: User | None, contract: Contract, on: date) -> None:
    """Let the forecast of the CSM hold again. *Raises* ValidationError where no manager over-ruled it."""
    current = _standing(contract, on, is_override=True)
    if current is None:
        raise ValidationError(_("No manager has over-ruled this forecast."))
    summary = _("The CSM's forecast for %(account)s holds again") % {"account": contract.account.name}
    with act("withdraw_override", actor, contract.account_id, summary) as recorder:
        recorder.close(current, on)


def close_renewal(
    actor: User | None, contract: Contract, expected_version: int, outcome: str, *, reason: str, note: str = ""
) -> Contract:
    """Say what became of a contract and why, in one act. *Raises* StaleEdit, ValidationError."""
    if outcome == ContractOutcome.OPEN:
        raise ValidationError({"outcome": _("Say whether it was renewed, lost or cancelled.")})
    words = {"product": contract.product, "outcome": OUTCOME_LABELS[ContractOutcome(outcome)]}
    summary = _("The contract over %(product)s is %(outcome)s") % words
    with act("conclude_contract", actor, contract.account_id, summary) as recorder:
        recorder.change(contract, expected_version, outcome=outcome)
        _give_reason(recorder, contract, reason, note.strip())
        return contract


def _give_reason(recorder: Recorder, contract: Contract, reason: str, note: str) -> None:
    held = Closing.objects.standing().filter(contract=contract).first()
    if held is None:
        recorder.insert(Closing(contract=contract, reason=reason, note=note))
    else:
        recorder.change(held, reason=reason, note=note)


def _lock_open(contract: Contract) -> None:
    now = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    if now.outcome != ContractOutcome.OPEN:
        raise ValidationError(_("This contract is decided already; there is nothing left to forecast."))


def _standing(contract: Contract, on: date, is_override: bool) -> Forecast | None:
    found: Forecast | None = Forecast.objects.valid_at(on).filter(contract=contract, is_override=is_override).first()
    return found


def _next_start(contract: Contract, on: date, is_override: bool) -> date | None:
    later = Forecast.objects.standing().filter(contract=contract, is_override=is_override, valid_from__gt=on)
    return later.order_by("valid_from").values_list("valid_from", flat=True).first()
