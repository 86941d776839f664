"""Whom calendars tell of and nobody put on the map: met in some of an account's latest meetings.

Chosen by a checksum of the account's name instead of by chance, so that drawing the rest stays as it is.
"""

import hashlib
from datetime import timedelta
from typing import Final, NamedTuple
from zlib import crc32

from stakeholders.domain.demo.cultures import ascii_name
from stakeholders.domain.demo.drafts import AccountDraft
from stakeholders.domain.sky import TouchKind

SHOWN_FIRST: Final = 9
ONE_IN: Final = 3
MOST: Final = 3
LATEST_DAYS: Final = 150
TOLD: Final = {TouchKind.MEETING, TouchKind.CALL, TouchKind.JOINT_SESSION}


class StrangerDraft(NamedTuple):
    """Somebody met who is on no map; `touches` are numbers of touchpoints of the account."""

    name: str
    email: str
    touches: tuple[int, ...]


def strangers_at(account: AccountDraft) -> list[StrangerDraft]:
    """One to three people met in the last months: at the first accounts, and at one of three others."""
    number = crc32(account.name.encode())
    latest = _latest(account)
    if not latest or (account.index >= SHOWN_FIRST and number % ONE_IN):
        return []
    taken = {star.person.email for star in account.stars}
    wanted = 1 + number // ONE_IN % MOST
    names = [name for name in _names(account, number) if _email(name, account) not in taken]
    return [
        StrangerDraft(name, _email(name, account), _some(latest, number + place))
        for place, name in enumerate(list(dict.fromkeys(names))[:wanted])
    ]


def event_uid(account: AccountDraft, touch: int) -> str:
    """What a calendar would call the meeting of a touchpoint, as events are known by here."""
    return hashlib.sha256(f"demo {account.index} {touch}".encode()).hexdigest()[:40]


def _latest(account: AccountDraft) -> list[int]:
    told = [number for number, touch in enumerate(account.touches) if touch.kind in TOLD and touch.is_two_way]
    if not told:
        return []
    since = account.touches[told[-1]].on - timedelta(days=LATEST_DAYS)
    return [number for number in told if account.touches[number].on >= since][-8:]


def _names(account: AccountDraft, number: int) -> list[str]:
    """Given names and family names of people there, put together anew."""
    stars = [star.person.name for star in account.stars]
    pairs = zip(stars, stars[1 + number % max(1, len(stars) - 1) :], strict=False)
    return [f"{first.split()[0]} {last.split(' ', 1)[-1]}" for first, last in pairs if " " in first and " " in last]


def _email(name: str, account: AccountDraft) -> str:
    return f"{ascii_name(name)}@{account.domain}"


def _some(latest: list[int], number: int) -> tuple[int, ...]:
    """Every meeting, every other or every third of the latest ones, and always one."""
    return tuple(latest[number % len(latest) :: 1 + number % 3])
