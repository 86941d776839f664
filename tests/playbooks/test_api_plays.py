"""Plays through the API: an occasion sent again is the same play, and each deed answers with the play as it is."""

import pytest
from django.test import Client

from playbooks.models import Play
from stakeholders.services.people import add_stakeholder
from tests.personas import Cast
from tests.playbooks.writing import CALL, written

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def cleo(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def test_the_same_occasion_starts_one_play(cast: Cast, cleo: Client) -> None:
    said = {
        "account_id": cast.acme.pk,
        "playbook_id": written(CALL).pk,
        "occasion": "ticket:4711",
        "reason": "A ticket",
    }
    first = cleo.post("/api/v1/plays/", said, JSON)
    again = cleo.post("/api/v1/plays/", said, JSON)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Play.objects.get().reason == "A ticket"
    other = cleo.post("/api/v1/plays/", {**said, "occasion": "ticket:4712"}, JSON)
    assert (other.status_code, other.json()["outcome"]) == (200, "joined")
    assert other.json()["play"]["id"] == first.json()["play"]["id"]


def test_steps_and_deeds(cast: Cast, cleo: Client) -> None:
    made = cleo.post("/api/v1/plays/", {"account_id": cast.acme.pk, "playbook_id": written(CALL).pk}, JSON).json()
    at = f"/api/v1/plays/{made['play']['id']}/"
    steps = cleo.get(f"{at}steps/").json()["results"]
    assert [(step["key"], step["state"], step["assignee_id"]) for step in steps] == [("call", "open", cast.cleo.pk)]
    assert cleo.post(f"{at}pause/", {}, JSON).json()["state"] == "paused"
    assert cleo.post(f"{at}pause/", {}, JSON).status_code == 400
    assert cleo.post(f"{at}resume/", {}, JSON).json()["state"] == "running"
    refused = cleo.post(f"{at}cancel/", {}, JSON)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/reason")
    assert cleo.post(f"{at}complete/", {"result": "Well"}, JSON).json()["result"] == "Well"
    assert cleo.get(f"/api/v1/plays/?account_id={cast.acme.pk}&state=completed").json()["results"][0]["name"] == "Call"


def test_what_is_not_visible_is_absent(cast: Cast, cleo: Client) -> None:
    refused = cleo.post("/api/v1/plays/", {"account_id": cast.bolt.pk, "playbook_id": written(CALL).pk}, JSON)
    assert refused.status_code == 400
    assert Play.objects.count() == 0


def test_a_play_started_by_hand_says_why_and_about_whom(cast: Cast, cleo: Client) -> None:
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana")
    said = {
        "account_id": cast.acme.pk,
        "playbook_id": written(CALL).pk,
        "reason": "She asked",
        "stakeholder_id": ana.pk,
    }
    made = cleo.post("/api/v1/plays/", said, JSON)
    play = made.json()["play"]
    assert (made.status_code, play["reason"], play["about"]) == (201, "She asked", ana.pk)
    assert cleo.get(made["Location"]).json() == play
    again = cleo.post("/api/v1/plays/", said, JSON)
    assert (again.status_code, Play.objects.count()) == (400, 1)
    days = f"?started_on_or_after={play['started_on']}&started_before={play['started_on']}"
    assert cleo.get(f"/api/v1/plays/{days}").json()["results"] == []


def test_what_cannot_be_done_to_a_step_is_refused_rather_than_passed_over(cast: Cast, cleo: Client) -> None:
    made = cleo.post("/api/v1/plays/", {"account_id": cast.acme.pk, "playbook_id": written(CALL).pk}, JSON).json()
    steps = f"/api/v1/plays/{made['play']['id']}/steps/"
    before = cleo.get(steps).json()
    nowhere = cleo.post(steps, {"title": "Write", "after": "nope"}, JSON)
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (400, "#/after")
    begun = cleo.patch(f"{steps}call/", {"due": 9}, JSON)
    assert (begun.status_code, begun.json()["errors"][0]["pointer"]) == (400, "#/due")
    odd = cleo.delete(f"{steps}call/?drops_begun=yes")
    assert (odd.status_code, odd.json()["errors"][0]["parameter"]) == (400, "drops_begun")
    assert cleo.get(steps).json() == before
    assert cleo.patch(f"{steps}call/", {"title": "Call her"}, JSON).json()["title"] == "Call her"


def test_a_play_is_handed_over_to_somebody_who_sees_its_account(cast: Cast, cleo: Client) -> None:
    made = cleo.post("/api/v1/plays/", {"account_id": cast.acme.pk, "playbook_id": written(CALL).pk}, JSON).json()
    url = f"/api/v1/plays/{made['play']['id']}/hand-over/"
    blind = cleo.post(url, {"owner_id": cast.carl.pk}, JSON)
    assert (blind.status_code, blind.json()["errors"][0]["pointer"]) == (400, "#/owner_id")
    assert Play.objects.get().owner == cast.cleo
    assert cleo.post(url, {"owner_id": cast.mara.pk}, JSON).json()["owner_id"] == cast.mara.pk
