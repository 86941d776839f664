"""My day, the inbox, the alerts and risks of an account, the review of red accounts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Act, Contract, Product
from csm.foundation.clock import today
from health.domain.bands import Band
from health.models import Alert, AlertWatch, RedReview, Risk, Score
from health.services.alert_actions import resolve
from stakeholders.models import Conclusion
from stakeholders.services import people
from tests.health.maps import judge, meet, somebody
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def worth(account: Account, value: int, days: int) -> None:
    Contract.objects.create(
        account=account,
        product=Product.objects.get_or_create(name="Suite")[0],
        starts_on=today() - timedelta(days=100),
        ends_on=today() + timedelta(days=days),
        annual_value=Decimal(value),
        currency="EUR",
    )


def set_up(cast: Cast) -> Alert:
    """Acme with one who decides, who has just left: a route lost."""
    ana = somebody(cast, cast.acme, "Ana Silva", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    return Alert.objects.get(kind="route_lost")


def test_home_leads_a_csm_to_my_day_and_others_to_the_accounts(cast: Cast, client: Client) -> None:
    assert client.get("/")["Location"] == reverse("health:my_day")
    client.force_login(cast.edda)
    assert client.get("/")["Location"] == reverse("accounts:list")


def test_my_day_shows_two_of_an_account_with_reasons_and_the_rest_behind_more(cast: Cast, client: Client) -> None:
    set_up(cast)
    worth(cast.acme, 1000, 20)
    judge(cast.acme)
    page = client.get("/my-day/")
    assert len(page.context["first"]) == 2
    assert [fold.first.account for fold, _worth in page.context["first"]] == ["Acme", "Acme"]
    reasons = [fold.first.reason for fold, _worth in (*page.context["first"], *page.context["rest"])]
    assert "Ana Silva left; nobody has taken over as decision maker." in reasons
    assert "Nobody who decides is left on the map." in reasons
    assert [account.name for account in page.context["renewals"]] == ["Acme"]
    assert len(page.context["rest"]) == Alert.objects.open_at(today()).count() - 2


def test_my_day_offers_five_maps_to_finish_and_one_less_for_each_finished(cast: Cast, client: Client) -> None:
    accounts = [type(cast.acme).objects.create(name=f"New {place}", owner=cast.cleo) for place in range(7)]
    worth(accounts[6], 5000, 300)
    judge(*accounts)
    first = client.get("/my-day/").context["first"]
    assert len(first) == 5
    assert first[0][0].first.account == "New 6"
    AlertWatch.objects.filter(pk=accounts[6].pk).update(ready_on=today())
    Alert.objects.filter(account=accounts[6]).update(closed_on=today())
    shown = [fold.first.account for fold, _worth in client.get("/my-day/").context["first"]]
    assert len(shown) == 4
    assert "New 6" not in shown


def test_an_empty_day_teaches(cast: Cast, client: Client) -> None:
    assert "Nothing needs you now" in client.get("/my-day/").content.decode()


def test_the_inbox_filters_by_the_address_and_shows_what_one_sees_only(cast: Cast, client: Client) -> None:
    lost = set_up(cast)
    somebody(cast, cast.bolt, "Bob", "decision_maker", met_days_ago=1)
    judge(cast.bolt)
    kinds = {one.first.alert.kind for one in client.get("/alerts/").context["folds"]}
    assert {"route_lost", "departure"} <= kinds
    assert not any(one.first.alert.account_id == cast.bolt.pk for one in client.get("/alerts/").context["folds"])
    only = client.get("/alerts/?kind=route_lost&q=acm").context["folds"]
    assert [one.first.alert for one in only] == [lost]
    assert client.get("/alerts/?q=bolt").context["folds"] == []
    assert client.get("/alerts/?kind=nonsense").context["folds"] == []


def test_many_are_acknowledged_snoozed_and_resolved_from_the_inbox(cast: Cast, client: Client) -> None:
    set_up(cast)
    ids = list(Alert.objects.open_at(today()).values_list("pk", flat=True))
    url = reverse("health:alert_deed")
    answer = client.post(url, {"row": ids, "deed": "acknowledge", "state": "open"})
    assert answer["Location"] == "/alerts/?state=open"
    assert not Alert.objects.open_at(today()).filter(acknowledged_at=None).exists()
    assert client.get("/alerts/?state=new").context["folds"] == []

    client.post(url, {"row": ids, "deed": "snooze", "until": "", "reason": "later"})
    assert Alert.objects.open_at(today()).count() == len(ids)
    until = today() + timedelta(days=2)
    client.post(url, {"row": ids[:1], "deed": "snooze", "until": until.isoformat(), "reason": "On holiday"})
    assert [one.first.alert.pk for one in client.get("/alerts/?state=snoozed").context["folds"]] == ids[:1]
    client.post(url, {"row": ids[1:2], "deed": "resolve", "reason": "Known"})
    assert [one.first.alert.pk for one in client.get("/alerts/?state=resolved").context["folds"]] == ids[1:2]
    client.post(reverse("accounts:undo", args=[Act.objects.latest("pk").pk]))
    assert client.get("/alerts/?state=resolved").context["folds"] == []


def test_alerts_of_others_are_not_touched(cast: Cast, client: Client) -> None:
    lost = set_up(cast)
    client.force_login(cast.carl)
    client.post(reverse("health:alert_deed"), {"row": [lost.pk], "deed": "acknowledge"})
    lost.refresh_from_db()
    assert lost.acknowledged_at is None
    assert client.get(reverse("health:account_alerts", args=[cast.acme.pk])).status_code == 404


def test_the_account_says_what_is_open_what_closed_and_why(cast: Cast, client: Client) -> None:
    set_up(cast)
    bob = somebody(cast, cast.acme, "Bob", "decision_maker", met_days_ago=0)
    judge(cast.acme)
    page = client.get(reverse("health:account_alerts", args=[cast.acme.pk])).content.decode()
    assert "Route lost: A route to the decision exists again." in page
    assert f"{bob.person.name} is the only one on the map who decides." in page


def test_one_says_a_map_is_ready(cast: Cast, client: Client) -> None:
    judge(cast.acme)
    assert "This map is ready" in client.get(reverse("health:account_alerts", args=[cast.acme.pk])).content.decode()
    client.post(reverse("health:map_ready", args=[cast.acme.pk]))
    assert AlertWatch.objects.get(pk=cast.acme.pk).said_by == cast.cleo


def test_a_risk_is_recorded_changed_closed_and_taken_back(cast: Cast, client: Client) -> None:
    url = reverse("health:risk_add", args=[cast.acme.pk])
    typed = {"kind": "competition", "course": "acute", "severity": 3, "text": "They test another", "seen_on": today()}
    assert client.post(url, {**typed, "text": ""}).status_code == 200
    assert not Risk.objects.exists()
    client.post(url, typed)
    risk = Risk.objects.get()
    assert (risk.kind, risk.severity, risk.recorded_by) == ("competition", 3, cast.cleo)
    client.post(reverse("health:risk_edit", args=[cast.acme.pk, risk.pk]), {**typed, "severity": 2, "row_version": 1})
    client.post(reverse("health:risk_close", args=[cast.acme.pk, risk.pk]))
    risk.refresh_from_db()
    assert (risk.severity, risk.closed_on) == (2, today())
    client.post(reverse("health:risk_remove", args=[cast.acme.pk, risk.pk]))
    assert not Risk.objects.standing().exists()


def test_the_review_holds_red_accounts_and_severe_acute_risks(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    Score.objects.create(account=cast.bolt, score=20, band=Band.RED)
    Score.objects.create(account=cast.comet, score=80, band=Band.GREEN)
    Risk.objects.create(account=cast.acme, kind="value", severity=3, course="acute", text="No value seen")
    rows = client.get("/red-accounts/").context["rows"]
    assert [row.account.name for row in rows] == ["Acme", "Bolt"]
    assert all(row.is_overdue for row in rows)
    client.post(
        reverse("health:red_review", args=[cast.bolt.pk]),
        {"agreed": "Call the CFO", "reviewed_on": today(), "next_on": today() + timedelta(days=7)},
    )
    assert RedReview.objects.get().agreed == "Call the CFO"
    assert [row.is_overdue for row in client.get("/red-accounts/").context["rows"]] == [True, False]


def test_the_review_begins_with_most_revenue_and_ends_with_what_is_not_known(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    for account in (cast.acme, cast.bolt, cast.comet):
        Score.objects.create(account=account, score=20, band=Band.RED)
    worth(cast.bolt, 500, 30)
    worth(cast.comet, 9000, 30)
    rows = client.get("/red-accounts/").context["rows"]
    assert [row.account.name for row in rows] == ["Comet", "Bolt", "Acme"]


def test_new_ones_are_counted_for_the_menu(cast: Cast, client: Client) -> None:
    set_up(cast)
    count = Alert.objects.open_at(today()).count()
    assert f">{count}<" in client.get("/alerts/count/").content.decode()


def test_accounts_are_found_by_their_alerts(cast: Cast, client: Client) -> None:
    lost = set_up(cast)
    found = client.get("/accounts/?alert=route_lost").context["page"].rows
    assert [account.name for account in found] == ["Acme"]
    resolve(cast.cleo, [lost], reason="Known")
    assert client.get("/accounts/?alert=route_lost").context["page"].rows == []
    assert client.get("/accounts/?alert=finish_map").context["page"].rows == []


def test_the_inbox_says_how_many_silences_chance_would_give(cast: Cast, client: Client) -> None:
    """Of 60 judged at Acme and 40 at Bolt chance gives 0.02 each; Cleo sees only Acme."""
    for account, judged, silent in ((cast.acme, 60, 3), (cast.bolt, 40, 1)):
        judge(account)
        Conclusion.objects.filter(pk=account.pk).update(silences_judged=judged, silent=silent)
        Alert.objects.create(account=account, kind="unusual_silence", first_seen_on=today(), opened_on=today())
    assert "3 unusual silences among 60 whose rhythm could be judged. Chance alone would give about 1.2." in _text(
        client.get("/alerts/")
    )
    assert "among 60" in _text(client.get(f"/accounts/{cast.acme.pk}/alerts/"))
    assert "Chance alone" not in _text(client.get("/alerts/?kind=payment"))
    client.force_login(cast.ada)
    assert "4 unusual silences among 100 whose rhythm could be judged. Chance alone would give about 2." in _text(
        client.get("/alerts/?kind=unusual_silence")
    )
    assert "1 unusual silence among 40" in _text(client.get("/alerts/?q=bolt"))
    assert client.get("/api/v1/silences/").json() == {"judged": 100, "unusual": 4, "expected": 2.0}


def test_silences_that_were_judged_are_kept(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker")
    for days_ago in (40, 30, 20, 10):
        meet(cast, cast.acme, ana, days_ago)
    judge(cast.acme)
    assert Conclusion.objects.get(pk=cast.acme.pk).silences_judged == 1


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())
