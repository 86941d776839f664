"""Merging and its undoing over the API; old ids lead on."""

from typing import Any

import pytest

from accounts.models import Account, Distinction, Double, Merge
from accounts.services.external_ids import name_row
from accounts.services.merging.doubles import find_doubles
from accounts.services.merging.merging import merge
from csm.foundation.merging import Merger
from stakeholders.models import Person, Touchpoint
from tests.callers import caller
from tests.stakeholders.merging.conftest import Twice

API = "/api/v1"


def body(twice: Twice, **more: Any) -> dict[str, Any]:
    return {"kind": "person", "winner_id": twice.marta.person_id, "loser_id": twice.double.person_id, **more}


def test_a_merge_is_made_listed_and_undone(twice: Twice) -> None:
    cleo = caller(twice.cast.cleo)
    answer = cleo.post(f"{API}/merges/", body(twice, choices={"email": twice.double.person_id}))
    assert answer.status_code == 201
    made = answer.json()
    assert (made["winner_name"], made["loser_name"], made["undone_at"]) == ("Marta Rossi", "M. Rossi", None)
    assert cleo.get(f"{API}/merges/?kind=person").json()["results"][0] == made
    assert cleo.get(f"{API}/people/{made['winner_id']}/").json()["email"] == "rossi@acme.example"
    undone = cleo.post(f"{API}/merges/{made['id']}/undo/")
    assert (undone.status_code, undone.json()["undone_at"] is not None) == (200, True)
    assert Person.objects.standing().count() == 3
    again = cleo.post(f"{API}/merges/{made['id']}/undo/")
    assert (again.status_code, again.json()["detail"]) == (409, "This was undone already.")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"winner_id": 0}, "#/winner_id"),
        ({"loser_id": 10**9}, "#/winner_id"),
        ({"kind": "robot"}, "#/kind"),
        ({"choices": {"colour": 1}}, "#/choices"),
        ({"choices": {"email": "mine"}}, "#/choices/email"),
        ({"surprise": 1}, "#/surprise"),
    ],
)
def test_what_cannot_be_merged_is_refused_by_its_place(wrong: dict[str, Any], pointer: str, twice: Twice) -> None:
    answer = caller(twice.cast.cleo).post(f"{API}/merges/", body(twice, **wrong))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert (Merge.objects.count(), Person.objects.standing().count()) == (0, 3)


def test_the_right_to_change_every_account_is_needed(twice: Twice, settings: Any) -> None:
    settings.OPEN_READING = True
    answer = caller(twice.cast.carl).post(f"{API}/merges/", body(twice))
    assert (answer.status_code, Merge.objects.count()) == (403, 0)
    assert "every account concerned" in answer.json()["detail"]


def test_an_old_id_is_answered_with_where_it_stands(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    cleo, old, new = caller(twice.cast.cleo), twice.double.person_id, twice.marta.person_id
    answer = cleo.get(f"{API}/people/{old}/")
    assert (answer.status_code, answer["Location"]) == (308, f"http://testserver{API}/people/{new}/")
    assert answer.json()["location"] == answer["Location"]
    assert answer.json()["type"] == "urn:constellation:problem:merged"
    assert cleo.patch(f"{API}/people/{old}/", {"phone": "1"}).status_code == 308
    assert cleo.get(f"{API}/stakeholders/{twice.double.pk}/")["Location"].endswith(f"/stakeholders/{twice.marta.pk}/")
    assert caller(twice.cast.carl).get(f"{API}/people/{old}/").status_code == 404
    assert Person.objects.get(pk=new).phone == ""


def test_addresses_and_filters_of_an_old_account_lead_on(twice: Twice, companies: Merger) -> None:
    cast = twice.cast
    acme, bolt = (Account.objects.get(pk=row.pk) for row in (cast.acme, cast.bolt))
    merge(cast.ada, companies, acme, bolt, {})
    ada = caller(cast.ada)
    assert ada.get(f"{API}/accounts/{bolt.pk}/sky/")["Location"].endswith(f"/accounts/{acme.pk}/sky/")
    listed = ada.get(f"{API}/stakeholders/?account_id={bolt.pk}&limit=5")
    assert (listed.status_code, listed["Location"]) == (
        308,
        f"http://testserver{API}/stakeholders/?account_id={acme.pk}&limit=5",
    )


def test_old_ids_in_bodies_are_understood_and_each_counts_once(twice: Twice, persons: Merger) -> None:
    merge(twice.cast.cleo, persons, *twice.persons, {})
    given = {
        "account_id": twice.cast.acme.pk,
        "kind": "call",
        "touched_at": "2026-01-07T09:00:00Z",
        "user_ids": [twice.cast.cleo.pk],
        "stakeholder_ids": [twice.double.pk, twice.marta.pk],
    }
    answer = caller(twice.cast.cleo).post(f"{API}/touchpoints/", given)
    assert answer.status_code == 201
    made = Touchpoint.objects.get(pk=answer.json()["id"])
    assert [stay.pk for stay in made.stakeholders.all()] == [twice.marta.pk]


def test_a_put_by_the_id_of_the_one_that_went_reaches_the_one_that_stayed(twice: Twice, persons: Merger) -> None:
    name_row(twice.cast.ada, "person", twice.double.person_id, "crm", "p-2")
    merge(twice.cast.cleo, persons, *twice.persons, {})
    given = {"name": "Marta Rossi", "phone": "+39 1"}
    answer = caller(twice.cast.ada).put(f"{API}/people/by-external-id/crm/p-2/", given)
    assert (answer.status_code, answer.json()["id"]) == (200, twice.marta.person_id)
    assert Person.objects.get(pk=twice.marta.person_id).phone == "+39 1"


def test_doubles_are_listed_with_reasons_dismissed_and_suggested(twice: Twice) -> None:
    find_doubles()
    cleo = caller(twice.cast.cleo)
    [found] = cleo.get(f"{API}/doubles/?kind=person&likelihood=likely").json()["results"]
    assert (found["first_name"], found["second_name"], found["may_merge"]) == ("Marta Rossi", "M. Rossi", True)
    assert [(reason["key"], reason["points"]) for reason in found["reasons"]] == [
        ("initial", 35),
        ("same_account", 20),
        ("both_emails_fit", 5),
    ]
    assert cleo.get(f"{API}/doubles/?likelihood=certain").json()["results"] == []
    assert cleo.post(f"{API}/doubles/{found['id']}/suggest/").json()["suggested_by_id"] == twice.cast.cleo.pk
    assert cleo.post(f"{API}/doubles/{found['id']}/dismiss/").status_code == 204
    assert (Distinction.objects.count(), cleo.get(f"{API}/doubles/").json()["results"]) == (1, [])
    assert Double.objects.count() == 1
