"""Deals and handoffs over the API: idempotent by external id, refusals are problems that change nothing."""

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.models import Act, Deal, FactsVersion
from stakeholders.models import Handoff, HandoffMeeting
from tests.callers import caller
from tests.personas import Cast
from tests.stakeholders.handoffs.conftest import CLOSED, DAY, somebody

pytestmark = pytest.mark.django_db
DEALS, HANDOFFS = "/api/v1/deals/", "/api/v1/handoffs/"


@time_machine.travel(CLOSED + DAY, tick=False)
def test_a_deal_put_twice_by_its_name_elsewhere_is_one_and_changes_once(cast: Cast) -> None:
    client, url = caller(cast.cleo), f"{DEALS}by-external-id/crm/006-1/"
    body = {"account_id": cast.acme.pk, "name": "Suite", "amount": "1200.00", "currency": "EUR", "probability": 85}
    first = client.put(url, body)
    assert (first.status_code, first.json()["likely_at"]) == (201, "2026-03-03T10:00:00+00:00")
    version, acts = FactsVersion.objects.get(pk=cast.acme.pk).facts_version, Act.objects.count()
    again = client.put(url, body)
    assert (again.status_code, again.json()["id"], again.json()["row_version"]) == (200, first.json()["id"], 1)
    assert (FactsVersion.objects.get(pk=cast.acme.pk).facts_version, Act.objects.count()) == (version, acts)
    won = {**body, "stage": "won", "closed_at": "2026-03-02T10:00:00Z"}
    assert client.put(url, won).json()["closed_at"] == "2026-03-02T10:00:00+00:00"
    assert Deal.objects.get().closed_at == CLOSED


@time_machine.travel(CLOSED + DAY, tick=False)
def test_a_deal_is_closed_and_reopened(cast: Cast) -> None:
    client = caller(cast.cleo)
    pk = client.post(DEALS, {"account_id": cast.acme.pk, "name": "Suite"}).json()["id"]
    closed = client.post(f"{DEALS}{pk}/close/", {"stage": "won"}).json()
    assert (closed["stage"], closed["closed_at"]) == ("won", "2026-03-03T10:00:00+00:00")
    ahead = client.post(f"{DEALS}{pk}/close/", {"stage": "lost", "closed_at": "2026-04-01T10:00:00Z"})
    assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (400, "#/closed_at")
    half = client.patch(f"{DEALS}{pk}/", {"stage": "won", "closed_at": None})
    assert half.status_code == 400
    assert Deal.objects.get().stage == "won"
    assert client.post(f"{DEALS}{pk}/reopen/").json()["closed_at"] is None
    assert caller(cast.carl).post(f"{DEALS}{pk}/close/", {"stage": "won"}).status_code == 404
    assert Deal.objects.get().stage == "open"


@time_machine.travel(CLOSED + DAY, tick=False)
def test_a_handoff_is_written_completed_and_opened_again(cast: Cast) -> None:
    client, ana = caller(cast.cleo), somebody(cast)
    deal = client.post(
        DEALS,
        {"account_id": cast.acme.pk, "name": "Suite", "stage": "won", "closed_at": "2026-03-02T10:00:00Z"},
    ).json()
    made = client.post(HANDOFFS, {"deal_id": deal["id"], "goals": "Less waste"}).json()
    assert made["owed"] == {"sales": ["promises", "people", "word"], "success": ["risks", "word"], "is_complete": False}
    url = f"{HANDOFFS}{made['id']}/"
    early = client.post(f"{url}complete/", {"side": "sales"})
    assert (early.status_code, early.json()["errors"][0]["detail"]) == (
        400,
        "Sales still owes the promises made and whom they met.",
    )
    people = [{"stakeholder_id": ana.pk, "note": "Decides"}]
    changed = client.patch(url, {"promises": "None", "risks": "None", "people": people}).json()
    assert changed["people"] == people
    for side in ("sales", "success"):
        said = client.post(f"{url}complete/", {"side": side}).json()
    assert (said["owed"]["is_complete"], said["sales_said_by_id"]) == (True, cast.cleo.pk)
    opened = client.post(f"{url}reopen/", {"side": "success"}).json()
    assert opened["owed"] == {"sales": [], "success": ["word"], "is_complete": False}
    stale = client.patch(url, {"goals": "x"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, Handoff.objects.get().goals) == (412, "Less waste")


@time_machine.travel(CLOSED + DAY, tick=False)
def test_a_debrief_is_said_and_taken_back(cast: Cast) -> None:
    client = caller(cast.cleo)
    deal = client.post(DEALS, {"account_id": cast.acme.pk, "name": "Suite"}).json()
    body = {"deal_id": deal["id"], "kind": "debrief", "held_at": "2026-03-02T12:00:00Z"}
    made = client.post("/api/v1/handoff-meetings/", body)
    assert (made.status_code, HandoffMeeting.objects.get().held_at) == (201, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert client.delete(f"/api/v1/handoff-meetings/{made.json()['id']}/").status_code == 204
    assert client.get("/api/v1/handoff-meetings/").json()["results"] == []
    theirs = caller(cast.carl).post("/api/v1/handoff-meetings/", body)
    assert (theirs.status_code, HandoffMeeting.objects.standing().count()) == (400, 0)
