"""From the text of a cell to a value, or what was expected instead."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from accounts.domain.addresses import is_host, normalised_domain
from accounts.domain.figures import DECIMAL_MARKS, WRITTEN, number_with, without_blanks
from accounts.domain.importing.currencies import meant_by, without_unit
from accounts.domain.working_countries import country_code

DateOrder = Literal["dmy", "mdy"]
DATE_ORDERS = ("dmy", "mdy")
# The second argument says how the column of the cell is written: its order of dates, or its decimal mark.
Parser = Callable[[str, str], Any]

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SLASHED_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*([ap]m)?", re.IGNORECASE)
ZONE = re.compile(r"(?:Z|UTC|[+-]\d{2}:?\d{2})$")
OTHER_ORDER = {"dmy": ("mdy", "day_first"), "mdy": ("dmy", "month_first")}
OTHER_MARK = {".": (",", "point_decimal"), ",": (".", "comma_decimal")}
YES = {"yes", "y", "true", "t", "1", "x", "ja", "oui", "sim", "si", "sí", "vero", "wahr"}
NO = {"no", "n", "false", "f", "0", "nein", "non", "não", "nao", "falso", "falsch"}
NEGATIVE = re.compile(r"-\d+")


class Misread(Exception):
    """A cell does not hold what its column should; `expected` names what was, `params` complete the sentence."""

    def __init__(self, expected: str, **params: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.params = {name: str(given) for name, given in params.items()}


def text(most: int) -> Parser:
    """Text of at most so many characters, runs of white space made one space."""

    def parse(cell: str, order: str) -> str:
        words = " ".join(cell.split())
        if len(words) > most:
            raise Misread("text", most=most, found=len(words))
        return words

    return parse


def long_text(most: int) -> Parser:
    """Text that keeps its lines."""

    def parse(cell: str, order: str) -> str:
        if len(cell) > most:
            raise Misread("text", most=most, found=len(cell))
        return cell.strip()

    return parse


def email(cell: str, order: str) -> str:
    """An e-mail address, case-folded; `Ana <ana@x.example>` gives the address."""
    inner = re.search(r"<([^<>]+)>\s*$", cell)
    address = (inner.group(1) if inner else cell).strip().lower()
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise Misread("email")
    return address


def user_word(cell: str, order: str) -> str:
    """What names one of ours: an e-mail address (in small letters), else an id or a name as it is written."""
    inner = re.search(r"[<(]([^<>()]+@[^<>()]+)[>)]", cell)
    word = " ".join((inner.group(1) if inner else cell).split())
    if "@" in word:
        return email(word, order)
    return str(text(200)(word, order))


def day(cell: str, order: str) -> date:
    """A calendar date; a time of day after it is ignored."""
    part = cell.strip().split("T")[0].split(" ")[0]
    found = _day(part, order)
    if found is None:
        raise Misread(_written_otherwise(part, order) or "date")
    return found


def _written_otherwise(part: str, order: str) -> str:
    """What to say of a date that is one only with day and month the other way round."""
    other, code = OTHER_ORDER.get(order, ("", ""))
    return code if other and _day(part, other) is not None else ""


def _day(part: str, order: str) -> date | None:
    if match := ISO_DATE.fullmatch(part):
        return _date(*match.groups())
    if match := DOTTED_DATE.fullmatch(part):
        return _date(match[3], match[2], match[1])
    if match := SLASHED_DATE.fullmatch(part):
        return _date(match[3], match[2], match[1]) if order == "dmy" else _date(match[3], match[1], match[2])
    return None


def _date(year: str, month: str, of_month: str) -> date | None:
    try:
        found = date(int(year), int(month), int(of_month))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def instant(zone: ZoneInfo) -> Parser:
    """An instant; without a zone it is meant in `zone`, without a time of day it is noon."""

    def parse(cell: str, order: str) -> datetime:
        head, _, tail = cell.strip().replace("T", " ", 1).partition(" ")
        found = _day(head, order)
        if found is None:
            raise Misread(_written_otherwise(head, order) or "instant")
        clock, offset = _time(tail.strip())
        local = datetime.combine(found, clock)
        return datetime.fromisoformat(f"{local.isoformat()}{offset}") if offset else local.replace(tzinfo=zone)

    return parse


def _time(tail: str) -> tuple[time, str]:
    """The time of day and the offset that an instant ends with; noon where there is none."""
    if not tail:
        return time(12), ""
    zone = ZONE.search(tail)
    match = TIME.fullmatch(tail[: zone.start()].strip() if zone else tail)
    if match is None:
        raise Misread("instant")
    hour = int(match[1])
    if match[5]:
        hour = hour % 12 + (12 if match[5].lower() == "pm" else 0)
    if hour > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        raise Misread("instant")
    microseconds = int((match[4] or "")[:6].ljust(6, "0"))
    return time(hour, int(match[2]), int(match[3] or 0), microseconds), _offset(zone[0]) if zone else ""


def _offset(zone: str) -> str:
    return "+00:00" if zone in ("Z", "UTC") else f"{zone[:3]}:{zone[-2:]}"


def money(cell: str, order: str) -> Decimal:
    """An amount that is not negative, with two decimals; 1,234.50 and 1.234,50 and EUR 1 234 are understood."""
    found = _number(without_unit(cell), order)
    if found is None or found < 0 or found >= Decimal(10) ** 12:
        raise Misread(_other_mark(cell, order) or "money")
    return found.quantize(Decimal("0.01"))


def number(cell: str, order: str) -> Decimal:
    """Any number; a unit beside it is left out."""
    found = _number(without_unit(cell), order)
    if found is None:
        raise Misread(_other_mark(cell, order) or "number")
    return found


def whole(least: int, most: int) -> Parser:
    """A whole number within bounds."""

    def parse(cell: str, order: str) -> int:
        found = _number(cell, order)
        if found is None or found != found.to_integral_value() or not least <= found <= most:
            raise Misread(_other_mark(cell, order) or "whole", least=least, most=most)
        return int(found)

    return parse


def _number(cell: str, mark: str) -> Decimal | None:
    digits = without_blanks(cell)
    return number_with(digits, mark) if mark in WRITTEN else _guessed(digits)


def _other_mark(cell: str, mark: str) -> str:
    """What to say of a number that is one only with the other decimal mark."""
    other, code = OTHER_MARK.get(mark, ("", ""))
    return code if other and _number(without_unit(cell), mark) is None and _number(without_unit(cell), other) else ""


def _guessed(digits: str) -> Decimal | None:
    """A number of which no column tells how it is written."""
    for mark in DECIMAL_MARKS if digits.rfind(".") > digits.rfind(",") else reversed(DECIMAL_MARKS):
        found = _number(digits, mark)
        if found is not None and not re.fullmatch(r"-?\d{1,3}[.,]\d{3}", digits):
            return found
    grouped = re.fullmatch(r"-?\d{1,3}[.,]\d{3}", digits)
    return Decimal(re.sub(r"[.,]", "", digits)) if grouped else None


def flag(cell: str, order: str) -> bool:
    """Yes or no."""
    word = cell.strip().casefold()
    if word not in YES | NO:
        raise Misread("flag")
    return word in YES


def currency(cell: str, order: str) -> str:
    """A three-letter code or a common sign."""
    code = meant_by(cell.strip())[0].upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Misread("currency")
    return code


def web_domain(cell: str, order: str) -> str:
    """A web domain; the rest of an address is cut off."""
    host = normalised_domain(cell)
    if not is_host(host):
        raise Misread("domain")
    return host


def time_zone(cell: str, order: str) -> str:
    """The name of a time zone, such as Europe/Lisbon."""
    if cell.strip() not in available_timezones():
        raise Misread("time_zone")
    return cell.strip()


def country(cell: str, order: str) -> str:
    """The ISO 3166 code of a country whose public holidays are known, such as PT, also by its English name."""
    found = country_code(cell)
    if found is None:
        raise Misread("country")
    return found


def choice(words: Mapping[str, str | int]) -> Parser:
    """One of some words; `words` gives for each accepted spelling (folded) the value meant."""
    meant = {fold(word): given for word, given in words.items()}
    shown = ", ".join(dict.fromkeys(str(given) for given in words.values()))

    def parse(cell: str, order: str) -> str | int:
        if fold(cell) not in meant:
            raise Misread("choice", choices=shown)
        return meant[fold(cell)]

    return parse


def several(parse_one: Parser, separators: str = ";|") -> Parser:
    """A list without repetitions, separated by any of some signs or by line ends."""

    def parse(cell: str, order: str) -> tuple[Any, ...]:
        parts = re.split(f"[{re.escape(separators)}\r\n]", cell)
        return tuple(dict.fromkeys(parse_one(part.strip(), order) for part in parts if part.strip()))

    return parse


def is_same(held: Any, said: Any) -> bool:
    """Whether a cell says what is held; white space that its parser takes out, and the case of an address, say nothing.

    >>> is_same("Rail  and road", "Rail and road"), is_same("Ana@X.example", "ana@x.example"), is_same("a", "b")
    (True, True, False)
    """
    if held == said or not (isinstance(held, str) and isinstance(said, str)):
        return bool(held == said)
    address = "@" in said and held.lower() == said
    return address or said in (held.strip(), " ".join(held.split()))


def fold(word: str) -> str:
    """A word as it is compared: case, spaces, hyphens and underscores do not count, but the sign of a number does.

    >>> fold("C-Level"), fold("-2")
    ('clevel', '-2')
    """
    plain = word.strip().casefold().replace("−", "-")
    return plain if NEGATIVE.fullmatch(plain) else re.sub(r"[\s_\-./()]+", "", plain)
