"""A clock that runs out opens an alert as time passes, also while a map is set up; what is held closes it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import Act
from accounts.services.deals import record_deal, reopen_deal
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from csm.foundation.my_day import Day
from health.models import Alert
from health.selectors.alert_reading import read_alerts
from health.selectors.handoffs import day_handoffs
from stakeholders.services.clock_sweeps import make_run_out_due
from stakeholders.services.handoffs import record_meeting
from stakeholders.tasks import sweep_due_accounts
from tests.health.maps import judge, meet, somebody
from tests.personas import Cast

pytestmark = pytest.mark.django_db
CLOSED = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def late() -> list[Alert]:
    return list(Alert.objects.open_at(today()).filter(kind="handoff_late").order_by("subject"))


def test_time_alone_opens_the_alert_and_the_debrief_closes_it(cast: Cast) -> None:
    with time_machine.travel(CLOSED, tick=False) as travelled:
        deal = record_deal(cast.cleo, cast.acme, name="Suite", stage="won", closed_at=CLOSED)
        sweep_due_accounts()
        assert late() == []
        travelled.move_to(CLOSED + 47 * HOUR)
        sweep_due_accounts()
        assert late() == []
        travelled.move_to(CLOSED + 48 * HOUR + timedelta(minutes=1))
        sweep_due_accounts()
        (alert,) = late()
        (reading,) = read_alerts([alert])
        assert (alert.account, alert.subject) == (cast.acme, f"deal:{deal.pk}:debrief")
        assert reading.reason == "Suite: the internal debrief was not held within 48 hours of closing."
        assert reading.start_url == f"/accounts/{cast.acme.pk}/handoff/"
        record_meeting(cast.cleo, deal, "debrief", CLOSED + 48 * HOUR)
        judge(cast.acme)
        assert late() == []
        closed = Alert.objects.get(pk=alert.pk)
        assert (closed.closed_on, closed.closed_by_set_up) == (today(), False)
        undo_act(Act.objects.latest("pk"), cast.cleo)
        judge(cast.acme)
        assert len(late()) == 1


def test_each_clock_has_its_own_alert_and_its_own_words(cast: Cast) -> None:
    with time_machine.travel(CLOSED + 9 * DAY, tick=False):
        deal = record_deal(cast.cleo, cast.acme, name="Suite", stage="won", closed_at=CLOSED)
        judge(cast.acme)
        reasons = [reading.reason for reading in read_alerts(late())]
        assert reasons == [
            "Suite: the internal debrief was not held within 48 hours of closing.",
            "Suite: the CSM was not introduced within 5 days of closing.",
        ]
        ana = somebody(cast, cast.acme, "Ana", "decision_maker")
        meet(cast, cast.acme, ana, days_ago=1)
        judge(cast.acme)
        assert [alert.subject for alert in late()] == [f"deal:{deal.pk}:debrief"]
        reopen_deal(cast.cleo, deal)
        judge(cast.acme)
        assert late() == []


def test_after_ninety_days_it_is_no_alert_any_more(cast: Cast) -> None:
    with time_machine.travel(CLOSED + 20 * DAY, tick=False) as travelled:
        record_deal(cast.cleo, cast.acme, name="Suite", stage="won", closed_at=CLOSED)
        judge(cast.acme)
        assert len(late()) == 2
        travelled.move_to(CLOSED + 92 * DAY + HOUR)
        make_run_out_due()
        judge(cast.acme)
        assert [alert.figures["clock"] for alert in late()] == ["introduction"]


def test_my_day_shows_what_is_due_soon_at_ones_own_accounts(cast: Cast) -> None:
    with time_machine.travel(CLOSED + 17 * HOUR, tick=False):
        record_deal(cast.cleo, cast.acme, name="Suite", stage="won", closed_at=CLOSED)
        record_deal(cast.ada, cast.bolt, name="Other", stage="won", closed_at=CLOSED)
        (item,) = day_handoffs(Day(cast.cleo), 5)
        assert (item.account, str(item.reason)) == ("Acme", "Debrief due in 31 h: Suite")
        assert item.start_url == f"/accounts/{cast.acme.pk}/handoff/"
    with time_machine.travel(CLOSED + 60 * HOUR, tick=False):
        assert day_handoffs(Day(cast.cleo), 5) == []
