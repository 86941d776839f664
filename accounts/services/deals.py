"""Record deals, and what became of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.deals import DealStage, likely_since
from accounts.models import Account, Deal, User
from accounts.models.deals import STAGE_LABELS
from accounts.services.acts import act

INSTANTS = ("closed_at", "live_at")


def record_deal(actor: User | None, account: Account, **fields: Any) -> Deal:
    """Record a deal, open or closed. *Raises* ValidationError."""
    deal = Deal(account_id=account.pk, **settled(None, fields))
    with act("record_deal", actor, account.pk, _("Recorded the deal “%(name)s”") % {"name": deal.name}) as recorder:
        return recorder.insert(deal)


def edit_deal(actor: User | None, deal: Deal, expected_version: int | None = None, **fields: Any) -> Deal:
    """Change what is known of a deal; also its stage. *Raises* StaleEdit, ValidationError."""
    with act("edit_deal", actor, deal.account_id, _("Edited the deal “%(name)s”") % {"name": deal.name}) as recorder:
        return recorder.change(deal, expected_version, **settled(deal, fields))


def close_deal(
    actor: User | None, deal: Deal, stage: DealStage, expected_version: int | None = None, **fields: Any
) -> Deal:
    """Say that a deal was won or lost, and when; said again without an instant, that of before stays.

    *Raises* StaleEdit, ValidationError.
    """
    closed_at = deal.closed_at if deal.stage == stage else timezone.now()
    given = {"stage": stage.value, "closed_at": closed_at, **fields}
    words = _("The deal “%(name)s” is %(stage)s") % {"name": deal.name, "stage": STAGE_LABELS[stage]}
    with act("close_deal", actor, deal.account_id, words) as recorder:
        return recorder.change(deal, expected_version, **settled(deal, given))


def reopen_deal(actor: User | None, deal: Deal, expected_version: int | None = None) -> Deal:
    """A deal is open after all. *Raises* StaleEdit."""
    words = _("Reopened the deal “%(name)s”") % {"name": deal.name}
    with act("reopen_deal", actor, deal.account_id, words) as recorder:
        return recorder.change(deal, expected_version, **settled(deal, {"stage": DealStage.OPEN.value}))


def say_live(actor: User | None, deal: Deal, live_at: datetime | None, expected_version: int | None = None) -> Deal:
    """What a deal sold is in use since an instant; None takes that back. *Raises* StaleEdit, ValidationError."""
    words = _("“%(name)s” went live") if live_at else _("“%(name)s” is not live yet")
    with act("say_live", actor, deal.account_id, words % {"name": deal.name}) as recorder:
        return recorder.change(deal, expected_version, **settled(deal, {"live_at": live_at}))


def remove_deal(actor: User | None, deal: Deal, expected_version: int | None = None) -> None:
    """Take back a deal that was recorded by mistake. *Raises* StaleEdit."""
    with act("remove_deal", actor, deal.account_id, _("Removed the deal “%(name)s”") % {"name": deal.name}) as recorder:
        recorder.retract(deal, expected_version)


def settled(deal: Deal | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with what follows from them: an open deal was not closed, only a lost one has a reason.

    *Raises* ValidationError where an instant lies ahead.
    """
    cleaned: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    now = timezone.now()
    ahead = [name for name in INSTANTS if cleaned.get(name) is not None and cleaned[name] > now]
    if ahead:
        raise ValidationError({name: _("This lies ahead: record it once it has happened.") for name in ahead})
    if "currency" in cleaned:
        cleaned["currency"] = cleaned["currency"].upper()
    stage = cleaned.get("stage", deal.stage if deal else DealStage.OPEN)
    if stage != DealStage.OPEN and cleaned.get("closed_at", deal.closed_at if deal else None) is None:
        raise ValidationError({"closed_at": _("Say when it was won or lost.")})
    if stage == DealStage.OPEN:
        cleaned["closed_at"] = None
        probability = cleaned.get("probability", deal.probability if deal else None)
        cleaned["likely_at"] = likely_since(probability, deal.likely_at if deal else None, now)
    if stage != DealStage.LOST:
        cleaned["lost_reason"] = ""
    return cleaned
