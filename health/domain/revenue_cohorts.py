"""Cohorts: the customers who came in one quarter, and what they pay at the end of each later one.

Source: design.md, "Revenue"; the same netting and the same rule for rates as in `health.domain.revenue`, with the last
day of the quarter in which the customers came as the first day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from health.domain.revenue import Rates, Sold, both_ends, ledger


class Quarter(NamedTuple):
    """A quarter of a calendar year; `number` is 1 to 4. Quarters compare in order of time."""

    year: int
    number: int

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.later(1).first_on - timedelta(days=1)

    def later(self, quarters: int) -> "Quarter":
        """The quarter so many after it; before it where negative."""
        place = 4 * self.year + self.number - 1 + quarters
        return Quarter(place // 4, place % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"


class CohortCell(NamedTuple):
    """A cohort at the end of one quarter: how many still pay, and the shares of the first revenue kept."""

    age: int
    accounts: int
    revenue: Decimal
    gross: float
    net: float


@dataclass(frozen=True, slots=True)
class Cohort:
    """Customers whose first contract started in one quarter.

    Attributes
    ----------
    quarter : Quarter
        When they came.
    accounts : int
        Those who pay on its last day.
    start : Decimal
        What these pay then, a year.
    cells : tuple of CohortCell
        At the end of each later quarter, `age` quarters after the first; age 0 is 1.0 by definition and left out.
    """

    quarter: Quarter
    accounts: int
    start: Decimal
    cells: tuple[CohortCell, ...]


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in.

    >>> str(quarter_of(date(2026, 5, 31))), quarter_of(date(2026, 5, 31)).last_on
    ('2026 Q2', datetime.date(2026, 6, 30))
    """
    return Quarter(day.year, (day.month + 2) // 3)


def finished_quarters(on: date, count: int) -> list[Quarter]:
    """The last quarters that are over on a day, oldest first.

    >>> [str(quarter) for quarter in finished_quarters(date(2026, 5, 31), 2)]
    ['2025 Q4', '2026 Q1']
    """
    present = quarter_of(on)
    return [present.later(-back) for back in range(count, 0, -1)]


def cohorts(sold: Sequence[Sold], quarters: Iterable[Quarter], rates_on: Callable[[date], Rates]) -> list[Cohort]:
    """Follow the customers who came in each of some quarters to the end of the last one.

    Parameters
    ----------
    sold : sequence of Sold
        Every contract of the accounts looked at, those before these quarters too.
    quarters : iterable of Quarter
        Finished ones, in order and without a gap.
    rates_on : callable
        Gives the rates of a day.

    Returns
    -------
    list of Cohort
        One for each quarter in which somebody came who still paid on its last day, oldest first.

    Notes
    -----
    A customer comes with the first contract that was not cancelled. One with a contract whose currency has no rate on
    the last day of their quarter is left out.

    Examples
    --------
    >>> sold = [Sold(1, date(2025, 2, 1), date(2025, 8, 1), Decimal(80), "EUR"),
    ...         Sold(2, date(2025, 3, 1), date(2027, 3, 1), Decimal(20), "EUR")]
    >>> [first] = cohorts(sold, [Quarter(2025, number) for number in (1, 2, 3)], lambda day: {"EUR": Decimal(1)})
    >>> first.accounts, first.start, [(cell.accounts, cell.net) for cell in first.cells]
    (2, Decimal('100'), [(2, 1.0), (1, 0.2)])
    """
    asked = list(quarters)
    came = _quarters_of_coming(sold)
    found = [_cohort(quarter, asked, [each for each in sold if came.get(each.account_id) == quarter], rates_on)
             for quarter in asked]  # fmt: skip
    return [cohort for cohort in found if cohort.accounts]


def _quarters_of_coming(sold: Iterable[Sold]) -> dict[int, Quarter]:
    first: dict[int, date] = defaultdict(lambda: date.max)
    for contract in sold:
        if contract.outcome != "cancelled":
            first[contract.account_id] = min(first[contract.account_id], contract.starts_on)
    return {account_id: quarter_of(day) for account_id, day in first.items()}


def _cohort(quarter: Quarter, asked: list[Quarter], sold: list[Sold], rates_on: Callable[[date], Rates]) -> Cohort:
    rates = rates_on(quarter.last_on)
    counting = [each for each in sold if each.outcome != "cancelled"]
    unknown = {each.account_id for each in counting if each.currency not in rates}
    mine = [each for each in counting if each.account_id not in unknown]
    first = ledger(both_ends(mine, quarter.last_on, quarter.last_on, rates).values())
    cells = []
    for later in (one for one in asked if one > quarter and first.start):
        ends = both_ends(mine, quarter.last_on, later.last_on, rates)
        found = ledger(ends.values())
        age = 4 * (later.year - quarter.year) + later.number - quarter.number
        kept = found.accounts - found.churned
        cells.append(CohortCell(age, kept, found.end, found.grr or 0.0, found.nrr or 0.0))
    return Cohort(quarter, first.accounts, first.start, tuple(cells))
