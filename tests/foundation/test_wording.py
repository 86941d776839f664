from datetime import date
from decimal import Decimal

import pytest

from csm.foundation.templatetags.wording import in_words, monogram, near_in_words, short_money

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Silva", "AS"),
        ("João Pedro de Souza", "JS"),
        ("Cher", "C"),
        ("", "?"),
        (None, "?"),
        ("ana (HQ) lima", "AL"),
    ],
)
def test_a_monogram_takes_the_first_and_the_last_name(name: str | None, letters: str) -> None:
    assert monogram(name) == letters


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1234567"), "EUR 1.2 M"),
        (Decimal("84000"), "EUR 84 k"),
        (Decimal("999960"), "EUR 1 M"),
        (Decimal("999"), "EUR 999"),
        (Decimal("0"), "EUR 0"),
        (Decimal("-2500"), "EUR -2.5 k"),
        (Decimal("3200000000"), "EUR 3.2 B"),
    ],
)
def test_money_is_short(amount: Decimal, words: str) -> None:
    assert short_money(amount, "EUR") == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 22), "tomorrow"),
        (date(2026, 11, 20), "yesterday"),
        (date(2026, 12, 3), "in 12 days"),
        (date(2026, 10, 24), "4 weeks ago"),
        (date(2027, 5, 21), "in 6 months"),
        (date(2025, 3, 4), "March 2025"),
    ],
)
def test_dates_are_said_as_one_would(day: date, words: str) -> None:
    assert in_words(day, TODAY) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2027, 11, 20), "in 12 months"),
        (date(2027, 11, 21), ""),
        (date(2025, 11, 22), "12 months ago"),
        (date(2025, 11, 21), ""),
        (None, ""),
    ],
)
def test_beside_a_date_its_distance_is_said_within_a_year_only(when: date | None, words: str) -> None:
    assert near_in_words(when, TODAY) == words
