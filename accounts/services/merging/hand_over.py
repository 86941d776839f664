"""Merged accounts that had two owners: whoever gets the deals of the other starts with a debrief."""

from typing import Any

from accounts.models import Account, Deal, OwnerChange
from accounts.selectors.deals import deals_to_hand_over
from accounts.services.acts import Recorder
from accounts.services.merging.plan import Plan


def hand_over(plan: Plan, winner: Account, loser: Account, owner_id: int | None) -> None:
    """Keep that the deal won last of both goes over to the owner of what stays, where it was another's; and say of each
    earlier change of owner which deal it concerned, since they come to one account now."""
    deals = deals_to_hand_over([winner.pk, loser.pk])
    for change in plan.standing(OwnerChange).filter(account_id__in=[winner.pk, loser.pk], deal__isnull=True):
        concerned = _won_last(deal for deal in deals[change.account_id] if deal.closed_at <= change.changed_at)
        if concerned is not None:
            plan.change(change, deal_id=concerned.pk)
    last = _won_last(deal for some in deals.values() for deal in some)
    former = loser if last is not None and last.account_id == loser.pk else winner
    if former.owner_id and owner_id and former.owner_id != owner_id:
        kept = OwnerChange(
            account_id=winner.pk, changed_at=plan.now, former_id=former.owner_id, owner_id=owner_id, deal=last
        )
        plan.before_write.append(lambda recorder: _insert(recorder, kept))


def _insert(recorder: Recorder, kept: OwnerChange) -> None:
    recorder.insert(kept)


def _won_last(deals: Any) -> Deal | None:
    found: Deal | None = max(deals, key=lambda deal: (deal.closed_at, deal.pk), default=None)
    return found
