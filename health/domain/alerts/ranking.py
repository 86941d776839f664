"""What is worth doing first: revenue at stake x probability x urgency. Why: docs/decisions, "What comes first"."""

from datetime import date
from decimal import Decimal
from typing import Final

# Days to the renewal, up to which urgency is so many times the usual one.
URGENCY: Final = ((30, 4.0), (90, 3.0), (180, 2.0))
UNKNOWN_REVENUE: Final = 1.0


def weight(revenue: Decimal | None, likelihood: float, renewal_on: date | None, on: date) -> float:
    """The rank of a condition: revenue x likelihood x urgency.

    Parameters
    ----------
    revenue : Decimal or None
        A year, in the base currency. Unknown counts as 1, behind every known revenue but before none.
    likelihood : float
        0-1.
    renewal_on : date or None
        Unknown counts as far away.
    on : date

    Examples
    --------
    >>> weight(Decimal(1000), 0.5, date(2026, 3, 1), date(2026, 2, 1)), weight(None, 0.5, None, date(2026, 2, 1))
    (2000.0, 0.5)
    """
    stake = UNKNOWN_REVENUE if revenue is None else max(UNKNOWN_REVENUE, float(revenue))
    return round(stake * likelihood * urgency(renewal_on, on), 2)


def urgency(renewal_on: date | None, on: date) -> float:
    """4 with a renewal within 30 days, 3 within 90, 2 within 180, else 1.

    >>> [urgency(date(2026, 1, 1 + days), date(2026, 1, 1)) for days in (0, 30)], urgency(None, date(2026, 1, 1))
    ([4.0, 4.0], 1.0)
    """
    if renewal_on is None:
        return 1.0
    days = (renewal_on - on).days
    return next((times for within, times in URGENCY if 0 <= days <= within), 1.0)
