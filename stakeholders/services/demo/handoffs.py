"""The deals of the demo portfolio with their handoffs: some held in time, some late, some running, some overdue."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from django.utils import timezone

from accounts.domain.deals import DealStage
from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, AccountTeamMember, Contract, Deal
from csm.foundation.demo_parts import DemoPart
from stakeholders.models import Handoff, HandoffMeeting, HandoffPerson, MeetingKind, Stakeholder

HELD_IN_TIME: Final = 0.8
LATELY: Final = timedelta(days=540)
NEW: Final = timedelta(days=80)  # customers who came since are in the middle of their onboarding
GOALS: Final = (
    "Close the books in three days instead of eight",
    "Every site reports the same figures by the end of the quarter",
    "Half the time that support spends on looking things up",
)
PROMISES: Final = (
    "Single sign-on before the first site goes live",
    "A named engineer for the first eight weeks",
    "The price per seat stays as it is for two years",
)
RISKS: Final = (
    "Their IT has two other projects until spring",
    "Only one person there knows the old system",
    "The sponsor wants results before the summer",
)
# What has just happened at some customers, by the number of the account: one of each kind, then again.
FRESH: Final = {1: "running", 6: "likely", 8: "debrief_missed", 17: "introduction_missed", 19: "lost", 21: "open"}
EVERY: Final = 24


def write_handoffs(order: Any, first: int, account_ids: Sequence[int]) -> None:
    """Write the deals of some accounts, the same for the same order."""
    accounts = Account.objects.select_related("segment").in_bulk(account_ids)
    begun = _first_contracts(account_ids)
    customers, people = _customers(account_ids, order.as_of), _people(account_ids)
    writing = _Writing(order.as_of, _sellers(account_ids))
    for number, account_id in enumerate(account_ids, start=first):
        random, account = Random(f"handoffs {order.seed} {number}"), accounts[account_id]
        if account_id in begun:
            writing.past(random, account, begun[account_id], people.get(account_id, []))
        if number % EVERY in FRESH and account_id in customers:
            writing.fresh(random, account, FRESH[number % EVERY], people.get(account_id, []))
    writing.write()


class _Writing:
    def __init__(self, as_of: date, sellers: dict[int, int]) -> None:
        self.as_of, self.sellers = as_of, sellers
        self.deals: list[Deal] = []
        self.meetings: list[HandoffMeeting] = []
        self.handoffs: list[tuple[Handoff, list[Stakeholder]]] = []

    def past(self, random: Random, account: Account, contract: Contract, people: list[Stakeholder]) -> None:
        """The deal that began the account; long ago everything had been held, if not always in time."""
        is_new = self.as_of - NEW < contract.starts_on <= self.as_of - timedelta(days=30)
        day = contract.starts_on - timedelta(days=2 if is_new else random.randint(4, 20))
        closed_at = _at(day if is_new else min(day, self.as_of - timedelta(days=100)), random.randint(9, 17))
        deal = self._won(account, f"{account.name} first order", contract.annual_value, contract.currency, closed_at)
        live_at = closed_at + timedelta(days=random.randint(20, 25 if is_new else 60))
        deal.live_at = live_at
        late = random.random() >= HELD_IN_TIME and not is_new
        self._met(deal, MeetingKind.DEBRIEF, closed_at + timedelta(hours=60 if late else random.randint(3, 44)))
        late = random.random() >= HELD_IN_TIME and not is_new
        self._met(deal, MeetingKind.INTRODUCTION, _introduced(account, closed_at, live_at, late))
        if closed_at > _at(self.as_of - LATELY, 9):
            self._record(random, deal, people[:3], True)

    def fresh(self, random: Random, account: Account, story: str, people: list[Stakeholder]) -> None:
        """A further deal of these days."""
        amount, currency = random.randint(8, 90) * 1000, "EUR"
        name = f"{account.name} expansion"
        if story in ("likely", "open", "lost"):
            self._open(random, account, name, amount, currency, story)
            return
        days = {"running": 1, "debrief_missed": 3, "introduction_missed": 9}[story]
        closed_at = _at(self.as_of - timedelta(days=days), 16)
        deal = self._won(account, name, amount, currency, closed_at)
        if story == "introduction_missed":
            deal.live_at = closed_at + timedelta(days=1)
            self._met(deal, MeetingKind.DEBRIEF, closed_at + timedelta(hours=20))
        self._record(random, deal, people[:2], False)

    def _open(self, random: Random, account: Account, name: str, amount: int, currency: str, story: str) -> None:
        deal = Deal(account=account, name=name, amount=amount, currency=currency, owner_id=self.sellers.get(account.pk))
        deal.probability = 85 if story == "likely" else 40
        deal.expected_on = self.as_of + timedelta(days=random.randint(10, 40))
        if story == "likely":
            deal.likely_at = _at(self.as_of - timedelta(days=3), 11)
        if story == "lost":
            deal.stage, deal.closed_at = DealStage.LOST, _at(self.as_of - timedelta(days=6), 15)
            deal.lost_reason = "They build it themselves"
        self.deals.append(deal)

    def _won(self, account: Account, name: str, amount: Any, currency: str, closed_at: datetime) -> Deal:
        deal = Deal(account=account, name=name, amount=amount, currency=currency, probability=100, closed_at=closed_at)
        deal.stage, deal.expected_on, deal.owner_id = DealStage.WON, closed_at.date(), self.sellers.get(account.pk)
        self.deals.append(deal)
        return deal

    def _met(self, deal: Deal, kind: MeetingKind, held_at: datetime) -> None:
        self.meetings.append(HandoffMeeting(account=deal.account, deal=deal, kind=kind, held_at=held_at))

    def _record(self, random: Random, deal: Deal, people: list[Stakeholder], is_complete: bool) -> None:
        handoff = Handoff(account=deal.account, deal=deal, goals=random.choice(GOALS), promises=random.choice(PROMISES))
        if deal.closed_at is not None:
            handoff.sales_said_at = deal.closed_at + timedelta(hours=2)
            handoff.sales_said_by_id = deal.owner_id
        if is_complete and handoff.sales_said_at is not None:
            handoff.risks = random.choice(RISKS)
            handoff.success_said_at = handoff.sales_said_at + timedelta(days=1)
            handoff.success_said_by_id = deal.account.owner_id
        self.handoffs.append((handoff, people))

    def write(self) -> None:
        """Write everything, deals first."""
        Deal.objects.bulk_create(self.deals, batch_size=2000)
        HandoffMeeting.objects.bulk_create(self.meetings, batch_size=2000)
        Handoff.objects.bulk_create([handoff for handoff, _people in self.handoffs], batch_size=2000)
        links = [
            HandoffPerson(handoff=handoff, stakeholder=one, note="Asked good questions" if place == 0 else "")
            for handoff, people in self.handoffs
            for place, one in enumerate(people)
        ]
        HandoffPerson.objects.bulk_create(links, batch_size=2000)


def _introduced(account: Account, closed_at: datetime, live_at: datetime, late: bool) -> datetime:
    level = account.segment.touch_level if account.segment else "medium"
    start = {"high": closed_at - timedelta(days=6), "low": live_at}.get(level, closed_at)
    return start + timedelta(days=9 if late else 3)


def _first_contracts(account_ids: Sequence[int]) -> dict[int, Contract]:
    rows = Contract.objects.filter(account_id__in=account_ids).exclude(outcome=ContractOutcome.CANCELLED)
    first = rows.order_by("account_id", "starts_on", "-annual_value", "pk").distinct("account_id")
    return {contract.account_id: contract for contract in first}


def _customers(account_ids: Sequence[int], on: date) -> set[int]:
    """Those who have a contract that runs and has not been lost: nobody else buys more."""
    rows = Contract.objects.filter(account_id__in=account_ids, starts_on__lte=on, ends_on__gt=on)
    return set(rows.filter(outcome=ContractOutcome.OPEN).values_list("account_id", flat=True))


def _sellers(account_ids: Sequence[int]) -> dict[int, int]:
    """The account executive of each account, the latest where there were several."""
    rows = AccountTeamMember.objects.filter(account_id__in=account_ids, job__key="account_executive")
    return dict(rows.order_by("valid_from", "pk").values_list("account_id", "user_id"))


def _people(account_ids: Sequence[int]) -> dict[int, list[Stakeholder]]:
    found: dict[int, list[Stakeholder]] = {}
    rows: Iterator[Stakeholder] = iter(
        Stakeholder.objects.standing().filter(account_id__in=account_ids, number__lt=3).order_by("account_id", "number")
    )
    for one in rows:
        found.setdefault(one.account_id, []).append(one)
    return found


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)), timezone.get_default_timezone())


HANDOFFS = DemoPart("handoffs", write=write_handoffs, position=40)
