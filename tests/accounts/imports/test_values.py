"""What cells mean, and what is said of those that mean nothing."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.importing import values
from accounts.domain.importing.reports import defuse, lines, restore
from accounts.domain.importing.values import DateOrder, Misread, Parser


@pytest.mark.parametrize(
    ("parse", "cell", "meant"),
    [
        (values.email, " Ana.Silva@Example.COM ", "ana.silva@example.com"),
        (values.email, "Ana <ana@x.example>", "ana@x.example"),
        (values.day, "2026-03-31", date(2026, 3, 31)),
        (values.day, "2026-03-31 00:00:00", date(2026, 3, 31)),
        (values.day, "31.3.2026", date(2026, 3, 31)),
        (values.day, "31/03/2026", date(2026, 3, 31)),
        (values.money, "1,234.50", Decimal("1234.50")),
        (values.money, "1.234,50", Decimal("1234.50")),
        (values.money, "€ 1 234", Decimal("1234.00")),
        (values.money, "1,234", Decimal("1234.00")),
        (values.money, "12,5", Decimal("12.50")),
        (values.money, "1.234.567", Decimal("1234567.00")),
        (values.whole(0, 10), "7.0", 7),
        (values.flag, "Yes", True),
        (values.flag, "0", False),
        (values.currency, "€", "EUR"),
        (values.currency, "usd", "USD"),
        (values.web_domain, "https://www.Example.com/about", "example.com"),
        (values.time_zone, "Europe/Lisbon", "Europe/Lisbon"),
        (values.choice({"decision_maker": "decision_maker"}), "Decision Maker", "decision_maker"),
        (values.several(values.email), "a@x.example; B@x.example|a@x.example", ("a@x.example", "b@x.example")),
        (values.text(10), "  a \n b ", "a b"),
    ],
)
def test_cell_is_understood(parse: Parser, cell: str, meant: Any) -> None:
    assert parse(cell, "dmy") == meant


@pytest.mark.parametrize(
    ("parse", "cell", "expected"),
    [
        (values.email, "ana at example", "email"),
        (values.email, "a@b@c.example", "email"),
        (values.day, "31/31/2026", "date"),
        (values.day, "next week", "date"),
        (values.day, "2026-02-30", "date"),
        (values.money, "-5", "money"),
        (values.money, "a lot", "money"),
        (values.money, "120k", "money"),
        (values.money, "1.2E+05", "money"),
        (values.money, "1e999", "money"),
        (values.whole(0, 10), "11", "whole"),
        (values.whole(0, 10), "2.5", "whole"),
        (values.flag, "perhaps", "flag"),
        (values.currency, "euro", "currency"),
        (values.web_domain, "not a host", "domain"),
        (values.time_zone, "Mars/Base", "time_zone"),
        (values.choice({"a": "a"}), "b", "choice"),
        (values.text(3), "four", "text"),
    ],
)
def test_cell_that_means_nothing_says_what_was_expected(parse: Parser, cell: str, expected: str) -> None:
    with pytest.raises(Misread) as refused:
        parse(cell, "dmy")
    assert refused.value.expected == expected


@pytest.mark.parametrize(
    ("cell", "order", "meant"),
    [("03/04/2026", "dmy", date(2026, 4, 3)), ("03/04/2026", "mdy", date(2026, 3, 4))],
)
def test_slashed_dates_follow_the_order_of_the_file(cell: str, order: DateOrder, meant: date) -> None:
    assert values.day(cell, order) == meant


@pytest.mark.parametrize(
    ("parse", "cell", "way", "meant"),
    [
        (values.money, "1.234", ".", Decimal("1.23")),
        (values.money, "1.234", ",", Decimal("1234.00")),
        (values.money, "1,234.5", ".", Decimal("1234.50")),
        (values.money, "1.234,5", ",", Decimal("1234.50")),
        (values.money, "1'234.50", ".", Decimal("1234.50")),
        (values.money, "12 kr", ",", Decimal("12.00")),
        (values.whole(0, 9999), "1.000", ",", 1000),
        (values.whole(0, 9999), "1.000", ".", 1),
    ],
)
def test_marks_follow_the_column(parse: Parser, cell: str, way: str, meant: Any) -> None:
    assert parse(cell, way) == meant


@pytest.mark.parametrize(
    ("parse", "cell", "way", "expected"),
    [
        (values.money, "1.234,50", ".", "point_decimal"),
        (values.money, "1,234.50", ",", "comma_decimal"),
        (values.money, "1,23,4", ".", "money"),
        (values.whole(0, 10), "11", ",", "whole"),
        (values.day, "25/04/2026", "mdy", "month_first"),
        (values.day, "04/25/2026", "dmy", "day_first"),
        (values.instant(ZoneInfo("UTC")), "04/25/2026 10:00", "dmy", "day_first"),
        (values.day, "25/25/2026", "dmy", "date"),
    ],
)
def test_cell_that_does_not_fit_its_column_says_how_that_is_read(
    parse: Parser, cell: str, way: str, expected: str
) -> None:
    with pytest.raises(Misread) as refused:
        parse(cell, way)
    assert refused.value.expected == expected


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2026-03-31", datetime(2026, 3, 31, 10, 0, tzinfo=UTC)),
        ("2026-03-31 14:30", datetime(2026, 3, 31, 12, 30, tzinfo=UTC)),
        ("2026-03-31T14:30:05Z", datetime(2026, 3, 31, 14, 30, 5, tzinfo=UTC)),
        ("31/03/2026 2:30 pm", datetime(2026, 3, 31, 12, 30, tzinfo=UTC)),
        ("2026-03-31T14:30:00+0530", datetime(2026, 3, 31, 9, 0, tzinfo=UTC)),
    ],
)
def test_instants_are_meant_in_the_zone_of_the_installation_unless_they_carry_one(cell: str, meant: datetime) -> None:
    assert values.instant(ZoneInfo("Europe/Berlin"))(cell, "dmy") == meant


def test_impossible_time_of_day_is_refused() -> None:
    with pytest.raises(Misread):
        values.instant(ZoneInfo("UTC"))("2026-03-31 25:00", "dmy")


SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELLS = st.text() | st.builds("".join, st.lists(st.sampled_from([*SIGNS, "'", '"', ",", ";", "a"]), max_size=6))


@given(CELLS)
def test_defused_cell_comes_back_as_it_was(cell: str) -> None:
    assert restore(defuse(cell)) == cell


@given(CELLS)
def test_no_defused_cell_begins_like_a_formula(cell: str) -> None:
    assert not defuse(cell).startswith(SIGNS)


@given(st.lists(st.lists(CELLS.filter(lambda cell: "\0" not in cell), min_size=1, max_size=3), min_size=1, max_size=3))
def test_cells_come_back_through_a_whole_file(rows: list[list[str]]) -> None:
    written = "".join(lines(rows))
    read = [[restore(cell) for cell in row] for row in csv.reader(io.StringIO(written, newline=""))]
    assert read == rows


def test_csv_is_written_by_one_door_only() -> None:
    """So that no export forgets to defuse formulas; what imitates other systems' exports is written as they write."""
    places = [path for app in ("csm", "accounts", "stakeholders") for path in (settings.BASE_DIR / app).rglob("*.py")]
    writing = {path.relative_to(settings.BASE_DIR) for path in places if "csv.writer" in path.read_text()}
    imitating = {path.relative_to(settings.BASE_DIR) for path in places if "csv.DictWriter" in path.read_text()}
    assert {str(path) for path in writing} == {"accounts/domain/importing/reports.py"}
    assert {str(path) for path in imitating} == {"stakeholders/domain/demo/crm/writing.py"}
