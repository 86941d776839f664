"""Signs and codes of currencies beside amounts."""

import re

# Every currency that people write with the sign; the first is by far the most common.
SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "zł": ("PLN",),
    "US$": ("USD",),
    "C$": ("CAD",),
    "A$": ("AUD",),
    "R$": ("BRL",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK"),
}
_UNIT = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)) + "|[A-Z]{3}"
BEFORE = re.compile(rf"\s*({_UNIT})\s*(?=[-\d])")
AFTER = re.compile(rf"(?<=\d)\s*({_UNIT})\s*$")


def unit_of(cell: str) -> str:
    """The sign or code that stands before or after an amount, or "".

    >>> unit_of("€ 1.200"), unit_of("1200 USD"), unit_of("1200")
    ('€', 'USD', '')
    """
    found = BEFORE.match(cell) or AFTER.search(cell)
    return found[1] if found else ""


def without_unit(cell: str) -> str:
    """An amount without its currency."""
    return AFTER.sub("", BEFORE.sub("", cell, count=1)).strip()


def meant_by(unit: str) -> tuple[str, ...]:
    """The codes that a sign or code can stand for.

    >>> meant_by("£"), meant_by("CHF"), meant_by("¥")
    (('GBP',), ('CHF',), ('JPY', 'CNY'))
    """
    return SIGNS.get(unit, (unit,))
