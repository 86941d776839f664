"""Extra fields: what an installation keeps beside the fields of the product, and what such a field accepts.

A value is stored as JSON: text, a number of at most fifteen digits, an ISO date, true or false. No value is no key.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

LONGEST_TEXT = 1000
LONGEST_CHOICE = 100
MOST_CHOICES = 200
LONGEST_KEY = 40
DIGITS = 15
FIRST_YEAR, LAST_YEAR = 1900, 2199


class ExtraKind(StrEnum):
    """What the values of an extra field are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    MONEY = "money"


NUMERIC = frozenset({ExtraKind.NUMBER, ExtraKind.MONEY})
ORDERED = NUMERIC | {ExtraKind.DATE}


@dataclass(frozen=True)
class Extra:
    """An extra field: the key under which values lie, its name for people, and what it accepts."""

    key: str
    name: str
    kind: ExtraKind
    choices: tuple[str, ...] = ()
    currency: str = ""


class Unacceptable(ValueError):
    """A value does not fit its field; `expected` is one of text, number, money, date, flag, choice."""

    def __init__(self, expected: ExtraKind) -> None:
        super().__init__(expected.value)
        self.expected = expected


def key_of(name: str, taken: Collection[str] = ()) -> str:
    """The lasting key of a field, from its name: small letters, digits and single underscores; never one taken.

    >>> key_of("Health Tier (CRM)"), key_of("Größe"), key_of("№", {"field"})
    ('health_tier_crm', 'grosse', 'field_2')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_KEY - 4].strip("_") or "field"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def stored(extra: Extra, value: Any) -> Any:
    """A value as it is stored, from Python or JSON; None for none. *Raises* Unacceptable."""
    if value is None or value == "":
        return None
    return _STORED[extra.kind](extra, value)


def _text(extra: Extra, value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        raise Unacceptable(extra.kind)
    return value.strip() or None


def _choice(extra: Extra, value: Any) -> str:
    if not isinstance(value, str):
        raise Unacceptable(extra.kind)
    meant = {choice.casefold(): choice for choice in extra.choices}
    if value.strip().casefold() not in meant:
        raise Unacceptable(extra.kind)
    return meant[value.strip().casefold()]


def _date(extra: Extra, value: Any) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unacceptable(extra.kind) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unacceptable(extra.kind)
    return f"{day:%Y-%m-%d}"


def _flag(extra: Extra, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unacceptable(extra.kind)
    return value


def _number(extra: Extra, value: Any) -> int | float:
    """A number that fifteen digits say exactly, so that it is the same after any number of journeys through JSON."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise Unacceptable(extra.kind)
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        raise Unacceptable(extra.kind) from None
    if not exact.is_finite() or (extra.kind is ExtraKind.MONEY and exact != round(exact, 2)):
        raise Unacceptable(extra.kind)
    if len(exact.normalize().as_tuple().digits) > DIGITS or abs(exact.adjusted()) >= DIGITS:
        raise Unacceptable(extra.kind)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


_STORED: dict[ExtraKind, Callable[[Extra, Any], Any]] = {
    ExtraKind.TEXT: _text,
    ExtraKind.NUMBER: _number,
    ExtraKind.MONEY: _number,
    ExtraKind.DATE: _date,
    ExtraKind.FLAG: _flag,
    ExtraKind.CHOICE: _choice,
}


def loaded(extra: Extra, held: Any) -> Any:
    """A stored value as Python knows it: Decimal, date, bool or text; None where it does not fit the field."""
    if held is None:
        return None
    if extra.kind in NUMERIC:
        is_number = isinstance(held, int | float) and not isinstance(held, bool) and math.isfinite(held)
        return Decimal(str(held)) if is_number else None
    if extra.kind is ExtraKind.DATE:
        try:
            return date.fromisoformat(held)
        except (TypeError, ValueError):
            return None
    return held


def changed_values(held: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by key after some were given: None takes one away, what is not named stays.

    >>> changed_values({"tier": "gold", "seats": 5}, {"seats": None, "since": "2026-01-05"})
    {'tier': 'gold', 'since': '2026-01-05'}
    """
    return {key: value for key, value in {**held, **given}.items() if value is not None}
