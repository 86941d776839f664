"""The handoff of an account as its page shows it: deals, their clocks, what is written and what is owed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, Deal
from accounts.visibility import Viewer
from stakeholders.domain.handoff_record import Record, Side, is_complete, owes
from stakeholders.models import Handoff, HandoffMeeting, HandoffPerson
from stakeholders.selectors.handoff_clocks import clocks_of, pressing_clocks
from stakeholders.selectors.handoff_lines import LineReading, lines_read
from stakeholders.selectors.handoff_words import SIDES, ClockReading, owed_words, read_clock


@dataclass(frozen=True)
class SideReading:
    """How far one side is with its part."""

    side: Side
    label: str
    words: str
    is_done: bool
    may_complete: bool
    said_by: Any
    said_at: Any


@dataclass(frozen=True)
class DealReading:
    """A deal with its clocks and its record."""

    deal: Deal
    clocks: list[ClockReading]
    handoff: Handoff | None
    people: list[HandoffPerson]
    meetings: list[HandoffMeeting]
    sides: list[SideReading]
    is_complete: bool
    presses: bool
    lines: Mapping[str, list[LineReading]]


def deals_of(account: Account) -> list[DealReading]:
    """The deals of an account, open ones first, then those closed last; the same queries for any number."""
    now = timezone.now()
    deals = list(Deal.objects.standing().filter(account_id=account.pk).select_related("owner"))
    ids = [deal.pk for deal in deals]
    handoffs = {one.deal_id: one for one in _handoffs(ids)}
    people, meetings = _people(ids), _meetings(ids)
    lines = lines_read(account.pk, list(handoffs.values()))
    clocks = {one.deal_id: one.clocks for one in clocks_of([account.pk], now)}
    rows = []
    for deal in sorted(deals, key=_order):
        found = clocks.get(deal.pk, ())
        handoff, met = handoffs.get(deal.pk), people[deal.pk]
        record = handoff.record(len(met)) if handoff else Record()
        rows.append(
            DealReading(
                deal,
                [read_clock(clock) for clock in found],
                handoff,
                met,
                meetings[deal.pk],
                [_side(side, record, handoff) for side in Side],
                is_complete(record),
                any(clock.presses(now) for clock in found),
                lines[handoff.pk] if handoff else {},
            )
        )
    return rows


def _order(deal: Deal) -> tuple[bool, float, int]:
    return deal.closed_at is not None, -deal.closed_at.timestamp() if deal.closed_at else 0.0, -deal.pk


def _handoffs(deal_ids: Sequence[int]) -> Any:
    rows = Handoff.objects.standing().filter(deal_id__in=deal_ids)
    return rows.select_related("sales_said_by", "success_said_by")


def _people(deal_ids: Sequence[int]) -> Mapping[int, list[HandoffPerson]]:
    found: defaultdict[int, list[HandoffPerson]] = defaultdict(list)
    rows = HandoffPerson.objects.filter(handoff__deal_id__in=deal_ids, handoff__retracted_at__isnull=True)
    shown = rows.select_related("stakeholder__person", "handoff").order_by("stakeholder__person__name", "pk")
    for link in shown:
        if link.stakeholder.retracted_at is None:
            found[link.handoff.deal_id].append(link)
    return found


def _meetings(deal_ids: Sequence[int]) -> Mapping[int, list[HandoffMeeting]]:
    found: defaultdict[int, list[HandoffMeeting]] = defaultdict(list)
    for meeting in HandoffMeeting.objects.standing().filter(deal_id__in=deal_ids).select_related("recorded_by"):
        found[meeting.deal_id].append(meeting)
    return found


def _side(side: Side, record: Record, handoff: Handoff | None) -> SideReading:
    owed = owes(record, side)
    said = "sales_said" if side is Side.SALES else "success_said"
    return SideReading(
        side,
        str(SIDES[side]),
        owed_words(side, owed),
        not owed,
        [one.value for one in owed] == ["word"],
        getattr(handoff, f"{said}_by", None),
        getattr(handoff, f"{said}_at", None),
    )


def head_figure(viewer: Viewer, account: Account) -> dict[str, Any]:
    """The most urgent clock of an account for its head, where one runs or was breached; one query."""
    pressing = pressing_clocks([account.pk]).get(account.pk, [])
    return {
        "reading": read_clock(pressing[0][1]) if pressing else None,
        "more": len(pressing) - 1,
        "url": reverse("stakeholders:handoff", args=[account.pk]),
    }
