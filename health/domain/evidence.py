"""What health knows of an account beside its sky: plain data, loaded for a chunk of accounts at once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was recorded of an account by a date.

    Attributes
    ----------
    account_id : int
        Whose.
    renewal_on : date or None
        The next day on which an open contract ends; None where none is known.
    annual_value : Decimal or None
        Of the running contracts, in the base currency at the rates of the date; None where none can be converted.
    segment_id : int or None
        Its segment, which decides the scorecard.
    owner_id : int or None
        The user of ours who owns the account.
    phase : str
        Of its life: land, adopt, expand or renew.
    """

    account_id: int
    renewal_on: date | None = None
    annual_value: Decimal | None = None
    segment_id: int | None = None
    owner_id: int | None = None
    phase: str = ""
