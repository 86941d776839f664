"""Questions and many assessments over the API: why each is asked, and all or nothing with an error for each item."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Act, FactsVersion, Role
from csm.foundation.clock import today
from stakeholders.models import Assessment, Stakeholder
from stakeholders.services.assessments import assess
from stakeholders.services.people import add_stakeholder
from stakeholders.services.roles import assign_role
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
JAN = date(2026, 1, 5)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def people(cast: Cast) -> list[Stakeholder]:
    """Ana decides, as somebody assumed; Bob, Cy and Dee are at Acme, Zoe at Bolt."""
    found = [add_stakeholder(cast.cleo, cast.acme, name=name, joined_on=JAN) for name in ("Ana", "Bob", "Cy", "Dee")]
    assign_role(cast.cleo, found[0], Role.objects.get(key="decision_maker"), JAN, basis="assumed")
    return [*found, add_stakeholder(cast.carl, cast.bolt, name="Zoe", joined_on=JAN)]


def batch(cast: Cast, items: Any) -> Any:
    return caller(cast.cleo).post(f"{V1}/assessments/batch/", {"items": items}, format="json")


def held(stakeholder: Stakeholder) -> list[tuple[Any, ...]]:
    rows = Assessment.objects.standing().filter(stakeholder=stakeholder).order_by("valid_from")
    return [(row.valid_from, row.valid_to, row.influence, row.authority, row.assumed) for row in rows]


def test_questions_say_what_is_asked_why_and_what_it_would_change(cast: Cast, people: list[Stakeholder]) -> None:
    answer = caller(cast.cleo).get(f"{V1}/accounts/{cast.acme.pk}/questions/").json()
    assert (answer["account_id"], answer["as_of"]) == (cast.acme.pk, today().isoformat())
    first = answer["questions"][0]
    assert first["words"] == {
        "question": "Is Ana really Decision maker?",
        "why": "It was assumed; nobody has said so. They alone hold a role that this segment needs.",
        "change": "If not, one role fewer is mapped.",
    }
    about = first["about"]
    assert (about["kind"], about["star_id"], about["role"], about["worth"]) == (
        "role",
        people[0].pk,
        "decision_maker",
        0.5,
    )
    assert {each["about"]["star_id"] for each in answer["questions"]} == {people[0].pk, None}


def test_many_assessments_are_made_in_one_call_and_one_act(cast: Cast, people: list[Stakeholder]) -> None:
    ana, bob, *_rest = people
    assess(cast.cleo, ana, JAN, influence=1, authority=8, assumed=["authority"])
    before = FactsVersion.objects.get(account=cast.acme).facts_version
    answer = batch(
        cast,
        [
            {"stakeholder_id": bob.pk, "on": "2026-02-01", "influence": 5},
            {"stakeholder_id": ana.pk, "on": "2026-02-01", "influence": 8, "sentiment": None},
        ],
    )
    assert answer.status_code == 201, answer.json()
    assert [(row["stakeholder_id"], row["influence"]) for row in answer.json()["results"]] == [(bob.pk, 5), (ana.pk, 8)]
    assert held(ana) == [
        (JAN, date(2026, 2, 1), 1, 8, ["authority"]),
        (date(2026, 2, 1), None, 8, 8, ["authority"]),
    ]
    [done] = Act.objects.filter(group=answer.json()["group"])
    assert (done.summary, done.account_id) == ("Assessed 2 people", cast.acme.pk)
    assert FactsVersion.objects.get(account=cast.acme).facts_version == before + 1
    undone = caller(cast.cleo).post(f"{V1}/acts/{done.pk}/undo/")
    assert undone.status_code == 200
    assert (held(ana), held(bob)) == ([(JAN, None, 1, 8, ["authority"])], [])


def test_each_wrong_item_is_named_and_nothing_is_written(cast: Cast, people: list[Stakeholder]) -> None:
    ana, bob, *_rest, zoe = people
    answer = batch(
        cast,
        [
            {"stakeholder_id": ana.pk, "on": "2026-02-01", "influence": 8},
            {"stakeholder_id": bob.pk, "on": "soon", "influence": 11, "colour": 1},
            {"stakeholder_id": zoe.pk, "on": "2026-02-01", "sentiment": -3},
            "nothing",
        ],
    )
    assert answer.status_code == 400
    assert {(error["pointer"], error.get("expected", "")) for error in answer.json()["errors"]} == {
        ("#/items/1/colour", ""),
        ("#/items/1/on", "a date from 1900 to 2199, YYYY-MM-DD"),
        ("#/items/1/influence", "a whole number from 0 to 10"),
        ("#/items/2/stakeholder_id", "the id of a record you may use"),
        ("#/items/2/sentiment", "a whole number from -2 to 2"),
        ("#/items/3", "an object"),
    }
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("items", [None, [], {}, "x", [{"on": "2026-02-01"}] * 501, [{"stakeholder_id": [1]}]])
def test_a_body_without_a_list_of_items_is_refused(cast: Cast, items: Any) -> None:
    answer = batch(cast, items)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith("#/items")


def test_one_stakeholder_twice_is_refused(cast: Cast, people: list[Stakeholder]) -> None:
    item = {"stakeholder_id": people[0].pk, "on": "2026-02-01", "influence": 8}
    answer = batch(cast, [item, {**item, "influence": 2}])
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/items/1/stakeholder_id"]
    assert Assessment.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_the_items(cast: Cast, people: list[Stakeholder]) -> None:
    client = caller(cast.cleo)

    def queries(some: list[Stakeholder], on: date) -> int:
        items = [{"stakeholder_id": one.pk, "on": on.isoformat(), "influence": 5} for one in some]
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(f"{V1}/assessments/batch/", {"items": items}, format="json")
        assert answer.status_code == 201
        return len(asked)

    queries(people[:4], JAN)
    assert queries(people[:4], JAN + timedelta(days=1)) == queries(people[:1], JAN + timedelta(days=2))
