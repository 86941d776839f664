"""The revenue ledger against a cohort worked by hand, and what holds of every ledger."""

import doctest
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain import revenue, revenue_cohorts, skill
from health.domain.revenue import BothEnds, Ledger, Sold, both_ends, ledger, renewals
from health.domain.revenue_cohorts import Quarter, cohorts, finished_quarters

START, END = date(2025, 1, 1), date(2026, 1, 1)
RATES = {"EUR": Decimal(1), "USD": Decimal("0.9")}

# Six customers over 2025, worked by hand:
#   1 keeps 1,000 (renewed in July at the same price)                      1000 -> 1000
#   2 grows from 500 to 800: 300 more of another product from May          500 ->  800
#   3 shrinks: two products, one churned                                   600 ->  400
#   4 churns                                                               400 ->    0
#   5 pays USD 1,000, at 0.9 on the first day                              900 ->  900
#   6 is new in September                                                    0 ->  250
#   7 pays in a currency nobody entered a rate for                      not known
#   8 had its contract cancelled: it never counted
HAND = [
    Sold(1, date(2024, 7, 1), date(2025, 7, 1), Decimal(1000), "EUR", "renewed"),
    Sold(1, date(2025, 7, 1), date(2026, 7, 1), Decimal(1000), "EUR"),
    Sold(2, date(2024, 2, 1), date(2027, 2, 1), Decimal(500), "EUR"),
    Sold(2, date(2025, 5, 1), date(2026, 5, 1), Decimal(300), "EUR"),
    Sold(3, date(2024, 3, 1), date(2026, 3, 1), Decimal(400), "EUR"),
    Sold(3, date(2024, 3, 1), date(2025, 3, 1), Decimal(200), "EUR", "churned"),
    Sold(4, date(2024, 4, 1), date(2025, 4, 1), Decimal(400), "EUR", "churned"),
    Sold(5, date(2024, 5, 1), date(2027, 5, 1), Decimal(1000), "USD"),
    Sold(6, date(2025, 9, 1), date(2026, 9, 1), Decimal(250), "EUR"),
    Sold(7, date(2024, 1, 1), date(2027, 1, 1), Decimal(9000), "CHF"),
    Sold(8, date(2024, 1, 1), date(2027, 1, 1), Decimal(700), "EUR", "cancelled"),
]


@pytest.mark.parametrize("module", [revenue, revenue_cohorts, skill])
def test_examples_of_the_docstrings_hold(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted
    assert not found.failed


def test_a_ledger_worked_by_hand() -> None:
    found = ledger(both_ends(HAND, START, END, RATES).values())
    assert found == Ledger(
        accounts=5,
        start=Decimal(3400),
        expansion=Decimal(300),
        contraction=Decimal(200),
        churn=Decimal(400),
        new_sales=Decimal(250),
        expanded=1,
        contracted=1,
        churned=1,
        new_accounts=1,
        unknown_accounts=1,
    )
    assert (found.end, found.end_with_new) == (Decimal(3100), Decimal(3350))
    assert found.grr == pytest.approx(2800 / 3400)
    assert found.nrr == pytest.approx(3100 / 3400)


def test_what_grew_at_one_customer_never_hides_what_another_lost() -> None:
    found = ledger([BothEnds(Decimal(100), Decimal(0)), BothEnds(Decimal(100), Decimal(300))])
    assert (found.grr, found.nrr) == (0.5, 1.5)


def test_products_of_one_customer_are_netted() -> None:
    swapped = [
        Sold(1, date(2024, 1, 1), date(2025, 6, 1), Decimal(100), "EUR", "churned"),
        Sold(1, date(2025, 6, 1), date(2026, 6, 1), Decimal(100), "EUR"),
    ]
    found = ledger(both_ends(swapped, START, END, RATES).values())
    assert (found.grr, found.contraction, found.expansion) == (1.0, Decimal(0), Decimal(0))


def test_both_ends_are_at_the_rates_of_the_first_day() -> None:
    assert both_ends(HAND, START, END, RATES)[5] == BothEnds(Decimal("900.0"), Decimal("900.0"))


def test_without_revenue_on_the_first_day_there_is_no_retention() -> None:
    found = ledger([BothEnds(Decimal(0), Decimal(10))])
    assert (found.grr, found.nrr, found.new_sales) == (None, None, Decimal(10))


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        both_ends(HAND, END, START, RATES)


def test_renewal_rate_by_count_and_by_value() -> None:
    due = [*HAND, Sold(9, date(2024, 6, 1), date(2025, 6, 1), Decimal(50), "EUR")]
    found = renewals(due, START, END, RATES)
    assert (found.renewed_count, found.churned_count, found.undecided_count) == (1, 2, 1)
    assert found.rate == pytest.approx(1 / 3)
    assert found.value_rate == pytest.approx(1000 / 1600)
    assert found.undecided_value == 50


def test_a_renewal_is_due_after_the_first_day_and_until_the_last() -> None:
    on_edges = [
        Sold(1, date(2024, 1, 1), START, Decimal(1), "EUR", "renewed"),
        Sold(1, date(2024, 1, 1), END, Decimal(1), "EUR", "renewed"),
    ]
    assert renewals(on_edges, START, END, RATES).renewed_count == 1


def test_cohorts_worked_by_hand() -> None:
    quarters = [Quarter(2024, number) for number in (1, 2, 3, 4)] + [Quarter(2025, number) for number in (1, 2, 3, 4)]
    found = {str(cohort.quarter): cohort for cohort in cohorts(HAND, quarters, lambda day: RATES)}
    assert list(found) == ["2024 Q1", "2024 Q2", "2024 Q3", "2025 Q3"]
    first = found["2024 Q1"]  # customers 2 and 3: 500 + 600
    assert (first.accounts, first.start) == (2, Decimal(1100))
    # 3 loses a product in March 2025 (age 4); 2 grows in May 2025 (age 5)
    assert [cell.revenue for cell in first.cells] == [1100, 1100, 1100, 900, 1200, 1200, 1200]
    assert first.cells[4].gross == pytest.approx(900 / 1100)
    assert first.cells[4].net == pytest.approx(1200 / 1100)
    second = found["2024 Q2"]  # customers 4 and 5: 400 + 900; 4 leaves in April 2025 (age 4)
    assert [cell.accounts for cell in second.cells] == [2, 2, 2, 1, 1, 1]
    assert second.cells[3].net == pytest.approx(900 / 1300)


def test_finished_quarters_leave_out_the_present_one() -> None:
    assert [str(one) for one in finished_quarters(date(2026, 1, 1), 3)] == ["2025 Q2", "2025 Q3", "2025 Q4"]


money = st.decimals(0, 10**6, places=2)
pairs = st.lists(st.one_of(st.none(), st.builds(BothEnds, money, money)), max_size=30)


@given(pairs)
def test_a_ledger_adds_up(ends: list[BothEnds | None]) -> None:
    found = ledger(ends)
    known = [pair for pair in ends if pair is not None]
    assert found.end_with_new == sum(pair.end for pair in known)
    assert found.start == sum(pair.start for pair in known)
    assert found.retained == sum(min(pair) for pair in known)
    if found.grr is not None and found.nrr is not None:
        assert 0 <= found.grr <= 1
        assert found.grr <= found.nrr


@given(pairs, st.randoms())
def test_the_order_of_accounts_changes_nothing(ends: list[BothEnds | None], random: object) -> None:
    shuffled = list(ends)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ledger(shuffled) == ledger(ends)
