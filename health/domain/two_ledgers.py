"""Two ledgers of accounts: what customers reached and received, and what business came of it; never one figure.

Source: mission.md, S4.6; docs/portfolio.md holds the formulas. The business ledger is that of `health.domain.revenue`.
"""

from dataclasses import dataclass

from health.domain.revenue import Ledger, Renewals


@dataclass(frozen=True, slots=True)
class SuccessLedger:
    """What the customers of a group came to, between two days and by the second of them.

    Attributes
    ----------
    accounts : int
    goals_reached, accounts_reached : int
        Goals said to be reached after the first day and not after the last, and at how many accounts.
    value_received : float or None
        In percent. Of each account the mean over its goals (open, or reached within a year) of what somebody of theirs
        said last within a year; of these the mean over accounts of which something is said. None without any.
    accounts_told : int
        Of how many accounts something is said.
    first_values : int
        Accounts that received their first value in the period.
    """

    accounts: int = 0
    goals_reached: int = 0
    accounts_reached: int = 0
    value_received: float | None = None
    accounts_told: int = 0
    first_values: int = 0


@dataclass(frozen=True, slots=True)
class BusinessLedger:
    """What became of the revenue of a group, and of its contracts that ended."""

    revenue: Ledger
    renewals: Renewals
