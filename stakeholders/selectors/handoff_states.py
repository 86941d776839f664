"""How far the handoffs of accounts are: of each account that of one deal, for one account or many in two queries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from accounts.domain.deals import DealStage
from stakeholders.domain.handoff_clocks import ClockKind
from stakeholders.domain.handoff_record import is_complete
from stakeholders.models import Handoff
from stakeholders.selectors.handoff_clocks import DealClocks, clocks_of


class HandoffState(NamedTuple):
    """What has been done of the handoff of a deal; the debrief is that with the owner of today."""

    deal_id: int
    is_debriefed: bool
    is_introduced: bool
    is_complete: bool
    is_live: bool


def handoff_states(account_ids: Sequence[int], now: datetime | None = None) -> Mapping[int, HandoffState]:
    """By account, of the deal won last that needs a handoff; where none was won, of the open one that is likely."""
    moment = now or timezone.now()
    chosen: dict[int, DealClocks] = {}
    for deal in clocks_of(account_ids, moment):
        held = chosen.get(deal.account_id)
        if deal.facts.stage is DealStage.WON:
            is_chosen = held is None or held.facts.stage is DealStage.OPEN
        else:
            is_chosen = held is None and deal.facts.likely_at is not None
        if is_chosen:
            chosen[deal.account_id] = deal
    complete = _complete([deal.deal_id for deal in chosen.values()])
    return {pk: _state(deal, deal.deal_id in complete, moment) for pk, deal in chosen.items()}


def _state(deal: DealClocks, has_record: bool, now: datetime) -> HandoffState:
    facts = deal.facts
    *debriefs, introduction = deal.clocks
    if facts.stage is DealStage.OPEN:
        is_debriefed = any(at <= now for at in facts.debriefs)
    else:
        is_debriefed = debriefs[-1].held is not None
    said = any(at <= now for at in facts.introductions)
    is_introduced = said or (introduction.kind is ClockKind.INTRODUCTION and introduction.held is not None)
    is_live = facts.live_at is not None and facts.live_at <= now
    return HandoffState(deal.deal_id, is_debriefed, is_introduced, has_record, is_live)


def _complete(deal_ids: Sequence[int]) -> set[int]:
    """Of which deals both sides have completed the record."""
    met = Count("person_links", filter=Q(person_links__stakeholder__retracted_at__isnull=True))
    rows = Handoff.objects.standing().filter(deal_id__in=deal_ids).annotate(met=met)
    return {row.deal_id for row in rows if is_complete(row.record(row.met))}
