"""Handoffs as alerts and My day ask for them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.selectors.revenue import Stake
from csm.foundation.clock import today
from csm.foundation.my_day import Day, DayItem, DaySource
from health.domain.alerts.handoffs import Late
from health.domain.alerts.kinds import BY_KEY, AlertKind
from health.domain.alerts.ranking import weight
from health.selectors.alerts import Book
from stakeholders.domain.handoff_clocks import Clock, ClockState
from stakeholders.selectors.handoff_clocks import SOON, DealClocks, pressing_clocks
from stakeholders.selectors.handoff_words import read_clock


def late_of(account_ids: Sequence[int]) -> Mapping[int, tuple[Late, ...]]:
    """The clocks of accounts that press, by account id; one query."""
    return {
        account_id: tuple(Late(deal.deal_id, deal.name, clock) for deal, clock in some)
        for account_id, some in pressing_clocks(account_ids).items()
    }


def day_handoffs(day: Day, limit: int) -> Sequence[DayItem]:
    """Running clocks of one's own accounts that are due within 48 hours, as items of My day."""
    book, now, on = day.once(Book), timezone.now(), today()
    found = pressing_clocks(book.own, now)
    due = [
        (deal, clock)
        for some in found.values()
        for deal, clock in some
        if clock.state is ClockState.RUNNING and clock.due_at is not None and clock.due_at <= now + SOON
    ]
    worth = book.stakes(deal.account_id for deal, _clock in due)
    items = [_item(deal, clock, worth[deal.account_id], on) for deal, clock in due]
    return sorted(items, key=lambda item: (-item.weight, item.key))[:limit]


def _item(deal: DealClocks, clock: Clock, worth: Stake, on: date) -> DayItem:
    reading = read_clock(clock)
    url = reverse("stakeholders:handoff", args=[deal.account_id])
    return DayItem(
        key=f"handoff:{deal.deal_id}:{clock.kind.value}",
        account_id=deal.account_id,
        account=deal.place.account,
        label=_("Handoff"),
        reason=f"{reading.sentence}: {deal.name}",
        url=url,
        start_label=_("Open the handoff"),
        start_url=url,
        weight=weight(worth.arr, BY_KEY[AlertKind.HANDOFF_LATE].likelihood, worth.renewal_on, on),
        tone="watch" if reading.tone == "watch" else "accent",
        id=deal.deal_id,
    )


DAY_HANDOFFS = DaySource("handoffs", day_handoffs, position=15)
