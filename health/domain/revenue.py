"""The revenue ledger: what became of the revenue of a day by another day, from contracts alone.

Source: design.md, "Revenue"; the terms are those in which subscription businesses report (gross and net revenue
retention). Currencies are compared at the rates of the first day, so that no movement of rates is read as one of
customers. `health.selectors.ledger` finds the same figures in the database; a test holds the two equal.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

NOTHING = Decimal(0)
Rates = Mapping[str, Decimal]


class Sold(NamedTuple):
    """A contract as the ledger sees it.

    Attributes
    ----------
    account_id : int
        Whose.
    starts_on, ends_on : date
        In force from the first until the day before the second.
    annual_value : Decimal
        A year, in `currency`; not negative.
    currency : str
        ISO 4217.
    outcome : str
        "open", "renewed", "churned" or "cancelled"; a cancelled contract never counts.
    """

    account_id: int
    starts_on: date
    ends_on: date
    annual_value: Decimal
    currency: str
    outcome: str = "open"

    def runs_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.outcome != "cancelled" and self.starts_on <= day < self.ends_on


class BothEnds(NamedTuple):
    """The annual revenue of one account on the two days, all of its contracts netted; not negative."""

    start: Decimal
    end: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of revenue between two days, in the base currency at the rates of the first.

    Attributes
    ----------
    accounts : int
        With revenue on the first day; GRR and NRR are about these.
    start : Decimal
        Their revenue on the first day.
    expansion, contraction, churn : Decimal
        What they came to pay more; less, without leaving; what those paid who pay nothing any more. Each at least 0.
    new_sales : Decimal
        Revenue on the last day of accounts that had none on the first.
    expanded, contracted, churned, new_accounts : int
        How many accounts each of the four is about.
    unknown_accounts : int
        Left out: with a contract in a currency without a rate on the first day.
    """

    accounts: int = 0
    start: Decimal = NOTHING
    expansion: Decimal = NOTHING
    contraction: Decimal = NOTHING
    churn: Decimal = NOTHING
    new_sales: Decimal = NOTHING
    expanded: int = 0
    contracted: int = 0
    churned: int = 0
    new_accounts: int = 0
    unknown_accounts: int = 0

    @property
    def retained(self) -> Decimal:
        """The sum of the smaller end of each account that had revenue."""
        return self.start - self.contraction - self.churn

    @property
    def end(self) -> Decimal:
        """What the accounts that had revenue pay on the last day."""
        return self.retained + self.expansion

    @property
    def end_with_new(self) -> Decimal:
        """What all accounts pay on the last day."""
        return self.end + self.new_sales

    @property
    def grr(self) -> float | None:
        """Gross revenue retention, a share in [0, 1]; None without revenue on the first day."""
        return float(self.retained / self.start) if self.start else None

    @property
    def nrr(self) -> float | None:
        """Net revenue retention, a share from 0 on; None without revenue on the first day."""
        return float(self.end / self.start) if self.start else None


def both_ends(sold: Iterable[Sold], start_on: date, end_on: date, rates: Rates) -> dict[int, BothEnds | None]:
    """What each account pays on two days, its contracts netted.

    Parameters
    ----------
    sold : iterable of Sold
        Contracts of any accounts, in any order.
    start_on, end_on : date
        The two days; the first is not after the second.
    rates : mapping of str to Decimal
        What one unit of a currency was worth in the base currency on `start_on`.

    Returns
    -------
    dict of int to BothEnds or None
        By account, of those with a contract in force on either day; None where one of these has no rate.

    Raises
    ------
    ValueError
        If the days are in the wrong order.

    Examples
    --------
    >>> suite = Sold(7, date(2025, 1, 1), date(2026, 1, 1), Decimal(100), "EUR")
    >>> both_ends([suite], date(2025, 6, 1), date(2026, 6, 1), {"EUR": Decimal(1)})
    {7: BothEnds(start=Decimal('100'), end=Decimal('0'))}
    """
    if end_on < start_on:
        raise ValueError(f"{end_on} is before {start_on}")
    ends: dict[int, list[Decimal]] = defaultdict(lambda: [NOTHING, NOTHING])
    unknown: set[int] = set()
    for contract in sold:
        running = [contract.runs_on(day) for day in (start_on, end_on)]
        if not any(running):
            continue
        rate = rates.get(contract.currency)
        if rate is None:
            unknown.add(contract.account_id)
        for place, is_running in enumerate(running):
            ends[contract.account_id][place] += contract.annual_value * (rate or 0) if is_running else 0
    return {account_id: None if account_id in unknown else BothEnds(*pair) for account_id, pair in ends.items()}


