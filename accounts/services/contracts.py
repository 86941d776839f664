"""Record what a customer bought and what became of it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, Contract, User
from accounts.models.contracts import OUTCOME_LABELS
from accounts.services.acts import act


def add_contract(actor: User | None, account: Account, **fields: Any) -> Contract:
    """Record a contract. *Raises* ValidationError."""
    contract = Contract(account=account, **_cleaned(fields))
    words = _("Added a contract over %(product)s") % {"product": contract.product}
    with act("add_contract", actor, account.pk, words) as recorder:
        return recorder.insert(contract)


def edit_contract(actor: User | None, contract: Contract, expected_version: int, **fields: Any) -> Contract:
    """Correct a contract. *Raises* StaleEdit, ValidationError."""
    words = _("Edited the contract over %(product)s") % {"product": contract.product}
    with act("edit_contract", actor, contract.account_id, words) as recorder:
        return recorder.change(contract, expected_version, **_cleaned(fields))


def conclude_contract(
    actor: User | None, contract: Contract, expected_version: int, outcome: ContractOutcome
) -> Contract:
    """Say what became of a contract: renewed, churned or cancelled. *Raises* StaleEdit."""
    words = _("The contract over %(product)s is %(outcome)s") % {
        "product": contract.product,
        "outcome": OUTCOME_LABELS[outcome],
    }
    with act("conclude_contract", actor, contract.account_id, words) as recorder:
        return recorder.change(contract, expected_version, outcome=outcome.value)


def remove_contract(actor: User | None, contract: Contract) -> None:
    """Take a contract back that was recorded by mistake."""
    words = _("Removed the contract over %(product)s") % {"product": contract.product}
    with act("remove_contract", actor, contract.account_id, words) as recorder:
        recorder.retract(contract)


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(fields)
    if "currency" in cleaned:
        cleaned["currency"] = cleaned["currency"].strip().upper()
    return cleaned
