"""The demo portfolio shows health: scores with a history, and nothing of it stays when it is removed."""

from datetime import timedelta

import pytest

from csm.foundation.clock import today
from health.models import DailyScore, Metric, PulseReading, Reading, Score, Scorecard
from health.services.demo.history import judge_past
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo
from stakeholders.services.demo.removing import remove_demo

pytestmark = pytest.mark.django_db


def test_scores_have_half_a_year_of_history_and_go_with_the_portfolio() -> None:
    metrics, cards = Metric.objects.count(), Scorecard.objects.count()
    load_demo(Order(6, 1, today()))
    assert Score.objects.filter(score__isnull=False).count() == 6
    days = DailyScore.objects.filter(account__name__startswith="Vesperia").order_by("on")
    assert len(days) == 27
    assert days[0].on == today() - timedelta(days=26 * 7)
    assert days.values("version").distinct().count() == 3
    kept = list(days.values_list("on", "score"))
    judge_past([days[0].account_id], days[0].on)
    assert list(days.values_list("on", "score")) == kept
    remove_demo()
    assert not Score.objects.exists()
    assert not DailyScore.objects.exists()
    assert not Reading.objects.exists()
    assert not PulseReading.objects.exists()
    assert (Metric.objects.count(), Scorecard.objects.count()) == (metrics, cards)
