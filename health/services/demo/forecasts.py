"""The forecasts of the demo portfolio: what CSMs said of each renewal, a manager now and then over them, and why."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Contract, User
from csm.foundation.demo_parts import DemoPart
from health.domain.forecasts import Category, ClosingReason
from health.models import Closing, Forecast

# How often each is said: of open renewals, of those that were renewed later, and of those that were not.
OFTEN: Final = {"open": (5, 4, 2, 0.4), "renewed": (8, 5, 1, 0.1), "churned": (0.6, 2, 4, 3)}
LOOKED_BACK: Final = timedelta(days=730)
LOOKED_AHEAD: Final = timedelta(days=270)
SILENT: Final = 0.2
OVERRULED: Final = 0.08
REASONS: Final = {
    Category.COMMIT: ("Order form is with their legal team", "Signed off by the budget holder", "Usage doubled"),
    Category.LIKELY: ("They plan with us for next year", "Budget is asked for, not yet granted", ""),
    Category.AT_RISK: ("New CFO asks for three quotes", "Sponsor moved to another unit", "Half the seats are unused"),
    Category.LOST: ("They told us they consolidate on one vendor",),
}
RENEWED: Final = (ClosingReason.VALUE, ClosingReason.VALUE, ClosingReason.RELATIONSHIP, ClosingReason.AUTOMATIC)
CHURNED: Final = (ClosingReason.SPONSOR_LEFT, ClosingReason.NOT_USED, ClosingReason.PRICE, ClosingReason.COMPETITOR)


def write_forecasts(order: Any, first: int, account_ids: Sequence[int]) -> None:
    """Say something of most renewals around the day of the order, the same for the same order."""
    random = Random(f"forecasts {order.seed} {first}")
    since, until = order.as_of - LOOKED_BACK, order.as_of + LOOKED_AHEAD
    rows = Contract.objects.filter(account_id__in=account_ids, ends_on__gt=since, ends_on__lte=until)
    due = rows.exclude(outcome=ContractOutcome.CANCELLED).select_related("account").order_by("account_id", "pk")
    place = {account_id: number for number, account_id in enumerate(account_ids)}
    contracts = sorted(due, key=lambda each: (place[each.account_id], each.starts_on, each.ends_on, each.annual_value))
    managers = dict(User.objects.filter(team__manager__isnull=False).values_list("pk", "team__manager_id"))
    said = [each for contract in contracts for each in _said(random, contract, managers, order.as_of)]
    Forecast.objects.bulk_create(said, batch_size=2000)
    Closing.objects.bulk_create(
        [_closing(random, contract) for contract in contracts if contract.outcome != ContractOutcome.OPEN],
        batch_size=2000,
    )


def _said(random: Random, contract: Contract, managers: dict[int, int], as_of: date) -> Iterator[Forecast]:
    if random.random() < SILENT:
        return
    known_on = min(contract.ends_on, as_of)
    begun = known_on - timedelta(days=random.randint(60, 160))
    category = random.choices(list(Category), OFTEN[contract.outcome])[0]
    before = Category.LIKELY if random.random() < 0.4 and category is not Category.LIKELY else None
    turned = begun + timedelta(days=random.randint(10, 50)) if before else begun
    owner = contract.account.owner_id
    if before:
        yield _forecast(random, contract, before, begun, turned, owner)
    yield _forecast(random, contract, category, turned, None, owner)
    if contract.outcome == ContractOutcome.OPEN and owner in managers and random.random() < OVERRULED:
        doubted = Forecast(is_override=True, reason="I want to hear it from their budget holder first")
        yield _filled(doubted, contract, Category.AT_RISK, as_of - timedelta(days=3), None, managers[owner])


def _forecast(
    random: Random, contract: Contract, category: Category, since: date, until: date | None, by: int | None
) -> Forecast:
    grows = category in {Category.COMMIT, Category.LIKELY} and random.random() < 0.2
    amount = round(contract.annual_value * 11 / 10, -2) if grows else None
    made = Forecast(amount=amount, reason=random.choice(REASONS[category]))
    return _filled(made, contract, category, since, until, by)


def _filled(
    made: Forecast, contract: Contract, category: Category, since: date, until: date | None, by: int | None
) -> Forecast:
    made.contract, made.category, made.valid_from, made.valid_to = contract, category, since, until
    made.recorded_by_id = by
    return made


def _closing(random: Random, contract: Contract) -> Closing:
    reasons = RENEWED if contract.outcome == ContractOutcome.RENEWED else CHURNED
    return Closing(contract=contract, reason=random.choice(reasons), recorded_by_id=contract.account.owner_id)


FORECASTS = DemoPart("forecasts", write=write_forecasts, position=60)
