"""How a column writes what can be read in two ways, judged from all of its cells.

03/04/2026 is 3 April or 4 March, 1.234 is a little over one or over a thousand, $ is the dollar of several countries.
One cell seldom tells; the column mostly does, since another cell can be read in one way only. Where none does, or two
contradict each other, the column is asked about.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from accounts.domain.figures import DECIMAL_MARKS
from accounts.domain.importing.columns import Field
from accounts.domain.importing.currencies import meant_by, unit_of
from accounts.domain.importing.reports import restore
from accounts.domain.importing.values import DATE_ORDERS, Misread

Aspect = Literal["date_order", "decimal_mark", "currency"]
# What can be said of each; any code of a currency.
ASPECTS: dict[str, tuple[str, ...]] = {"date_order": DATE_ORDERS, "decimal_mark": DECIMAL_MARKS, "currency": ()}
MOST_REMEMBERED = 50_000
EITHER, ANY = "either", "any"
UNCLEAR = "?"


def aspect_of(way: str) -> str:
    """What a way of reading is about.

    >>> aspect_of("mdy"), aspect_of(","), aspect_of("EUR")
    ('date_order', 'decimal_mark', 'currency')
    """
    return next((aspect for aspect, known in ASPECTS.items() if way in known), "currency")


@dataclass
class Tally:
    """What the cells of one column tell.

    `only` counts by way the cells that can be read in this way alone, `either` those that mean something else in each,
    `units` the currencies that stand with amounts ("" for none). `examples` holds a cell for each way, for `either` and
    for `any`.
    """

    field: str
    only: dict[str, int] = dataclasses.field(default_factory=dict)
    either: int = 0
    units: dict[str, int] = dataclasses.field(default_factory=dict)
    examples: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """Something about a column that is told by its cells, or by a person, or has to be asked.

    `choices` are empty where the cells tell; `answer` is what they tell or what was chosen, "" while it must be asked.
    """

    column: int
    field: str
    aspect: Aspect
    answer: str
    choices: tuple[str, ...]
    is_mixed: bool
    example: str

    @property
    def is_open(self) -> bool:
        return bool(self.choices) and not self.answer


@dataclass(frozen=True)
class Way:
    """How a column is read.

    `way` is a date order or a decimal mark, `?` where that is not known, "" where nothing depends on it. `currency` is
    that of amounts which name none, or by an ambiguous sign; `is_mixed` where several are named, so that none is
    assumed.
    """

    way: str = ""
    currency: str = ""
    is_mixed: bool = False


class Judge:
    """Takes in the cells of one column and keeps the tally."""

    def __init__(self, column: Field) -> None:
        self._column = column
        self._known: dict[str, dict[str, Any]] = {}
        self._units: Counter[str] = Counter()
        self.tally = Tally(column.key, dict.fromkeys(column.ways, 0))

    def take(self, cells: Iterable[str]) -> None:
        """Count some more cells."""
        for raw in cells:
            cell = restore(raw).strip()
            if cell and len(cell) < 80:
                self._count(cell)
        self.tally.units = dict(self._units)

    def _count(self, cell: str) -> None:
        readings = self._readings(cell)
        if not readings:
            return
        tally = self.tally
        tally.examples.setdefault(ANY, cell)
        if self._column.unit_field:
            self._units[unit_of(cell)] += 1
        if len(readings) == 1:
            way = next(iter(readings))
            tally.only[way] += 1
            tally.examples.setdefault(way, cell)
        elif len(set(readings.values())) > 1:
            tally.either += 1
            tally.examples.setdefault(EITHER, cell)

    def _readings(self, cell: str) -> dict[str, Any]:
        if cell not in self._known:
            if len(self._known) > MOST_REMEMBERED:
                self._known.clear()
            self._known[cell] = readings(self._column, cell)
        return self._known[cell]


def readings(column: Field, cell: str) -> dict[str, Any]:
    """What a cell means in each way in which it can be read at all."""
    found = {}
    for way in column.ways:
        try:
            found[way] = column.parse(cell, way)
        except Misread:
            continue
    return found


def questions(
    column: int, about: Field, tally: Tally, answers: Mapping[str, str], *, base: str, names_currency: bool
) -> list[Question]:
    """What a column tells and what has to be asked of it.

    Parameters: `answers` by aspect; `base` is the currency of the installation; `names_currency` says whether another
    column names the currency, so that signs need not tell.
    """
    aspect: Aspect = "date_order" if about.is_date else "decimal_mark"
    found = [_two_ways(column, aspect, tally, about.ways, answers.get(aspect, ""))] if tally.examples else []
    if about.unit_field and tally.examples and not names_currency:
        found.append(_currency(column, tally, answers.get("currency", ""), base))
    return found


def _two_ways(column: int, aspect: Aspect, tally: Tally, known: tuple[str, ...], answer: str) -> Question:
    told = [way for way in known if tally.only.get(way)]
    is_mixed = len(told) > 1
    choices = known if is_mixed or (tally.either and not told) else ()
    said = answer if answer in choices else ""
    example = tally.examples.get(EITHER) or tally.examples.get(told[0] if told else ANY) or tally.examples[ANY]
    return Question(column, tally.field, aspect, said if choices else "".join(told), choices, is_mixed, example)


def _currency(column: int, tally: Tally, answer: str, base: str) -> Question:
    named = [unit for unit in tally.units if unit]
    unsure = [unit for unit in named if len(meant_by(unit)) > 1]
    codes = tuple(dict.fromkeys(code for unit in unsure for code in meant_by(unit)))
    is_mixed = len({meant_by(unit) for unit in named}) > 1
    if unsure:
        told = base if base in codes else ""
        choices = () if told else codes
        return Question(column, tally.field, "currency", told or _one_of(answer, choices), choices, is_mixed, unsure[0])
    told = named[0] if named and not is_mixed else ""
    return Question(column, tally.field, "currency", meant_by(told)[0] if told else "", (), is_mixed, told)


def _one_of(answer: str, choices: Sequence[str]) -> str:
    return answer if answer in choices else ""


def ways(found: Iterable[Question]) -> dict[int, Way]:
    """How the columns are read, by what was told and answered of them."""
    by_column: dict[int, Way] = {}
    for one in found:
        held = by_column.get(one.column, Way())
        if one.aspect == "currency":
            by_column[one.column] = Way(held.way, one.answer, one.is_mixed)
        else:
            by_column[one.column] = Way(UNCLEAR if one.is_open else one.answer, held.currency, held.is_mixed)
    return by_column
