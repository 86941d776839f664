"""The demo portfolio shows goals at every stage, and nothing of them stays when it is removed."""

import pytest

from csm.foundation.clock import today
from health.models import Goal, GoalNeed, Metric, Reading, Score, ValueConfirmation
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo
from stakeholders.services.demo.removing import remove_demo

pytestmark = pytest.mark.django_db


def test_accounts_lie_on_all_levels_and_all_of_it_goes_with_the_portfolio() -> None:
    metrics = set(Metric.objects.values_list("key", flat=True))
    load_demo(Order(10, 1, today()))
    levels = Score.objects.values_list("value_level", flat=True)
    assert set(levels) == {1, 2, 3, 4, 5}
    assert set(Goal.objects.values_list("state", flat=True)) == {"open", "reached"}
    assert set(GoalNeed.objects.values_list("state", flat=True)) == {"unknown", "met", "unmet"}
    assert ValueConfirmation.objects.filter(stakeholder=None).exists()
    assert not ValueConfirmation.objects.filter(stakeholder__left_on__lte=today()).exists()
    assert not Goal.objects.exclude(metric__is_customers=True).exists()
    remove_demo()
    held = [model.objects.exists() for model in (Goal, GoalNeed, ValueConfirmation, Reading)]
    assert held == [False, False, False, False]
    assert set(Metric.objects.values_list("key", flat=True)) == metrics
