"""The API of alerts and risks."""

from datetime import timedelta

import pytest

from csm.foundation.clock import today
from health.models import Alert, AlertWatch, Risk
from stakeholders.services import people
from tests.callers import caller
from tests.health.maps import judge, somebody
from tests.personas import Cast

pytestmark = pytest.mark.django_db
ALERTS, RISKS = "/api/v1/alerts/", "/api/v1/risks/"


def lost(cast: Cast) -> Alert:
    ana = somebody(cast, cast.acme, "Ana Silva", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    return Alert.objects.get(kind="route_lost")


def test_alerts_are_listed_with_their_reasons_open_ones_unless_asked_otherwise(cast: Cast) -> None:
    alert = lost(cast)
    cleo = caller(cast.cleo)
    [row] = cleo.get(f"{ALERTS}?kind=route_lost").json()["results"]
    assert (row["id"], row["account_id"], row["subject"]) == (alert.pk, cast.acme.pk, "")
    assert row["reason"] == "Nobody who decides is left on the map."
    [gone] = cleo.get(f"{ALERTS}?kind=departure").json()["results"]
    assert gone["reason"] == "Ana Silva left; nobody has taken over as decision maker."
    [closed] = cleo.get(f"{ALERTS}?state=closed").json()["results"]
    assert (closed["kind"], closed["closed_on"]) == ("one_decider", today().isoformat())
    assert caller(cast.carl).get(ALERTS).json()["results"] == []
    assert cleo.get(f"{ALERTS}?state=sleepy").status_code == 400


def test_alerts_are_acknowledged_snoozed_and_resolved(cast: Cast) -> None:
    alert = lost(cast)
    cleo = caller(cast.cleo)
    [row] = cleo.post(f"{ALERTS}acknowledge/", {"ids": [alert.pk]}, "json").json()["results"]
    assert row["acknowledged_by_id"] == cast.cleo.pk
    until = today() + timedelta(days=4)
    snoozed = {"ids": [alert.pk], "until": until.isoformat(), "reason": "On holiday"}
    [row] = cleo.post(f"{ALERTS}snooze/", snoozed, "json").json()["results"]
    assert (row["snoozed_until"], row["snooze_reason"]) == (until.isoformat(), "On holiday")
    assert cleo.post(f"{ALERTS}resolve/", {"ids": [alert.pk], "reason": "Known"}, "json").status_code == 400
    other = Alert.objects.open_at(today()).get(kind="departure")
    assert cleo.post(f"{ALERTS}resolve/", {"ids": [other.pk], "reason": ""}, "json").status_code == 400
    assert cleo.post(f"{ALERTS}resolve/", {"ids": [other.pk], "reason": "Known"}, "json").status_code == 200
    assert caller(cast.carl).post(f"{ALERTS}acknowledge/", {"ids": [alert.pk]}, "json").status_code == 400
    past = {**snoozed, "ids": [Alert.objects.open_at(today()).first().pk], "until": today().isoformat()}  # type: ignore[union-attr]
    answer = cleo.post(f"{ALERTS}snooze/", past, "json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/until")


def test_a_map_is_called_ready(cast: Cast) -> None:
    answer = caller(cast.cleo).post("/api/v1/ready-maps/", {"account_id": cast.acme.pk}, "json")
    assert answer.json() == {"account_id": cast.acme.pk, "ready_on": today().isoformat()}
    assert AlertWatch.objects.get().said_by == cast.cleo


def test_risks_are_recorded_changed_closed_and_taken_back(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    made = cleo.post(
        RISKS, {"account_id": cast.acme.pk, "kind": "value", "severity": 3, "text": "No value seen"}, "json"
    )
    url = f"{RISKS}{made.json()['id']}/"
    assert (made.status_code, made.json()["course"], made.json()["seen_on"]) == (201, "acute", today().isoformat())
    closed = cleo.patch(url, {"closed_on": today().isoformat(), "owner_id": cast.mara.pk}, "json").json()
    assert (closed["closed_on"], closed["owner_id"]) == (today().isoformat(), cast.mara.pk)
    early = {"closed_on": (today() - timedelta(days=1)).isoformat()}
    assert cleo.patch(url, early, "json").status_code == 400
    assert cleo.get(f"{RISKS}?is_open=true").json()["results"] == []
    assert len(cleo.get(f"{RISKS}?is_open=false").json()["results"]) == 1
    assert cleo.delete(url).status_code == 204
    assert not Risk.objects.standing().exists()
