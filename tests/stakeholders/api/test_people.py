"""People, their facts and touchpoints over the API: every fact is written through its service and can be undone."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Act, FactsVersion
from stakeholders.models import Person, RoleHolding, Stakeholder, Touchpoint
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def cleo(cast: Cast) -> APIClient:
    return caller(cast.cleo)


def add(client: APIClient, account_id: int, name: str, **fields: Any) -> dict[str, Any]:
    made = client.post(f"{V1}/stakeholders/", {"account_id": account_id, "name": name, **fields})
    assert made.status_code == 201, made.json()
    return dict(made.json())


def post(client: APIClient, where: str, status: int = 201, **fields: Any) -> dict[str, Any]:
    answer = client.post(f"{V1}/{where}/", fields)
    assert answer.status_code == status, answer.json()
    return dict(answer.json())


def test_a_stakeholder_shows_what_held_on_the_date_asked_for(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana", joined_on="2025-01-01", title="Head of IT", level="director")
    post(cleo, f"stakeholders/{ana['id']}/change-position", 200, on="2026-01-01", title="CIO", level="executive")
    post(cleo, "role-holdings", stakeholder_id=ana["id"], role="decision_maker", valid_from="2026-01-01")
    post(cleo, "assessments", stakeholder_id=ana["id"], on="2026-01-01", influence=8)
    then = cleo.get(f"{V1}/stakeholders/{ana['id']}/", {"as_of": "2025-06-01"}).json()
    now = cleo.get(f"{V1}/stakeholders/{ana['id']}/").json()
    assert (then["position"]["title"], then["roles"], then["assessment"]["influence"]) == ("Head of IT", ["it"], None)
    assert (now["position"]["title"], now["position"]["level"], now["roles"]) == (
        "CIO",
        "executive",
        ["decision_maker", "it"],
    )
    assert (now["assessment"]["influence"], now["assessment"]["authority"]) == (8, 9)
    assert now["assessment"]["assumed"] == ["authority"]
    before = cleo.get(f"{V1}/stakeholders/", {"account_id": str(cast.acme.pk), "as_of": "2024-12-31"}).json()
    assert before["results"] == []


def test_a_departure_orphans_the_role_until_somebody_fills_it(cast: Cast, cleo: APIClient) -> None:
    ana, bob = add(cleo, cast.acme.pk, "Ana"), add(cleo, cast.acme.pk, "Bob")
    held = post(cleo, "role-holdings", stakeholder_id=ana["id"], role="champion")
    gone = post(cleo, "departures", stakeholder_id=ana["id"], left_on="2026-03-01", successor_id=bob["id"])
    assert RoleHolding.objects.get(pk=held["id"]).valid_to is None
    taken = post(cleo, f"role-holdings/{held['id']}/fill", 200, stakeholder_id=bob["id"], on="2026-03-01")
    assert (taken["stakeholder_id"], taken["role"], taken["valid_from"]) == (bob["id"], "champion", "2026-03-01")
    assert cleo.get(f"{V1}/stakeholders/{ana['id']}/").json()["successor_id"] == bob["id"]
    assert cleo.delete(f"{V1}/departures/{gone['id']}/").status_code == 204
    assert Stakeholder.objects.get(pk=ana["id"]).left_on is None


def test_an_announced_departure_is_moved_to_another_day_and_taken_back(cast: Cast, cleo: APIClient) -> None:
    ana, bob = add(cleo, cast.acme.pk, "Ana"), add(cleo, cast.acme.pk, "Bob")
    first = post(cleo, "departures", stakeholder_id=ana["id"], left_on="2190-03-01", reason="Retires")
    moved = cleo.patch(f"{V1}/departures/{first['id']}/", {"left_on": "2190-04-01"}, format="json").json()
    assert (moved["left_on"], moved["reason"], moved["id"] != first["id"]) == ("2190-04-01", "Retires", True)
    assert cleo.get(f"{V1}/departures/{first['id']}/").status_code == 404
    named = cleo.patch(f"{V1}/departures/{moved['id']}/", {"successor_id": bob["id"]}, format="json").json()
    assert named["id"] == moved["id"]
    assert cleo.get(f"{V1}/stakeholders/{ana['id']}/").json()["successor_id"] == bob["id"]
    sooner = post(cleo, "departures", stakeholder_id=ana["id"], left_on="2026-03-01")
    assert (sooner["left_on"], sooner["reason"]) == ("2026-03-01", "Retires")
    again = cleo.post(f"{V1}/departures/", {"stakeholder_id": ana["id"], "left_on": "2026-04-01"}, format="json")
    assert again.status_code == 400
    [error] = again.json()["errors"]
    assert error["detail"] == "Ana left on March 1, 2026 already: correct that departure."
    assert cleo.delete(f"{V1}/departures/{sooner['id']}/").status_code == 204
    assert Stakeholder.objects.get(pk=ana["id"]).left_on is None


@pytest.mark.parametrize(
    ("given", "pointer"),
    [({"left_on": "soon"}, "left_on"), ({"left_on": None}, "left_on"), ({"successor_id": 1}, "successor_id")],
)
def test_a_departure_refuses_what_cannot_be_and_keeps_its_day(
    cast: Cast, cleo: APIClient, given: dict[str, Any], pointer: str
) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    row = post(cleo, "departures", stakeholder_id=ana["id"], left_on="2190-03-01")
    answer = cleo.patch(f"{V1}/departures/{row['id']}/", given, format="json")
    assert answer.status_code == 400
    assert pointer in str(answer.json()["errors"])
    assert cleo.get(f"{V1}/departures/{row['id']}/").json() == row


def test_an_act_is_undone_once_by_who_did_it(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    act = Act.objects.get(kind="add_stakeholder")
    assert caller(cast.mara).post(f"{V1}/acts/{act.pk}/undo/").status_code == 403
    assert caller(cast.carl).post(f"{V1}/acts/{act.pk}/undo/").status_code == 404
    assert cleo.post(f"{V1}/acts/{act.pk}/undo/").json()["undone_by_id"] == cast.cleo.pk
    assert cleo.post(f"{V1}/acts/{act.pk}/undo/").status_code == 409
    assert cleo.get(f"{V1}/stakeholders/{ana['id']}/").status_code == 404
    assert [row["kind"] for row in cleo.get(f"{V1}/acts/").json()["results"]] == ["add_stakeholder"]


def test_five_people_in_one_meeting_are_one_touchpoint(cast: Cast, cleo: APIClient) -> None:
    people = [add(cleo, cast.acme.pk, name)["id"] for name in ("Ana", "Bob", "Cid", "Dee", "Eve")]
    body: dict[str, Any] = {"account_id": cast.acme.pk, "kind": "meeting", "touched_at": "2026-03-01T09:00:00Z"}
    made = post(cleo, "touchpoints", **body, user_ids=[cast.cleo.pk], stakeholder_ids=people, subject="Rollout")
    assert (made["stakeholder_ids"], made["user_ids"], made["is_two_way"]) == (people, [cast.cleo.pk], True)
    listed = cleo.get(f"{V1}/touchpoints/", {"stakeholder_id": people[4]}).json()["results"]
    assert listed == [made]
    right = cleo.patch(f"{V1}/touchpoints/{made['id']}/", {"stakeholder_ids": people[:2]}, headers={"If-Match": '"1"'})
    assert (right.json()["stakeholder_ids"], right.json()["subject"], right["ETag"]) == (people[:2], "Rollout", '"3"')
    assert cleo.get(f"{V1}/touchpoints/{made['id']}/").status_code == 404


def test_a_touchpoint_with_somebody_of_another_account_is_refused_by_place(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    bob = add(caller(cast.carl), cast.bolt.pk, "Bob")
    body = {"account_id": cast.acme.pk, "kind": "call", "touched_at": "2026-03-01T09:00:00Z", "user_ids": []}
    refused = cleo.post(f"{V1}/touchpoints/", {**body, "stakeholder_ids": [ana["id"], bob["id"]]})
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["pointer"]) == (400, "#/stakeholder_ids/1")
    both = caller(cast.ada).post(f"{V1}/touchpoints/", {**body, "stakeholder_ids": [ana["id"], bob["id"]]})
    [error] = both.json()["errors"]
    assert (both.status_code, error["pointer"]) == (400, "#/stakeholder_ids")
    assert Touchpoint.objects.count() == 0


def batch_of(cast: Cast, person: int, *values: str) -> list[dict[str, Any]]:
    return [
        {
            "account_id": cast.acme.pk,
            "kind": "email",
            "touched_at": "2026-03-01T09:00:00Z",
            "user_ids": [cast.cleo.pk],
            "stakeholder_ids": [person],
            "external_id": {"source": "mail", "value": value},
        }
        for value in values
    ]


def test_a_batch_says_item_by_item_what_became_of_it(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    items = [*batch_of(cast, ana["id"], "1", "2"), {"kind": "email"}]
    first = post(cleo, "touchpoints/batch", 200, items=items)
    assert (first["created"], first["unchanged"], first["failed"]) == (2, 0, 1)
    assert [result["status"] for result in first["results"]] == [201, 201, 400]
    assert first["results"][2]["problem"]["errors"][0]["pointer"] == "#/touched_at"
    again = post(cleo, "touchpoints/batch", 200, items=items)
    assert (again["created"], again["unchanged"], again["failed"]) == (0, 2, 1)
    assert Touchpoint.objects.count() == 2


def test_an_item_of_a_batch_is_refused_under_the_names_of_the_api(cast: Cast, cleo: APIClient) -> None:
    ana, bob = add(cleo, cast.acme.pk, "Ana"), add(caller(cast.ada), cast.bolt.pk, "Bob")
    [elsewhere] = batch_of(cast, bob["id"], "1")
    [unknown] = batch_of(cast, ana["id"], "2")
    items = [elsewhere, {**unknown, "colour": "red", "kind": "fax"}]
    results = post(caller(cast.ada), "touchpoints/batch", 200, items=items)["results"]
    pointers = [[error["pointer"] for error in result["problem"]["errors"]] for result in results]
    assert pointers == [["#/stakeholder_ids"], ["#/colour", "#/kind"]]
    assert Touchpoint.objects.count() == 0


def test_a_batch_may_be_all_or_nothing(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    version = FactsVersion.objects.get(account=cast.acme).facts_version
    items = [*batch_of(cast, ana["id"], "1"), {"kind": "email"}]
    refused = post(cleo, "touchpoints/batch", 400, items=items, all_or_nothing=True)
    assert [result["status"] for result in refused["results"]] == [424, 400]
    assert Touchpoint.objects.count() == 0
    assert FactsVersion.objects.get(account=cast.acme).facts_version == version
    whole = post(cleo, "touchpoints/batch", 200, items=items[:1], all_or_nothing=True)
    assert whole["created"] == 1


def test_batches_of_the_same_touchpoints_wait_for_each_other_in_one_order(
    cast: Cast, cleo: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    held: list[str] = []
    monkeypatch.setattr("stakeholders.api.touchpoints.hold_name", lambda kind, source, value: held.append(value))
    items = [*batch_of(cast, ana["id"], "2"), *batch_of(cast, ana["id"], "1")]
    odd = [{"external_id": "x"}, {"external_id": {"source": "mail", "value": "\0"}}, {"external_id": {"value": [1]}}]
    post(cleo, "touchpoints/batch", 400, items=[*items, *odd], all_or_nothing=True)
    assert held == ["[1]", "1", "2"]


def test_a_person_is_shown_with_the_accounts_one_sees(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana", email="ana@acme.example")
    add(caller(cast.carl), cast.bolt.pk, "Ana", email="ANA@acme.example")
    assert Person.objects.count() == 1
    seen = cleo.get(f"{V1}/people/{ana['person_id']}/").json()
    assert [place["account_id"] for place in seen["stakeholders"]] == [cast.acme.pk]
    assert seen["is_elsewhere"] is True
    assert len(caller(cast.ada).get(f"{V1}/people/{ana['person_id']}/").json()["stakeholders"]) == 2
    assert caller(cast.edda).get(f"{V1}/people/", {"email": "ana@ACME.example"}).json()["results"][0]["name"] == "Ana"


def test_put_of_a_stakeholder_changes_the_position_only_where_it_differs(cast: Cast, cleo: APIClient) -> None:
    address = f"{V1}/stakeholders/by-external-id/crm/7/"
    body = {"account_id": cast.acme.pk, "name": "Ana", "title": "CFO"}
    assert cleo.put(address, body).status_code == 201
    acts = Act.objects.count()
    assert cleo.put(address, body).status_code == 200
    assert Act.objects.count() == acts
    assert cleo.put(address, {**body, "title": "COO"}).json()["position"]["title"] == "COO"


def test_put_of_a_touchpoint_keeps_its_name_through_a_correction(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    [body] = batch_of(cast, ana["id"], "1")
    del body["external_id"]
    address = f"{V1}/touchpoints/by-external-id/mail/1/"
    made = cleo.put(address, body)
    assert made.status_code == 201
    assert cleo.put(address, body).json() == made.json()
    corrected = cleo.put(address, {**body, "subject": "Price"})
    assert (corrected.status_code, corrected.json()["subject"]) == (200, "Price")
    assert cleo.get(address).json() == corrected.json()


def test_connections_end_as_a_change_and_go_as_a_correction(cast: Cast, cleo: APIClient) -> None:
    ana, bob = add(cleo, cast.acme.pk, "Ana"), add(cleo, cast.acme.pk, "Bob")
    made = post(cleo, "connections", kind="works_with", from_id=bob["id"], to_id=ana["id"], valid_from="2026-01-01")
    assert (made["from_id"], made["to_id"]) == (ana["id"], bob["id"])
    ended = post(cleo, f"connections/{made['id']}/end", 200, on="2026-02-01")
    assert ended["valid_to"] == "2026-02-01"
    assert cleo.get(f"{V1}/connections/", {"stakeholder_id": bob["id"], "as_of": "2026-02-01"}).json()["results"] == []
    assert cleo.delete(f"{V1}/connections/{made['id']}/").status_code == 204
    assert cleo.get(f"{V1}/connections/{made['id']}/").status_code == 404


def test_a_confirmation_is_recorded_today_where_no_date_is_said(cast: Cast, cleo: APIClient) -> None:
    ana = add(cleo, cast.acme.pk, "Ana")
    said = post(cleo, "confirmations", stakeholder_id=ana["id"])
    assert cleo.get(f"{V1}/confirmations/{said['id']}/").json() == said
    assert caller(cast.carl).get(f"{V1}/confirmations/{said['id']}/").status_code == 404
