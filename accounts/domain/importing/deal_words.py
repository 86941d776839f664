"""How files write what only deals have: their stage and their probability."""

from decimal import Decimal
from typing import Final

from accounts.domain.deals import DealStage
from accounts.domain.importing.values import Misread, fold, number

WON: Final = ("won", "gewonnen", "gagn", "ganad", "ganh", "vint")
LOST: Final = ("lost", "verloren", "perdu", "perdid", "pers")


def stage(cell: str, order: str) -> str:
    """The stage of a deal: won or lost where the words say so, else one of the many stages of an open one.

    >>> stage("Closed Won", ""), stage("closedlost", ""), stage("Negotiation/Review", "")
    ('won', 'lost', 'open')
    """
    word = fold(cell)
    if any(part in word for part in WON):
        return DealStage.WON.value
    if any(part in word for part in LOST):
        return DealStage.LOST.value
    return DealStage.OPEN.value


def probability(cell: str, order: str) -> int:
    """A probability in whole per cent; 0.8 and 80 and 80 % are the same.

    >>> probability("0.8", "."), probability("80 %", "."), probability("100", "."), probability("1.0", ".")
    (80, 80, 100, 100)
    """
    plain = cell.strip().removesuffix("%").strip()
    said = number(plain, order)
    is_share = not cell.strip().endswith("%") and said <= 1 and ("." in plain or "," in plain)
    found = round(said * 100 if is_share else Decimal(said))
    if not 0 <= found <= 100:
        raise Misread("whole", least=0, most=100)
    return found
