"""Numbers as people write them: with either decimal sign, grouped or not, with a currency or per cent beside them."""

import re
from decimal import Decimal

from accounts.domain.importing.currencies import unit_of

DECIMAL_MARKS = (".", ",")
WRITTEN = {
    ".": re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?"),
    ",": re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?"),
}
GROUPING = {".": ",", ",": "."}
BLANKS = re.compile(r"[\s'’\u00a0\u202f]")
PER_CENT = re.compile(r"\s*%\s*$")
MOST_MONEY_PLACES = 2


class Unreadable(Exception):
    """What was typed is no number."""


class Ambiguous(Exception):
    """What was typed can be read as two numbers; `grouped` and `parted` are they."""

    def __init__(self, grouped: Decimal, parted: Decimal) -> None:
        super().__init__(grouped, parted)
        self.grouped = grouped
        self.parted = parted


def number_with(digits: str, mark: str) -> Decimal | None:
    """The number of digits with this decimal mark and perhaps the other sign between thousands; None where it is none.

    >>> number_with("1,200.5", "."), number_with("1.200", ","), number_with("1,20.5", ".")
    (Decimal('1200.5'), Decimal('1200'), None)
    """
    plain = digits.replace(GROUPING[mark], "").replace(mark, ".")
    return Decimal(plain) if WRITTEN[mark].fullmatch(digits) else None


def without_blanks(text: str) -> str:
    """A number without what parts its thousands but means nothing else."""
    return BLANKS.sub("", text)


def typed_figure(text: str, mark: str, places: int | None = None) -> Decimal:
    """The number that somebody typed into a field.

    `mark` is the decimal sign of the reader's language, `places` how many decimals the field holds (None: any number).
    One sign with three digits behind it parts thousands where the reader's language does so, where it is money or where
    the field holds no third decimal.

    *Raises* Unreadable; Ambiguous where that sign is the reader's decimal sign.

    >>> [str(typed_figure(one, ".", 4)) for one in ("1,200.5", "40,5", "40 %", "€1.200", "1 200", "0.125", "1,200")]
    ['1200.5', '40.5', '40', '1200', '1200', '0.125', '1200']
    >>> str(typed_figure("1.200", ".", 2)), str(typed_figure("1.200", ",", 4))
    ('1200', '1200')
    """
    plain = text.replace("−", "-").strip().removeprefix("+")
    digits = without_blanks(PER_CENT.sub("", _without_unit(plain)))
    other = GROUPING[mark]
    here, elsewhere = number_with(digits, mark), number_with(digits, other)
    found = [one for one in (here, elsewhere) if one is not None]
    if not found:
        raise Unreadable(text)
    if len(set(found)) == 1:
        return found[0]
    grouped, parted = max(found, key=abs), min(found, key=abs)
    is_money = bool(unit_of(plain.removeprefix("-"))) or (places is not None and places <= MOST_MONEY_PLACES)
    if is_money or other in digits:
        return grouped
    raise Ambiguous(grouped, parted)


def _without_unit(text: str) -> str:
    """What stands beside the currency at either end; a sign of the number may come first."""
    sign, amount = ("-", text[1:].strip()) if text.startswith("-") else ("", text)
    unit = unit_of(amount)
    return sign + amount.removeprefix(unit).removesuffix(unit) if unit else sign + amount


def written(figure: Decimal, mark: str, places: int | None = None) -> str:
    """A number as `typed_figure` reads it again: with two decimals where it is money, else without needless zeros.

    >>> written(Decimal("1200.0000"), ".", 4), written(Decimal("1.125"), ".", 4), written(Decimal("5"), ",", 2)
    ('1200', '1.1250', '5,00')
    """
    if places == MOST_MONEY_PLACES:
        return f"{figure:.2f}".replace(".", mark)
    plain = f"{figure.normalize():f}"
    has_three = re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain)
    return f"{plain}{'0' if has_three else ''}".replace(".", mark)
