"""What extra fields accept, what a column of a file seems to hold, and what is a tag."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.extra_judging import ColumnJudge, Judgement, judge_column
from accounts.domain.extras import Extra, ExtraKind, Unacceptable, changed_values, key_of, loaded, stored
from accounts.domain.tags import BadTag, clean_tag, split_tags

FIELDS = {kind: Extra(kind.value, kind.value, kind, ("Gold", "Silver"), "EUR") for kind in ExtraKind}


@pytest.mark.parametrize(
    ("kind", "given_value", "kept"),
    [
        ("text", "  a word ", "a word"),
        ("text", "   ", None),
        ("number", "1250.5", 1250.5),
        ("number", Decimal("7.00"), 7),
        ("number", -3, -3),
        ("money", "12.34", 12.34),
        ("date", date(2026, 3, 1), "2026-03-01"),
        ("date", "2026-03-01", "2026-03-01"),
        ("flag", False, False),
        ("choice", " gold", "Gold"),
        ("number", None, None),
        ("date", "", None),
    ],
)
def test_a_value_is_kept_as(kind: str, given_value: Any, kept: Any) -> None:
    assert stored(FIELDS[ExtraKind(kind)], given_value) == kept


@pytest.mark.parametrize(
    ("kind", "given_value"),
    [
        ("text", 5),
        ("text", "x" * 1001),
        ("text", "a\0b"),
        ("number", "seven"),
        ("number", True),
        ("number", "1234567890123456"),
        ("number", "1e300"),
        ("number", "NaN"),
        ("money", "1.234"),
        ("date", "01/03/2026"),
        ("date", "1850-01-01"),
        ("flag", "yes"),
        ("choice", "Bronze"),
        ("choice", 1),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: str, given_value: Any) -> None:
    with pytest.raises(Unacceptable) as refused:
        stored(FIELDS[ExtraKind(kind)], given_value)
    assert refused.value.expected is ExtraKind(kind)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_an_amount_is_the_same_after_keeping(amount: Decimal) -> None:
    money = FIELDS[ExtraKind.MONEY]
    assert loaded(money, stored(money, amount)) == amount


def test_what_was_kept_wrongly_is_nothing() -> None:
    assert [loaded(FIELDS[kind], "no") for kind in (ExtraKind.NUMBER, ExtraKind.DATE)] == [None, None]


def test_keys_last_and_are_never_given_twice() -> None:
    assert key_of("Größe (m²)") == "grosse_m2"
    assert key_of("Größe (m²)", {"grosse_m2", "grosse_m2_2"}) == "grosse_m2_3"
    assert len(key_of("x" * 200)) <= 40
    assert key_of("???") == "field"


def test_values_that_are_not_named_stay() -> None:
    assert changed_values({"a": 1, "b": 2}, {"b": None, "c": 3}) == {"a": 1, "c": 3}


@pytest.mark.parametrize(
    ("cells", "judged"),
    [
        (["yes", "No", "", "YES"], Judgement(ExtraKind.FLAG)),
        (["1", "0", "1"], Judgement(ExtraKind.NUMBER)),
        (["2026-01-05", "5.3.2026", " "], Judgement(ExtraKind.DATE)),
        (["1,200", "35", "-4.5"], Judgement(ExtraKind.NUMBER)),
        (["EUR 1,200.50", "€ 35"], Judgement(ExtraKind.MONEY, currency="EUR")),
        (["EUR 10", "USD 10"], Judgement(ExtraKind.TEXT)),
        (["00123", "45678"], Judgement(ExtraKind.TEXT)),
        (["1234567890123456"], Judgement(ExtraKind.TEXT)),
        (["Gold", "Silver", "gold"] * 2, Judgement(ExtraKind.CHOICE, ("Gold", "Silver"))),
        (["Gold", "Silver"], Judgement(ExtraKind.TEXT)),
        (["2026-01-05", "soon"], Judgement(ExtraKind.TEXT)),
        (["", "  "], Judgement(ExtraKind.TEXT, is_filled=False)),
    ],
)
def test_a_column_seems_to_hold(cells: list[str], judged: Judgement) -> None:
    assert judge_column(cells) == judged


def test_one_cell_far_down_changes_the_judgement() -> None:
    judge = ColumnJudge()
    judge.look(str(number) for number in range(20_000))
    assert judge.judge().kind is ExtraKind.NUMBER
    judge.look(["about 12"])
    assert judge.judge().kind is ExtraKind.TEXT


def test_tags_are_words() -> None:
    assert split_tags("Pilot; EMEA,pilot | at  risk") == ["Pilot", "EMEA", "at risk"]
    for bad in ("", "x" * 41, "a,b", "a\0"):
        with pytest.raises(BadTag):
            clean_tag(bad)
