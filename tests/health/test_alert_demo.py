"""The demo portfolio shows alerts that were acted on, risks and a review, and nothing of them stays when it goes."""

import pytest

from csm.foundation.clock import today
from health.models import Alert, AlertEvent, AlertWatch, RedReview, Risk
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo
from stakeholders.services.demo.removing import remove_demo

pytestmark = pytest.mark.django_db


def test_alerts_come_from_judging_and_go_with_the_portfolio() -> None:
    load_demo(Order(20, 1, today()))
    opened = Alert.objects.open_at(today())
    assert opened.filter(acknowledged_at__isnull=False).exists()
    assert opened.filter(acknowledged_at__isnull=True).exists()
    assert Alert.objects.filter(snoozed_until__gt=today()).exists()
    assert not Alert.objects.filter(opened_on__isnull=True).exists()
    assert not Alert.objects.filter(is_quiet=False).exists()
    assert Risk.objects.filter(severity=3).count() == RedReview.objects.count() > 0
    remove_demo()
    for model in (Alert, AlertEvent, AlertWatch, RedReview, Risk):
        assert not model.objects.exists()
