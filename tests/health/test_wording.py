"""Figures and causes read as one would say them, also when there is one."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from health.domain.waterfall import Cause
from health.templatetags.goal_words import figure
from health.templatetags.health_words import cause_of
from health.views.portfolio_lines import _accounts


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [("1", "regions", "1 region"), ("2", "regions", "2 regions"), ("1", "%", "1 %"), ("1.5", "days", "1.5 days")],
)
def test_one_of_a_unit_is_said_in_the_singular(value: str, unit: str, said: str) -> None:
    assert figure(Decimal(value), unit) == said


@pytest.mark.parametrize(("before", "after", "said"), [(None, 40, "became known"), (40, None, "no longer known")])
def test_a_measure_that_comes_or_goes_says_which(before: int | None, after: int | None, said: str) -> None:
    assert cause_of(SimpleNamespace(cause=Cause.AVAILABILITY, before=before, after=after)) == said


def test_accounts_are_counted() -> None:
    assert [_accounts(1), _accounts(2)] == ["1 account", "2 accounts"]
