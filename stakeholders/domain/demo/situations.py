"""What an account is in: each situation is a shape of facts from which a known conclusion follows."""

from enum import StrEnum
from random import Random
from typing import Final


class Situation(StrEnum):
    """The story of an account."""

    BRIDGE = "bridge"  # every route passes through one person who does not decide
    WOVEN = "woven"  # three who decide, each known to us
    LOST_CHAMPION = "lost_champion"  # the bridge left last month, nobody took over
    NOT_CONNECTED = "not_connected"  # people are mapped, nobody ever answered
    CHURNED = "churned"  # the sponsor left, nobody replaced the thread, the contract was not renewed
    MOVED_FROM = "moved_from"  # the champion left for another customer
    MOVED_TO = "moved_to"  # a champion came from another customer
    QUIET = "quiet"  # a steady rhythm that stopped
    DECIDER = "decider"  # only one who decides is mapped
    UNMAPPED = "unmapped"  # nobody knows who decides
    SUCCEEDED = "succeeded"  # the champion left and a successor took over
    OPPOSED = "opposed"  # somebody works against us
    ASSUMED = "assumed"  # mapped from titles only
    LEADERS_ONLY = "leaders_only"  # all hangs on the executives
    USERS_ONLY = "users_only"  # no leader is engaged
    HANDED_OVER = "handed_over"  # the CSM changed
    ORDINARY = "ordinary"


# The first accounts of every portfolio, one of each story, so that all occur from about twenty accounts on.
OPENING: Final[tuple[Situation, ...]] = (
    Situation.BRIDGE,
    Situation.WOVEN,
    Situation.LOST_CHAMPION,
    Situation.NOT_CONNECTED,
    Situation.CHURNED,
    Situation.MOVED_FROM,
    Situation.MOVED_TO,
    Situation.QUIET,
    Situation.DECIDER,
    Situation.UNMAPPED,
    Situation.SUCCEEDED,
    Situation.OPPOSED,
    Situation.ASSUMED,
    Situation.LEADERS_ONLY,
    Situation.USERS_ONLY,
    Situation.HANDED_OVER,
)
# Among this many accounts one champion moves to the next account.
MOVE_EVERY: Final = 25
# How often each story occurs after the opening, in parts of the whole.
PARTS: Final[dict[Situation, int]] = {
    Situation.ORDINARY: 34,
    Situation.BRIDGE: 10,
    Situation.WOVEN: 11,
    Situation.DECIDER: 8,
    Situation.QUIET: 6,
    Situation.CHURNED: 6,
    Situation.SUCCEEDED: 5,
    Situation.UNMAPPED: 4,
    Situation.NOT_CONNECTED: 4,
    Situation.LOST_CHAMPION: 3,
    Situation.OPPOSED: 3,
    Situation.ASSUMED: 2,
    Situation.LEADERS_ONLY: 1,
    Situation.USERS_ONLY: 2,
    Situation.HANDED_OVER: 1,
}


def situation_of(index: int, seed: int) -> Situation:
    """The story of the account with this number, whatever the size of the portfolio.

    >>> situation_of(0, seed=1).value, situation_of(31, seed=1).value, situation_of(32, seed=1).value
    ('bridge', 'moved_from', 'moved_to')
    """
    if index < len(OPENING):
        return OPENING[index]
    place = index % MOVE_EVERY
    if place in (6, 7):
        return Situation.MOVED_FROM if place == 6 else Situation.MOVED_TO
    return Random(f"{seed}/situation/{index}").choices(list(PARTS), list(PARTS.values()))[0]
