"""The first seats of every organisation: who sits there is drawn, what the seat is for is not."""

from typing import Final

CHIEF: Final = 0
CHAMPION: Final = 1
FINANCE: Final = 2
USER: Final = 3
SPONSOR: Final = 4
IT: Final = 5
PROCUREMENT: Final = 6
SECURITY: Final = 7
COMPLIANCE: Final = 8
FIXED: Final = 9
