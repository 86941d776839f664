"""The API of commitments, concerns, milestones and recognitions."""

from typing import Any

import pytest

from stakeholders.models import Commitment, Concern
from stakeholders.services.people import add_stakeholder
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def cast() -> Cast:
    return assemble()


def test_commitments_are_settled_by_a_change_and_counted(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    given = {"account_id": cast.acme.pk, "text": "Plan", "promised_on": "2026-01-05", "due_on": "2026-01-09"}
    made = cleo.post(f"{API}commitments/", {**given, "user_id": cast.cleo.pk}, "json").json()
    assert (made["state"], made["settled_on"]) == ("open", None)
    overdue = f"{API}commitments/?is_overdue=true&team_id={cast.cleo.team_id}"
    assert [row["id"] for row in cleo.get(overdue).json()["results"]] == [made["id"]]
    one = f"{API}commitments/{made['id']}/"
    changed = cleo.patch(one, {"state": "kept", "settled_on": "2026-01-12"}, "json").json()
    assert (changed["state"], changed["settled_on"], changed["row_version"]) == ("kept", "2026-01-12", 2)
    [figures] = cleo.get(f"{API}commitments/kept/").json()["results"]
    assert figures == {
        "id": cast.cleo.pk,
        "name": "Cleo",
        "due_count": 1,
        "kept_count": 1,
        "late_count": 1,
        "broken_count": 0,
        "overdue_count": 0,
        "share": 1.0,
    }
    assert cleo.get(f"{API}commitments/kept/?by=moon").status_code == 400
    assert cleo.patch(one, {"state": "open"}, "json").json()["settled_on"] is None
    assert cleo.delete(one).status_code == 204
    assert not Commitment.objects.standing().exists()


def test_a_concern_is_closed_only_by_who_raised_it(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    ana, ben = (add_stakeholder(cast.cleo, cast.acme, name=name) for name in ("Ana", "Ben"))
    given: dict[str, Any] = {"account_id": cast.acme.pk, "stakeholder_id": ana.pk, "text": "Slow"}
    made = cleo.post(f"{API}concerns/", {**given, "raised_on": "2026-01-05", "heard_on": "2026-01-05"}, "json").json()
    assert made["stage"] == "heard"
    steps = f"{API}concern-steps/"
    for stage in ("proposed", "delivered"):
        step = {"concern_id": made["id"], "stage": stage, "taken_on": "2026-01-06", "note": "An index"}
        assert cleo.post(steps, step, "json").status_code == 201
    wrong = {"concern_id": made["id"], "stage": "confirmed", "taken_on": "2026-01-07", "stakeholder_id": ben.pk}
    answer = cleo.post(steps, wrong, "json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/stakeholder_id")
    assert Concern.objects.get().stage == "delivered"
    assert [row["id"] for row in cleo.get(f"{API}concerns/?is_open=true").json()["results"]] == [made["id"]]
    assert [row["id"] for row in cleo.get(f"{API}concerns/?is_waiting_long=true").json()["results"]] == [made["id"]]
    last = cleo.post(steps, {**wrong, "stakeholder_id": ana.pk}, "json").json()
    assert (last["stakeholder_id"], last["user_id"]) == (ana.pk, None)
    assert cleo.get(f"{API}concerns/?is_open=true").json()["results"] == []
    assert cleo.delete(f"{steps}{last['id']}/").status_code == 204
    assert Concern.objects.get().stage == "delivered"


def test_recognitions_name_people_and_milestones_are_celebrated(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    ana, ben = (add_stakeholder(cast.cleo, cast.acme, name=name) for name in ("Ana", "Ben"))
    eve = add_stakeholder(cast.carl, cast.bolt, name="Eve")
    given = {"account_id": cast.acme.pk, "title": "Live", "reached_on": "2026-01-05"}
    milestone = cleo.post(f"{API}milestones/", given, "json").json()["id"]
    waiting = f"{API}milestones/?is_celebrated=false&is_reached=true"
    assert [row["id"] for row in cleo.get(waiting).json()["results"]] == [milestone]
    body: dict[str, Any] = {
        "account_id": cast.acme.pk,
        "kind": "case_study",
        "audience": "public",
        "stakeholder_ids": [ana.pk],
        "user_ids": [cast.cleo.pk],
        "milestone_id": milestone,
    }
    assert cleo.post(f"{API}recognitions/", {**body, "stakeholder_ids": [eve.pk]}, "json").status_code == 400
    assert cleo.post(f"{API}recognitions/", {**body, "stakeholder_ids": [], "user_ids": []}, "json").status_code == 400
    made = cleo.post(f"{API}recognitions/", body, "json").json()
    assert (made["stakeholder_ids"], made["user_ids"]) == ([ana.pk], [cast.cleo.pk])
    assert cleo.get(waiting).json()["results"] == []
    never = f"{API}stakeholders/?account_id={cast.acme.pk}&was_recognised=false"
    assert [row["id"] for row in cleo.get(never).json()["results"]] == [ben.pk]
    one = f"{API}recognitions/{made['id']}/"
    assert cleo.patch(one, {"stakeholder_ids": [ben.pk]}, "json").json()["stakeholder_ids"] == [ben.pk]
    sky = cleo.get(f"{API}accounts/{cast.acme.pk}/sky/").json()
    assert {row["key"]: row["score"] for row in sky["practices"]}["S0.7"] == 50.0
    assert sky["celebration"]["recognised_ids"] == [ben.pk]
    assert caller(cast.carl).get(one).status_code == 404


def test_impossible_days_missing_proposals_and_stale_changes_are_refused(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana")
    given = {"account_id": cast.acme.pk, "text": "Plan", "promised_on": "2026-01-05", "due_on": "2026-01-09"}
    made = cleo.post(f"{API}commitments/", given, "json").json()
    one = f"{API}commitments/{made['id']}/"

    def problem(answer: Any) -> tuple[int, str, str]:
        [error] = answer.json()["errors"]
        return answer.status_code, error["pointer"], error["detail"]

    early = cleo.patch(one, {"state": "kept", "settled_on": "2026-01-04"}, "json")
    assert problem(early) == (400, "#/settled_on", "It cannot be settled before it was promised, on Jan. 5, 2026.")
    assert cleo.patch(one, {"state": "kept"}, "json", headers={"If-Match": '"1"'}).status_code == 200
    stale = cleo.patch(one, {"state": "broken"}, "json", headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]["state"]) == (412, "kept")

    raised = {"account_id": cast.acme.pk, "stakeholder_id": ana.pk, "text": "Slow", "raised_on": "2026-01-05"}
    concern = cleo.post(f"{API}concerns/", {**raised, "heard_on": "2026-01-05"}, "json").json()
    step = {"concern_id": concern["id"], "stage": "proposed", "taken_on": "2026-01-06"}
    assert problem(cleo.post(f"{API}concern-steps/", step, "json")) == (400, "#/note", "Say what we propose.")
    said = {**step, "note": "An index"}
    assert cleo.post(f"{API}concern-steps/", said, "json", headers={"If-Match": '"7"'}).status_code == 412
    assert cleo.post(f"{API}concern-steps/", said, "json", headers={"If-Match": '"1"'}).status_code == 201

    ahead = {"account_id": cast.acme.pk, "title": "Live", "planned_on": "2026-01-05"}
    milestone = cleo.post(f"{API}milestones/", ahead, "json").json()["id"]
    told = {"account_id": cast.acme.pk, "stakeholder_ids": [ana.pk], "milestone_id": milestone}
    told |= {"kind": "award", "audience": "public"}
    assert problem(cleo.post(f"{API}recognitions/", told, "json")) == (
        400,
        "#/milestone_id",
        "This milestone is not reached: say first when it was.",
    )
    assert (Commitment.objects.get().state, Concern.objects.get().stage) == ("kept", "proposed")


def test_nobody_of_ours_confirms_a_concern(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana")
    raised = {"account_id": cast.acme.pk, "stakeholder_id": ana.pk, "text": "Slow"}
    concern = cleo.post(f"{API}concerns/", raised, "json").json()["id"]
    for stage in ("heard", "proposed", "delivered"):
        cleo.post(f"{API}concern-steps/", {"concern_id": concern, "stage": stage, "note": "An index"}, "json")
    said = {"concern_id": concern, "stage": "confirmed", "user_id": cast.cleo.pk}
    answer = cleo.post(f"{API}concern-steps/", said, "json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/user_id")
    assert Concern.objects.get().stage == "delivered"


@pytest.mark.parametrize("wrong", ["is_overdue=maybe", "is_overdue=1", "state=open&state=kept"])
def test_a_filter_that_cannot_be_understood_is_refused_rather_than_passed_over(cast: Cast, wrong: str) -> None:
    answer = caller(cast.cleo).get(f"{API}commitments/?{wrong}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, wrong.partition("=")[0])


def test_promises_concerns_milestones_and_recognitions_are_put_by_the_ids_of_another_system(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana")
    bodies: dict[str, dict[str, Any]] = {
        "commitments": {"text": "Plan", "promised_on": "2026-01-05", "due_on": "2026-01-09", "state": "kept"},
        "concerns": {"stakeholder_id": ana.pk, "text": "Slow", "raised_on": "2026-01-05", "heard_on": "2026-01-06"},
        "milestones": {"title": "Live", "planned_on": "2026-01-05"},
        "recognitions": {"stakeholder_ids": [ana.pk], "text": "Well done"},
    }
    for name, body in bodies.items():
        url, given = f"{API}{name}/by-external-id/helpdesk/4711/", {"account_id": cast.acme.pk, **body}
        first, again = cleo.put(url, given, "json"), cleo.put(url, given, "json")
        assert (first.status_code, again.status_code) == (201, 200), name
        assert first.json() == again.json() == cleo.get(f"{API}{name}/{first.json()['id']}/").json()
        assert caller(cast.carl).get(url).status_code == 404
    named = cleo.get(f"{API}external-ids/?value=4711").json()["results"]
    assert {row["kind"] for row in named} == {"commitment", "concern", "milestone", "recognition"}


def test_celebrations_are_found_by_milestone_and_milestones_by_their_plan(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana")
    given = {"account_id": cast.acme.pk, "title": "Live", "planned_on": "2026-01-05", "reached_on": "2026-01-05"}
    milestone = cleo.post(f"{API}milestones/", given, "json").json()["id"]
    told = {"account_id": cast.acme.pk, "stakeholder_ids": [ana.pk]}
    made = cleo.post(f"{API}recognitions/", {**told, "milestone_id": milestone}, "json").json()
    cleo.post(f"{API}recognitions/", told, "json")
    found = cleo.get(f"{API}recognitions/?milestone_id={milestone}").json()["results"]
    assert [row["id"] for row in found] == [made["id"]]
    planned = f"{API}milestones/?sort=-planned_on&planned_on_or_after=2026-01-05&planned_before="
    assert [row["id"] for row in cleo.get(f"{planned}2026-01-06").json()["results"]] == [milestone]
    assert cleo.get(f"{planned}2026-01-05").json()["results"] == []
