"""Deals and handoffs over the API: idempotent by external id, refusals are problems that change nothing."""

from datetime import UTC, datetime, timedelta

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


@time_machine.travel(CLOSED + DAY, tick=False)
def test_whom_sales_met_is_said_whole_in_a_change_too(cast: Cast) -> None:
    client, ana = caller(cast.cleo), somebody(cast)
    won = {"account_id": cast.acme.pk, "name": "Suite", "stage": "won", "closed_at": "2026-03-02T10:00:00Z"}
    handoff = client.post(HANDOFFS, {"deal_id": client.post(DEALS, won).json()["id"]}).json()
    url = f"{HANDOFFS}{handoff['id']}/"
    without_note = client.patch(url, {"people": [{"stakeholder_id": ana.pk}]})
    assert (without_note.status_code, without_note.json()["people"]) == (200, [{"stakeholder_id": ana.pk, "note": ""}])
    nobody = client.patch(url, {"people": [{"note": "Decides"}]})
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (400, "#/people/0/stakeholder_id")
    strangers = client.patch(url, {"people": [{"stakeholder_id": 10**18}]})
    assert (strangers.status_code, strangers.json()["errors"][0]["pointer"]) == (400, "#/people")
    assert client.get(url).json()["people"] == [{"stakeholder_id": ana.pk, "note": ""}]


def test_a_deal_that_is_won_twice_was_won_when_it_was_won(cast: Cast) -> None:
    client = caller(cast.cleo)
    pk = client.post(DEALS, {"account_id": cast.acme.pk, "name": "Suite"}).json()["id"]
    for hours in (0, 5):
        with time_machine.travel(CLOSED + hours * timedelta(hours=1), tick=False):
            closed = client.post(f"{DEALS}{pk}/close/", {"stage": "won"}).json()
    assert (closed["closed_at"], closed["row_version"]) == ("2026-03-02T10:00:00+00:00", 2)
    found = [
        client.get(f"{DEALS}?closed_{when}").json()["results"]
        for when in ("on_or_after=2026-03-02", "before=2026-03-02")
    ]
    assert [[row["id"] for row in rows] for rows in found] == [[pk], []]


def test_a_deal_neither_moves_to_another_account_nor_is_won_at_no_time(cast: Cast) -> None:
    client, url = caller(cast.ada), f"{DEALS}by-external-id/crm/006-1/"
    given = {"account_id": cast.acme.pk, "name": "Suite"}
    assert client.put(url, given).status_code == 201
    wrong: list[dict[str, object]] = [{"account_id": cast.bolt.pk}, {"stage": "won"}, {"currency": "EURO"}]
    answers = [client.put(url, {**given, **one}) for one in wrong]
    assert [(one.status_code, one.json()["errors"][0]["pointer"]) for one in answers] == [
        (400, "#/account_id"),
        (400, "#/closed_at"),
        (400, "#/currency"),
    ]
    assert answers[2].json()["errors"][0]["expected"] == "Three capital letters (ISO 4217)."
    assert (Deal.objects.get().account, Deal.objects.get().stage) == (cast.acme, "open")


def test_a_record_written_again_is_no_second_one(cast: Cast) -> None:
    client = caller(cast.cleo)
    deal = client.post(DEALS, {"account_id": cast.acme.pk, "name": "Suite"}).json()["id"]
    first = client.post(HANDOFFS, {"deal_id": deal, "goals": "Less waste"})
    again = client.post(HANDOFFS, {"deal_id": deal, "promises": "None"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert client.get(first["Location"]).json() == again.json()
    assert (again.json()["goals"], again.json()["promises"]) == ("Less waste", "None")
