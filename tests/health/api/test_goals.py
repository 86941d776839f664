"""The API of goals, their readings, what they depend on, the value received, the catalogue and the level of value."""

from datetime import timedelta
from typing import Any

import pytest

from csm.foundation.clock import today
from health.models import Goal, GoalNeed, Metric, Reading, TypicalGoal, ValueConfirmation
from health.services.goals import NewNeed
from tests.callers import caller
from tests.health.maps import judge, somebody
from tests.health.wanted import measure_use, read, wanted
from tests.personas import Cast

pytestmark = pytest.mark.django_db
GOALS, NEEDS, VALUE = "/api/v1/goals/", "/api/v1/goal-needs/", "/api/v1/value-confirmations/"


def body(cast: Cast, **fields: Any) -> dict[str, Any]:
    given = {
        "account_id": cast.acme.pk,
        "words": "Close the books faster",
        "metric_name": "Days to close",
        "unit": "days",
        "baseline": "20",
        "target": "10",
        "due_on": (today() + timedelta(days=100)).isoformat(),
    }
    return {**given, **fields}


def test_a_goal_is_kept_read_reached_and_taken_back(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    her = somebody(cast, cast.acme, "Ana")
    made = cleo.post(GOALS, body(cast, stakeholder_id=her.pk), "json").json()
    assert (made["metric"], made["state"], made["stakeholder_id"]) == ("days_to_close", "open", her.pk)
    one = f"{GOALS}{made['id']}/"
    changed = cleo.patch(one, {"target": "8"}, "json", HTTP_IF_MATCH='"1"').json()
    assert (changed["target"], changed["row_version"]) == ("8.0000", 2)
    assert cleo.patch(one, {"target": "9"}, "json", HTTP_IF_MATCH='"1"').status_code == 412
    answer = cleo.post(f"{one}readings/", {"value": "15"}, "json")
    assert (answer.status_code, answer.json()["metric"], answer.json()["value"]) == (201, "days_to_close", "15.0000")
    assert cleo.post(f"{one}drop/", {}, "json").json()["errors"][0]["pointer"] == "#/reason"
    assert cleo.post(f"{one}reach/", {}, "json").json()["closed_on"] == today().isoformat()
    assert cleo.post(f"{one}reopen/").json()["state"] == "open"
    assert cleo.post(f"{one}drop/", {"reason": "They merged"}, "json").json()["reason"] == "They merged"
    assert [row["id"] for row in cleo.get(f"{GOALS}?state=dropped").json()["results"]] == [made["id"]]
    assert cleo.delete(one).status_code == 204
    assert cleo.get(one).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"metric_name": ""}, "#/metric_name"),
        ({"metric_name": None, "metric": "nps", "baseline": "5", "target": "1"}, "#/target"),
        ({"target": "much"}, "#/target"),
        ({"stakeholder_id": 999_999_999}, "#/stakeholder_id"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_with_its_place(cast: Cast, wrong: dict[str, Any], pointer: str) -> None:
    given = {name: value for name, value in body(cast, **wrong).items() if value is not None}
    answer = caller(cast.cleo).post(GOALS, given, "json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not Goal.objects.exists()
    assert not Metric.objects.filter(is_customers=True).exists()


def test_a_typical_goal_brings_its_dependencies(cast: Cast) -> None:
    typical = TypicalGoal.objects.get(name="Less work by hand")
    caller(cast.cleo).post(GOALS, body(cast, typical_id=typical.pk), "json")
    assert GoalNeed.objects.count() == 2


def test_dependencies_and_value_are_kept_by_goal(cast: Cast) -> None:
    cleo, goal = caller(cast.cleo), wanted(cast, cast.acme)
    need = cleo.post(NEEDS, {"goal_id": goal.pk, "kind": "people", "what": "Finance"}, "json").json()
    assert (need["state"], need["settled_on"], need["account_id"]) == ("unknown", None, cast.acme.pk)
    changed = cleo.patch(f"{NEEDS}{need['id']}/", {"state": "unmet", "user_id": cast.cleo.pk}, "json").json()
    assert (changed["state"], changed["settled_on"], changed["user_id"]) == ("unmet", today().isoformat(), cast.cleo.pk)
    said = cleo.post(VALUE, {"goal_id": goal.pk, "percent": 40}, "json").json()
    assert (said["percent"], said["on"], said["stakeholder_id"]) == (40, today().isoformat(), None)
    assert cleo.post(VALUE, {"goal_id": goal.pk, "percent": 101}, "json").status_code == 400
    assert caller(cast.carl).get(VALUE).json()["results"] == []
    assert caller(cast.carl).post(VALUE, {"goal_id": goal.pk, "percent": 1}, "json").status_code == 400
    assert ValueConfirmation.objects.count() == 1
    assert cleo.delete(f"{VALUE}{said['id']}/").status_code == 204
    assert cleo.delete(f"{NEEDS}{need['id']}/").status_code == 204
    assert not Reading.objects.exists()


def test_operations_keep_the_catalogue(cast: Cast) -> None:
    url = "/api/v1/typical-goals/"
    assert len(caller(cast.carl).get(url).json()["results"]) == 11
    new = {"name": "Own", "words": "We want it", "metric_name": "Figure", "dependencies": [
        {"kind": "people", "what": "Somebody", "meaning": ""}]}  # fmt: skip
    assert caller(cast.cleo).post(url, new, "json").status_code == 403
    made = caller(cast.otto).post(url, new, "json").json()
    assert made["dependencies"] == new["dependencies"]
    odd = {"dependencies": [{"kind": "magic", "what": "x", "meaning": ""}]}
    assert caller(cast.otto).patch(f"{url}{made['id']}/", odd, "json").status_code == 400


def test_the_level_comes_with_its_evidence(cast: Cast) -> None:
    cleo, url = caller(cast.cleo), f"/api/v1/accounts/{cast.acme.pk}/value-level/"
    assert (cleo.get(url).json()["level"], cleo.get(url).json()["steps"][1]["lack"]) == (1, "use")
    measure_use(cast, cast.acme)
    goal = wanted(cast, cast.acme, needs=[NewNeed("people", "Finance")])
    read(cast, goal, 17)
    found = cleo.get(url).json()
    assert (found["level"], [step["is_met"] for step in found["steps"]]) == (3, [True, True, True, False, False])
    assert (found["steps"][3]["lack"], found["steps"][3]["goal_id"]) == ("answers", goal.pk)
    assert found["steps"][1]["facts"][0]["text"].startswith("Active users: 57 users on")
    [one] = found["goals"]
    assert (one["standing"], one["expected"], one["value_percent"]) == ("behind", 0.5, None)
    assert (one["way"], one["points"]) == (pytest.approx(0.3), pytest.approx(60))
    judge(cast.acme)
    [row] = cleo.get("/api/v1/accounts/?value_level=3").json()["results"]
    assert (row["id"], row["value_level"]) == (cast.acme.pk, 3)
    assert caller(cast.carl).get(url).status_code == 404


def test_a_day_that_has_not_come_is_refused_at_its_field(cast: Cast) -> None:
    cleo, ahead = caller(cast.cleo), (today() + timedelta(days=1)).isoformat()
    one = f"{GOALS}{cleo.post(GOALS, body(cast), 'json').json()['id']}/"
    told = {"readings": {"value": "15"}, "reach": {}, "drop": {"reason": "Other plans"}}
    for deed, said in told.items():
        answer = cleo.post(f"{one}{deed}/", {**said, "on": ahead}, "json")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/on"), deed
    assert (Goal.objects.get().state, Reading.objects.count()) == ("open", 0)


def test_a_metric_is_named_once_and_a_unit_with_its_metric(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    both = cleo.post(GOALS, body(cast, metric="nps"), "json")
    assert (both.status_code, both.json()["errors"][0]["pointer"]) == (400, "#/metric_name")
    made = cleo.post(GOALS, body(cast), "json").json()
    alone = cleo.patch(f"{GOALS}{made['id']}/", {"unit": "hours"}, "json")
    assert (alone.status_code, alone.json()["errors"][0]["pointer"]) == (400, "#/unit")
    assert [row["id"] for row in cleo.get(f"{GOALS}?metric=days_to_close").json()["results"]] == [made["id"]]


def test_a_goal_put_twice_by_the_id_of_another_system_is_one(cast: Cast) -> None:
    cleo, url = caller(cast.cleo), f"{GOALS}by-external-id/crm/goal-1/"
    first, again = cleo.put(url, body(cast), "json"), cleo.put(url, body(cast), "json")
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert cleo.put(url, body(cast, target="9"), "json").json()["target"] == "9.0000"
    assert Goal.objects.count() == 1


def test_a_goal_is_not_agreed_on_in_days_to_come(cast: Cast) -> None:
    cleo, ahead = caller(cast.cleo), (today() + timedelta(days=1)).isoformat()
    one = f"{GOALS}{cleo.post(GOALS, body(cast), 'json').json()['id']}/"
    answers = [cleo.post(GOALS, body(cast, set_on=ahead), "json"), cleo.patch(one, {"set_on": ahead}, "json")]
    assert {(each.status_code, each.json()["errors"][0]["pointer"]) for each in answers} == {(400, "#/set_on")}
    assert Goal.objects.get().set_on == today()
