"""What customers bought: contracts that follow each other, their value, and what became of them."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from stakeholders.domain.demo.drafts import ContractDraft
from stakeholders.domain.sky import TouchLevel

PRODUCTS: Final = ("Orbit Platform", "Orbit Analytics", "Orbit Connect", "Orbit Care")
# Median annual value of the first product in euros; the logarithm spreads by 0.8.
MEDIAN_VALUE: Final = {TouchLevel.HIGH: 115_000, TouchLevel.MEDIUM: 34_000, TouchLevel.LOW: 8_500}
SPREAD: Final = 0.8
# What one unit is worth in euros, from so many days before the date of the portfolio on.
EUROS: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "EUR": ((1500, "1"),),
    "USD": ((1500, "0.93"), (500, "0.91"), (120, "0.92")),
    "GBP": ((1500, "1.15"), (500, "1.17"), (120, "1.18")),
    "SEK": ((1500, "0.088"), (500, "0.087"), (120, "0.089")),
    "PLN": ((1500, "0.22"), (500, "0.231"), (120, "0.233")),
    "BRL": ((1500, "0.18"), (500, "0.17"), (120, "0.165")),
    "JPY": ((1500, "0.0068"), (500, "0.0062"), (120, "0.0061")),
}
RENEWAL_NEAR: Final = timedelta(days=90)


def draw_contracts(
    random: Random, level: TouchLevel, currency: str, since: date, as_of: date, churned_on: date | None
) -> list[ContractDraft]:
    """The contracts of an account from its first day: the main product, for some a second one."""
    years = random.choice((1, 1, 1, 2, 3))
    value = MEDIAN_VALUE[level] * math.exp(random.gauss(0, SPREAD)) / float(EUROS[currency][0][1])
    drawn = list(_chain(random, PRODUCTS[0], years, value, currency, since, as_of, churned_on))
    if random.random() < 0.4 and churned_on is None:
        product = random.choice(PRODUCTS[1:])
        begun = since + timedelta(days=random.randrange(0, 300))
        if begun < as_of:
            drawn += _chain(random, product, 1, value * 0.3, currency, begun, as_of, None, random.random() < 0.1)
    return drawn


def first_day(random: Random, churned_on: date, level: TouchLevel) -> date:
    """The first day of a customer who churned on a date: whole years before."""
    return years_after(churned_on, -random.choice((2, 3) if level is not TouchLevel.LOW else (1, 2)))


def phase_of(contracts: list[ContractDraft], since: date, as_of: date, random: Random) -> str:
    """Where the account stands: new, near a renewal, growing or in daily use."""
    if (as_of - since).days < 100:
        return "land"
    if any(timedelta() <= contract.ends_on - as_of <= RENEWAL_NEAR for contract in contracts):
        return "renew"
    return "expand" if random.random() < 0.2 else "adopt"


def rates(base_currency: str, as_of: date) -> list[tuple[str, date, Decimal]]:
    """Dated exchange rates into the base currency; none when its own worth is not known here."""
    if base_currency not in EUROS:
        return []
    base = Decimal(EUROS[base_currency][-1][1])
    return [
        (currency, as_of - timedelta(days=days), (Decimal(worth) / base).quantize(Decimal("0.00000001")))
        for currency, dated in EUROS.items()
        if currency != base_currency
        for days, worth in dated
    ]


def years_after(on: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th.

    >>> years_after(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    return date(on.year + years, on.month, min(on.day, 28) if on.month == 2 else on.day)


def _chain(
    random: Random,
    product: str,
    years: int,
    value: float,
    currency: str,
    starts_on: date,
    as_of: date,
    churned_on: date | None,
    is_cancelled: bool = False,
) -> Iterator[ContractDraft]:
    """One contract after the other, each worth a little more or less; the last is open, churned or cancelled."""
    while True:
        ends_on = min(years_after(starts_on, years), churned_on or date.max)
        is_last = ends_on > as_of or ends_on == churned_on
        outcome = "renewed" if not is_last else "churned" if churned_on else "cancelled" if is_cancelled else "open"
        worth = Decimal(max(100, round(value, -2)))
        yield ContractDraft(product, starts_on, ends_on, worth, currency, outcome)
        if is_last:
            return
        starts_on, value = ends_on, value * random.choice((0.95, 1, 1, 1.03, 1.08, 1.2, 1.4))
