"""From the typed cells of workbooks and objects to text that is understood exactly."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

MOST_DIGITS = 40
# With three digits after the only mark it could be a group of thousands; a last zero makes it a decimal mark.
UNCLEAR = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def number_text(written: str) -> str:
    """A number as text whose decimal mark cannot be mistaken, without exponent and without a fraction of zero.

    >>> number_text("12.0"), number_text("1.234"), number_text("1e5"), number_text("0.1")
    ('12', '1.2340', '100000', '0.1')
    """
    if re.fullmatch(r"-?\d+", written) or abs(Decimal(written).adjusted()) > MOST_DIGITS:
        return written
    plain = format(Decimal(written), "f")
    if "." in plain and not plain.rpartition(".")[2].strip("0"):
        plain = plain.partition(".")[0]
    return f"{plain}0" if UNCLEAR.fullmatch(plain) else plain


def cell_text(cell: object) -> str:
    """A typed cell as text; dates as 2026-03-31, instants as 2026-03-31 14:30:00, durations in hours.

    >>> cell_text(True), cell_text(date(2026, 3, 31)), cell_text(timedelta(hours=30))
    ('true', '2026-03-31', '30:00:00')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(repr(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, timedelta):
        return _duration(int(cell.total_seconds()))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _duration(seconds: int) -> str:
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{left // 3600}:{left % 3600 // 60:02}:{left % 60:02}"
