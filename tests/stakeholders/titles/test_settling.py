"""Somebody of whom only one position is known is settled by a short way: it leads where the long one does."""

from datetime import date
from pathlib import Path

import pytest

from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.rules import read_rules
from stakeholders.domain.titles.settling import Holding, Known, Place, settle
from stakeholders.domain.titles.spans import Span
from tests.stakeholders.titles.grading import labels

SHIPPED = Path(__file__).parents[3] / "stakeholders" / "domain" / "titles" / "shipped.toml"
SPANS = (Span(), Span(date(2024, 3, 1)), Span(None, date(2025, 1, 1)), Span(date(2024, 3, 1), date(2025, 1, 1)))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook(read_rules(SHIPPED.read_text(encoding="utf-8")))


@pytest.mark.parametrize("span", SPANS)
def test_both_ways_lead_to_the_same(book: RuleBook, span: Span) -> None:
    found = 0
    for number, title in enumerate(label.title for label in labels()):
        place = Place(1, span, title, "Finance" if number % 3 == 0 else "", level="vp" if number % 5 == 0 else "")
        # A role that no rule knows changes nothing but that it ends, and takes the long way.
        long = settle(book, Known([place], [Holding(9, span, "of no rule", is_assumed=True)]))
        assert long.ended_holdings == (9,)
        assert settle(book, Known([place])) == long._replace(ended_holdings=()), title
        found += bool(long.new_holdings) + bool(long.new_thoughts)
    assert found > 300
