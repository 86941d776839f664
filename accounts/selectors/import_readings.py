"""How the columns of a file are read, in words: what their cells tell, and what has to be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.importing.columns import Field
from accounts.domain.importing.judging import Question
from accounts.domain.importing.values import Misread

WAYS = {
    "dmy": gettext_lazy("day first"),
    "mdy": gettext_lazy("month first"),
    ".": gettext_lazy("decimal point"),
    ",": gettext_lazy("decimal comma"),
}


@dataclass(frozen=True)
class ShownReading:
    """How a column is read. `choices` are (value, words), empty where the cells tell; `answer` "" must be chosen."""

    column: int
    header: str
    field: str
    aspect: str
    answer: str
    choices: list[tuple[str, str]]
    is_open: bool
    is_mixed: bool
    example: str
    text: str

    @property
    def question(self) -> str:
        """What stands over the choices, which say the rest."""
        if self.is_mixed or not self.choices:
            return self.text
        if self.aspect == "currency":
            return _("“%(sign)s” is the sign of several currencies. Here it means") % {"sign": self.example}
        return _("“%(cell)s” means") % {"cell": self.example}

    @property
    def name(self) -> str:
        """The name of its input on the page."""
        return f"reading_{self.column}_{self.aspect}"


def readings_of(found: Iterable[Question], header: Sequence[str], fields: Iterable[Field]) -> list[ShownReading]:
    """Put questions about columns into words."""
    by_key = {field.key: field for field in fields}
    return [_shown(one, header[one.column], by_key[one.field]) for one in found]


def _shown(one: Question, header: str, field: Field) -> ShownReading:
    choices = [(choice, _meaning(one, field, choice)) for choice in one.choices]
    return ShownReading(
        column=one.column,
        header=header,
        field=field.key,
        aspect=one.aspect,
        answer=one.answer,
        choices=choices,
        is_open=one.is_open,
        is_mixed=one.is_mixed,
        example=one.example,
        text=_words(one, header, field, [words for _choice, words in choices]),
    )


def _words(one: Question, header: str, field: Field, choices: list[str]) -> str:
    if one.aspect == "currency":
        return _currency_words(one, choices)
    if one.is_mixed:
        return _("Some cells can only be read in one way, others only in the other; those that do not fit will fail.")
    if one.choices:
        return _("“%(cell)s” can be %(meanings)s.") % {"cell": one.example, "meanings": _(" or ").join(choices)}
    meant = _meaning(one, field, one.answer or field.ways[0])
    return _("“%(cell)s” is read as %(meaning)s.") % {"cell": one.example, "meaning": meant}


def _currency_words(one: Question, choices: list[str]) -> str:
    if one.choices:
        return _("“%(sign)s” can be any of %(meanings)s.") % {"sign": one.example, "meanings": ", ".join(choices)}
    if one.answer:
        return _("Amounts are in %(currency)s.") % {"currency": one.answer}
    if one.is_mixed:
        return _("Amounts name their currencies; those that name none will fail.")
    return _("Amounts name no currency; new ones are in %(currency)s.") % {"currency": settings.BASE_CURRENCY}


def _meaning(one: Question, field: Field, choice: str) -> str:
    """What the example means if read in a way, and which way that is."""
    if one.aspect == "currency":
        return choice
    try:
        meant = _value_words(field.parse(one.example, choice))
    except Misread:
        return str(WAYS[choice])
    if not one.choices:
        return meant
    return _("%(meaning)s (%(way)s)") % {"meaning": meant, "way": WAYS[choice]}


def _value_words(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return number_format(value, 2 if isinstance(value, Decimal) else 0, force_grouping=True)
