"""How far long work is, and how long the rest takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far work is: the share done, rows a second, seconds left (None while unknown)."""

    share: float
    rate: float | None
    seconds_left: float | None
    is_waiting: bool = False

    @property
    def rate_shown(self) -> int:
        return round(self.rate or 0)

    @property
    def minutes_left(self) -> int:
        """Minutes left where that is the better unit."""
        return round((self.seconds_left or 0) / 60) if (self.seconds_left or 0) > 90 else 0

    @property
    def seconds_shown(self) -> int:
        return round(self.seconds_left or 0)