def ledger(accounts: Iterable[BothEnds | None]) -> Ledger:
    """Add up what became of the revenue of accounts.

    Parameters
    ----------
    accounts : iterable of BothEnds or None
        One for each account, from `both_ends`; None counts as not known.

    Returns
    -------
    Ledger
        `start + expansion - contraction - churn == end`, exactly.

    Notes
    -----
    GRR = sum min(end, start) / sum start and NRR = sum end / sum start, both over accounts with start > 0.

    Examples
    --------
    >>> kept, grown = BothEnds(Decimal(100), Decimal(80)), BothEnds(Decimal(100), Decimal(150))
    >>> found = ledger([kept, grown, BothEnds(Decimal(0), Decimal(50))])
    >>> found.grr, found.nrr, found.new_sales
    (0.9, 1.15, Decimal('50'))
    """
    known = []
    unknown = 0
    for ends in accounts:
        if ends is None:
            unknown += 1
        else:
            known.append(ends)
    had = [ends for ends in known if ends.start > 0]
    grown = [ends.end - ends.start for ends in had if ends.end > ends.start]
    shrunk = [ends.start - ends.end for ends in had if 0 < ends.end < ends.start]
    left = [ends.start for ends in had if ends.end <= 0]
    new = [ends.end for ends in known if ends.start <= 0 < ends.end]
    return Ledger(
        accounts=len(had),
        start=sum((ends.start for ends in had), NOTHING),
        expansion=sum(grown, NOTHING),
        contraction=sum(shrunk, NOTHING),
        churn=sum(left, NOTHING),
        new_sales=sum(new, NOTHING),
        expanded=len(grown),
        contracted=len(shrunk),
        churned=len(left),
        new_accounts=len(new),
        unknown_accounts=unknown,
    )


@dataclass(frozen=True, slots=True)
class Renewals:
    """What became of the contracts that came to their end in a period.

    `…_count` are contracts, `…_value` their annual value in the base currency. *Undecided* are those past their end
    that nobody said an outcome of: they are in neither rate and stand beside them.
    """

    renewed_count: int = 0
    churned_count: int = 0
    undecided_count: int = 0
    renewed_value: Decimal = NOTHING
    churned_value: Decimal = NOTHING
    undecided_value: Decimal = NOTHING

    @property
    def rate(self) -> float | None:
        """The share of decided contracts that were renewed; None while none is decided."""
        decided = self.renewed_count + self.churned_count
        return self.renewed_count / decided if decided else None

    @property
    def value_rate(self) -> float | None:
        """The share of the decided value that was renewed; None while none is decided."""
        decided = self.renewed_value + self.churned_value
        return float(self.renewed_value / decided) if decided else None


def renewals(sold: Iterable[Sold], start_on: date, end_on: date, rates: Rates) -> Renewals:
    """Count the contracts that ended in a period by what became of them.

    Parameters
    ----------
    sold : iterable of Sold
        Contracts of any accounts.
    start_on, end_on : date
        A contract is due when its `ends_on` lies after the first and not after the second day.
    rates : mapping of str to Decimal
        Of `start_on`. A contract without a rate counts, and adds no value.

    Returns
    -------
    Renewals

    Examples
    --------
    >>> sold = [Sold(1, date(2024, 1, 1), date(2025, 1, 1), Decimal(300), "EUR", "renewed"),
    ...         Sold(2, date(2024, 1, 1), date(2025, 1, 1), Decimal(100), "EUR", "churned")]
    >>> found = renewals(sold, date(2024, 6, 1), date(2025, 6, 1), {"EUR": Decimal(1)})
    >>> found.rate, found.value_rate
    (0.5, 0.75)
    """
    due = [each for each in sold if start_on < each.ends_on <= end_on]
    found: dict[str, list[Decimal]] = defaultdict(list)
    for contract in due:
        found[contract.outcome].append(contract.annual_value * rates.get(contract.currency, NOTHING))
    return Renewals(
        renewed_count=len(found["renewed"]),
        churned_count=len(found["churned"]),
        undecided_count=len(found["open"]),
        renewed_value=sum(found["renewed"], NOTHING),
        churned_value=sum(found["churned"], NOTHING),
        undecided_value=sum(found["open"], NOTHING),
    )
