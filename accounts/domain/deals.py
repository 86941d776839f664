"""Words for what sales is selling to an account, and when the CSM is introduced to the customer."""

from datetime import datetime
from enum import StrEnum
from typing import Final


class DealStage(StrEnum):
    """How a deal stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class IntroductionPoint(StrEnum):
    """When the CSM is introduced: before the sale from 80 % probability, after closing, or after go-live."""

    BEFORE_CLOSING = "before_closing"
    AFTER_CLOSING = "after_closing"
    AFTER_GO_LIVE = "after_go_live"


LIKELY_FROM: Final = 80
BY_TOUCH_LEVEL: Final = {
    "high": IntroductionPoint.BEFORE_CLOSING,
    "medium": IntroductionPoint.AFTER_CLOSING,
    "low": IntroductionPoint.AFTER_GO_LIVE,
}


def introduction_point(chosen: str, touch_level: str) -> IntroductionPoint:
    """When the CSM is introduced in a segment: as chosen there, else as its touch level says.

    Parameters
    ----------
    chosen : str
        Of the segment; empty where it follows its touch level.
    touch_level : str
        "high", "medium" or "low"; empty for an account without a segment, which is treated as medium.

    Examples
    --------
    >>> introduction_point("", "low"), introduction_point("after_closing", "low"), introduction_point("", "")
    (<IntroductionPoint.AFTER_GO_LIVE: 'after_go_live'>, <IntroductionPoint.AFTER_CLOSING: 'after_closing'>, \
<IntroductionPoint.AFTER_CLOSING: 'after_closing'>)
    """
    return IntroductionPoint(chosen) if chosen else BY_TOUCH_LEVEL[touch_level or "medium"]


def likely_since(probability: int | None, before: datetime | None, now: datetime) -> datetime | None:
    """Since when a deal has been likely, given its probability in per cent; None below 80 or where it is unknown.

    >>> from datetime import UTC
    >>> first, later = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    >>> likely_since(80, None, first) == first, likely_since(90, first, later) == first, likely_since(79, first, later)
    (True, True, None)
    """
    if probability is None or probability < LIKELY_FROM:
        return None
    return before or now
