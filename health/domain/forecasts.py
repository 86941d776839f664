"""What we say of a renewal before it is decided, and the reasons given once it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from health.domain.skill import Interval, wilson


class Category(StrEnum):
    """How sure we are of a renewal, surest first."""

    COMMIT = "commit"
    LIKELY = "likely"
    AT_RISK = "at_risk"
    LOST = "lost"


class ClosingReason(StrEnum):
    """Why a contract was renewed or not, as the customer would say it."""

    VALUE = "value"
    RELATIONSHIP = "relationship"
    PRICE_AGREED = "price_agreed"
    AUTOMATIC = "automatic"
    PRICE = "price"
    PRODUCT = "product"
    NOT_USED = "not_used"
    SPONSOR_LEFT = "sponsor_left"
    COMPETITOR = "competitor"
    BUDGET = "budget"
    SERVICE = "service"
    COMPANY_CHANGED = "company_changed"
    OTHER = "other"


class Said(NamedTuple):
    """One renewal that was decided, and what had been said of it; `category` None where nothing had."""

    category: Category | None
    is_renewed: bool
    value: Decimal


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """All decided renewals of which one thing had been said.

    Attributes
    ----------
    category : Category or None
        What had been said; None for those without a forecast.
    count, renewed : int
        How many, and how many of them were renewed.
    value, renewed_value : Decimal
        Their annual value.
    """

    category: Category | None
    count: int
    renewed: int
    value: Decimal
    renewed_value: Decimal

    @property
    def share(self) -> float:
        """The share that was renewed, of at least one."""
        return self.renewed / self.count

    @property
    def interval(self) -> Interval:
        """Wilson's, at 95 %, around `share`."""
        return wilson(self.renewed, self.count)


def hold_against(said: Iterable[Said]) -> list[HeldAgainst]:
    """Hold what was said of renewals against what happened.

    Parameters
    ----------
    said : iterable of Said
        Decided renewals, each once.

    Returns
    -------
    list of HeldAgainst
        One for each thing that was said at all, surest first, those without a forecast last.

    Examples
    --------
    >>> [found] = hold_against([Said(Category.COMMIT, True, Decimal(10)), Said(Category.COMMIT, False, Decimal(30))])
    >>> found.count, found.share, found.renewed_value
    (2, 0.5, Decimal('10'))
    """
    rows = list(said)
    return [_held(category, mine) for category in (*Category, None)
            if (mine := [row for row in rows if row.category == category])]  # fmt: skip


def _held(category: Category | None, rows: list[Said]) -> HeldAgainst:
    renewed = [row.value for row in rows if row.is_renewed]
    value = sum((row.value for row in rows), Decimal(0))
    return HeldAgainst(category, len(rows), len(renewed), value, sum(renewed, Decimal(0)))
