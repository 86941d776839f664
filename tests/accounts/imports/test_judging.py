"""How columns are written, judged from all of their cells; what they do not tell is asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.domain.importing.columns import Field
from accounts.domain.importing.files import Record
from accounts.domain.importing.judging import Judge, Question, Way, questions, ways
from accounts.domain.importing.rows import Problem, Reader
from accounts.domain.importing.values import currency, day, money, whole

DAY = Field("since", "Since", day, is_date=True)
VALUE = Field("value", "Value", money, is_number=True, unit_field="currency")
PLAIN = Field("plain", "Plain", money, is_number=True)
STAFF = Field("staff", "Staff", whole(0, 99_999), is_number=True)
CURRENCY = Field("currency", "Currency", currency)


def asked(field: Field, cells: list[str], **more: Any) -> list[Question]:
    judge = Judge(field)
    judge.take(cells)
    return questions(0, field, judge.tally, more.pop("answers", {}), base="EUR", names_currency=False, **more)


def told(field: Field, *cells: str, **answers: str) -> tuple[str, tuple[str, ...], str]:
    found = asked(field, list(cells), answers=answers)[0]
    return found.answer, found.choices, found.example


@pytest.mark.parametrize(
    ("field", "cells", "answer", "example"),
    [
        (DAY, ("03/04/2026", "25/04/2026"), "dmy", "03/04/2026"),
        (DAY, ("03/04/2026", "04/25/2026"), "mdy", "03/04/2026"),
        (DAY, ("2026-03-31", "31.03.2026"), "", "2026-03-31"),
        (DAY, ("04/04/2026",), "", "04/04/2026"),
        (PLAIN, ("1.234", "12,5"), ",", "1.234"),
        (PLAIN, ("1.234", "1,234.50"), ".", "1.234"),
        (PLAIN, ("1.234", "0.123"), ".", "1.234"),
        (PLAIN, ("1.234", "1.234.567"), ",", "1.234"),
        (PLAIN, ("1.234", "1234.567"), ".", "1.234"),
        (PLAIN, ("1234", "7"), "", "1234"),
        (PLAIN, ("1'234'567", "8"), "", "1'234'567"),
        (STAFF, ("1.234",), ",", "1.234"),
    ],
)
def test_one_cell_tells_for_the_whole_column(field: Field, cells: tuple[str, ...], answer: str, example: str) -> None:
    assert told(field, *cells) == (answer, (), example)


@pytest.mark.parametrize(
    ("field", "cells", "choices"),
    [
        (DAY, ("03/04/2026", "2026-03-31"), ("dmy", "mdy")),
        (PLAIN, ("1.234", "5"), (".", ",")),
        (PLAIN, ("1,234",), (".", ",")),
        (STAFF, ("1.000",), (".", ",")),
    ],
)
def test_column_in_which_no_cell_tells_is_asked_about(
    field: Field, cells: tuple[str, ...], choices: tuple[str, ...]
) -> None:
    assert told(field, *cells) == ("", choices, cells[0])
    aspect = "date_order" if field is DAY else "decimal_mark"
    assert told(field, *cells, **{aspect: choices[1]})[0] == choices[1]
    assert told(field, *cells, **{aspect: "perhaps"})[0] == ""


def test_column_that_contradicts_itself_is_asked_about_and_then_fails_row_by_row() -> None:
    found = asked(DAY, ["25/04/2026", "04/25/2026", "03/04/2026"])[0]
    assert (found.is_mixed, found.is_open) == (True, True)
    reader = Reader([DAY], {"since": 0}, 1, ways={0: Way("dmy")})
    row, problems = reader.read(Record(2, ["25/04/2026"]))
    assert (row.values, problems) == ({"since": date(2026, 4, 25)}, [])
    assert reader.read(Record(3, ["04/25/2026"]))[1] == [Problem(3, "since", "day_first", {"found": "04/25/2026"})]


def test_what_nobody_answered_is_never_guessed() -> None:
    reader = Reader([DAY], {"since": 0}, 1, ways=ways(asked(DAY, ["03/04/2026"])))
    assert reader.read(Record(2, ["03/04/2026"]))[1] == [Problem(2, "since", "unclear_date", {"found": "03/04/2026"})]
    assert reader.read(Record(3, ["25/04/2026"]))[0].values == {"since": date(2026, 4, 25)}


@pytest.mark.parametrize(
    ("cells", "answer", "choices"),
    [
        (["€ 1200", "5"], "EUR", ()),
        (["1200 CHF"], "CHF", ()),
        (["£5", "CHF 5"], "", ()),
        (["5"], "", ()),
        (["¥5"], "", ("JPY", "CNY")),
        (["$5"], "", ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")),
    ],
)
def test_currency_is_told_by_the_amounts_or_asked(cells: list[str], answer: str, choices: tuple[str, ...]) -> None:
    found = asked(VALUE, cells)[1]
    assert (found.aspect, found.answer, found.choices) == ("currency", answer, choices)


def test_sign_of_the_installations_own_currency_is_not_asked_about() -> None:
    judge = Judge(VALUE)
    judge.take(["$5"])
    found = questions(0, VALUE, judge.tally, {}, base="CAD", names_currency=False)[1]
    assert (found.answer, found.choices) == ("CAD", ())


def test_currency_column_spares_the_question() -> None:
    judge = Judge(VALUE)
    judge.take(["$5"])
    assert [one.aspect for one in questions(0, VALUE, judge.tally, {}, base="EUR", names_currency=True)] == [
        "decimal_mark"
    ]


@pytest.mark.parametrize(
    ("cells", "way", "values", "code"),
    [
        (["$5", "CAD"], Way(), {"value": Decimal("5.00"), "currency": "CAD"}, ""),
        (["$5", "EUR"], Way(), {}, "currency_differs"),
        (["$5", ""], Way(), {}, "currency_unclear"),
        (["$5", ""], Way(currency="AUD"), {"value": Decimal("5.00"), "currency": "AUD"}, ""),
        (["5", ""], Way(currency="GBP"), {"value": Decimal("5.00"), "currency": "GBP"}, ""),
        (["5", ""], Way(is_mixed=True), {}, "currency_missing"),
        (["5", ""], Way(), {"value": Decimal("5.00")}, ""),
        (["CHF 5", ""], Way(is_mixed=True), {"value": Decimal("5.00"), "currency": "CHF"}, ""),
    ],
)
def test_currency_beside_an_amount_is_that_of_the_row(
    cells: list[str], way: Way, values: dict[str, Any], code: str
) -> None:
    reader = Reader([VALUE, CURRENCY], {"value": 0, "currency": 1}, 2, ways={0: way})
    row, problems = reader.read(Record(2, cells))
    assert [problem.code for problem in problems] == ([code] if code else [])
    if not code:
        assert row.values == values
