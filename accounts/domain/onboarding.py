"""How long onboarding is expected to take until the customer receives the first value."""

from typing import Final

# Days by touch level: the more closely a segment is served, the larger what is being brought in.
EXPECTED_DAYS: Final = {"high": 90, "medium": 60, "low": 30}
MOST_DAYS: Final = 730


def expected_days(chosen: int | None, touch_level: str) -> int | None:
    """Days to first value that a segment expects: as chosen there, else as its touch level says.

    Parameters
    ----------
    chosen : int or None
        Of the segment, 1 to 730; None where it follows its touch level.
    touch_level : str
        "high", "medium" or "low"; empty for an account without a segment, of which nothing is expected.

    Examples
    --------
    >>> expected_days(None, "high"), expected_days(45, "high"), expected_days(None, "")
    (90, 45, None)
    """
    return chosen if chosen is not None else EXPECTED_DAYS.get(touch_level)
