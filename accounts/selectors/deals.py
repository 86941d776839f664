"""Deals as pages and upper apps ask for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from accounts.domain.deals import DealStage
from accounts.models import Deal


class WonDeal(NamedTuple):
    """A deal that was won."""

    id: int
    closed_at: datetime


def latest_won_deals(account_ids: Sequence[int]) -> Mapping[int, WonDeal]:
    """The deal won last of each account that has won any, by account id; one query.

    Renewals of what they have count too. Equal instants: the one recorded later.
    """
    rows = Deal.objects.standing().filter(account_id__in=account_ids, stage=DealStage.WON)
    latest = rows.order_by("account_id", "-closed_at", "-pk").distinct("account_id")
    return {
        account_id: WonDeal(pk, closed_at)
        for account_id, pk, closed_at in latest.values_list("account_id", "pk", "closed_at")
    }


def deals_to_hand_over(account_ids: Sequence[int]) -> Mapping[int, list[Deal]]:
    """The deals won that need a handoff, by account id; one query."""
    found: dict[int, list[Deal]] = {account_id: [] for account_id in account_ids}
    rows = Deal.objects.standing().filter(account_id__in=account_ids, stage=DealStage.WON, needs_handoff=True)
    for deal in rows.order_by("closed_at", "pk"):
        found[deal.account_id].append(deal)
    return found
