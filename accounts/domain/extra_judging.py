"""What a whole column of a file seems to hold, for a field that is made of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from accounts.domain.extras import DIGITS, LONGEST_CHOICE, ExtraKind
from accounts.domain.importing.values import NO, YES, DateOrder, Misread, day

MOST_DISTINCT = 12
LEAST_REPEATED = 3
NUMBER = re.compile(r"-?(?:\d{1,3}(?:[,.'\u2019\u00a0\u202f ]\d{3})+|\d+)(?:[.,]\d+)?|-?\d*[.,]\d+")
AMOUNT = re.compile(
    r"(?:(?P<before>[A-Z]{3}|[€$£¥])\s*)?(?P<figure>-?\d[\d.,'\u2019\u00a0\u202f ]*?)\s*(?P<after>[A-Z]{3}|[€$£¥])?"
)
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
WORDED = {word for word in YES | NO if not word.isdigit()}


@dataclass(frozen=True)
class Judgement:
    """The kind a column seems to be, its choices where it is one, its currency where that stands in its cells."""

    kind: ExtraKind
    choices: tuple[str, ...] = ()
    currency: str = ""
    is_filled: bool = True


@dataclass
class ColumnJudge:
    """Looks at the cells of one column, all of them, and remembers little: what it may still be."""

    order: DateOrder = "dmy"
    kinds: set[ExtraKind] = field(
        default_factory=lambda: {ExtraKind.FLAG, ExtraKind.DATE, ExtraKind.NUMBER, ExtraKind.MONEY}
    )
    currencies: set[str] = field(default_factory=set)
    distinct: dict[str, str] = field(default_factory=dict)
    filled: int = 0

    def look(self, cells: Iterable[str]) -> None:
        """Take some more cells into account; blank ones say nothing."""
        for cell in cells:
            text = " ".join(cell.split())
            if text:
                self.filled += 1
                self._look_at(text)

    def _look_at(self, text: str) -> None:
        folded = text.casefold()
        if folded in self.distinct:
            return
        if len(self.distinct) <= MOST_DISTINCT:
            self.distinct[folded] = text
        if self.kinds:
            self.kinds = {kind for kind in self.kinds if self._may_be(kind, text)}

    def _may_be(self, kind: ExtraKind, text: str) -> bool:
        return _TESTS[kind](self, text)

    def _is_flag(self, text: str) -> bool:
        return text.casefold() in WORDED

    def _is_date(self, text: str) -> bool:
        try:
            return bool(day(text, self.order))
        except Misread:
            return False

    def _is_number(self, text: str) -> bool:
        digits = re.sub(r"\D", "", text)
        is_code = len(digits) > 1 and digits.startswith("0") and not re.match(r"-?0[.,]", text)
        return bool(NUMBER.fullmatch(text)) and not is_code and len(digits) <= DIGITS

    def _is_money(self, text: str) -> bool:
        found = AMOUNT.fullmatch(text)
        if found is None or not self._is_number(found["figure"]):
            return False
        sign = found["before"] or found["after"]
        if sign:
            self.currencies.add(SIGNS.get(sign, sign))
        return bool(sign) and len(self.currencies) == 1

    def judge(self) -> Judgement:
        """What the column seems to hold; text where nothing stricter fits every cell."""
        if self.filled:
            for kind in (ExtraKind.FLAG, ExtraKind.DATE, ExtraKind.NUMBER, ExtraKind.MONEY):
                if kind in self.kinds:
                    return Judgement(kind, currency="".join(self.currencies) if kind is ExtraKind.MONEY else "")
        if self._repeats_itself():
            return Judgement(ExtraKind.CHOICE, self.choices())
        return Judgement(ExtraKind.TEXT, is_filled=self.filled > 0)

    def choices(self) -> tuple[str, ...]:
        """The different cells, by their words."""
        return tuple(sorted(self.distinct.values(), key=str.casefold))

    def _repeats_itself(self) -> bool:
        count = len(self.distinct)
        is_short = all(len(text) <= LONGEST_CHOICE for text in self.distinct.values())
        return is_short and 1 < count <= MOST_DISTINCT and self.filled >= LEAST_REPEATED * count


_TESTS: dict[ExtraKind, Callable[[ColumnJudge, str], bool]] = {
    ExtraKind.FLAG: ColumnJudge._is_flag,
    ExtraKind.DATE: ColumnJudge._is_date,
    ExtraKind.NUMBER: ColumnJudge._is_number,
    ExtraKind.MONEY: ColumnJudge._is_money,
}


def judge_column(cells: Sequence[str], order: DateOrder = "dmy") -> Judgement:
    """What one column seems to hold.

    >>> judge_column(["1,200", "35", ""]).kind, judge_column(["00123", "00456"]).kind
    (<ExtraKind.NUMBER: 'number'>, <ExtraKind.TEXT: 'text'>)
    """
    judge = ColumnJudge(order)
    judge.look(cells)
    return judge.judge()
