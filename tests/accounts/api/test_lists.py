"""Lists in the API: filters and orders over extra fields, saved views, and many rows at once."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.domain.extras import ExtraKind
from accounts.domain.list_states import ListState
from accounts.models import Account, Act, DefaultView, ListName, SavedView, Subject, Tag
from accounts.services.accounts import edit_account
from accounts.services.extras import create_extra_field
from accounts.services.saved_views import save_view
from stakeholders.models import Person
from stakeholders.services.people import add_stakeholder
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
ACCOUNTS, PEOPLE, VIEWS, ACTS = (f"/api/v1/{name}/" for name in ("accounts", "people", "views", "acts"))


@pytest.fixture
def cast() -> Cast:
    cast = assemble()
    create_extra_field(cast.otto, Subject.ACCOUNT, name="Tier", kind=ExtraKind.CHOICE, choices=["Gold", "Silver"])
    create_extra_field(cast.otto, Subject.ACCOUNT, name="Seats", kind=ExtraKind.NUMBER)
    edit_account(cast.ada, cast.acme, 1, extra={"tier": "Gold", "seats": 9}, tags=["Key"])
    edit_account(cast.ada, cast.bolt, 1, extra={"seats": 100})
    return cast


@pytest.fixture
def ada(cast: Cast) -> APIClient:
    return caller(cast.ada)


def names(client: APIClient, **parameters: str) -> list[str]:
    answer = client.get(ACCOUNTS, parameters)
    assert answer.status_code == 200, answer.json()
    return [row["name"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"extra.tier": "Gold"}, ["Acme"]),
        ({"extra.seats.min": "10"}, ["Bolt"]),
        ({"extra_empty": "seats"}, ["Comet"]),
        ({"tag": "key"}, ["Acme"]),
        ({"sort": "-extra.seats"}, ["Bolt", "Acme", "Comet"]),
        ({"sort": "extra.seats", "limit": "1"}, ["Acme"]),
    ],
)
def test_the_filters_and_orders_of_the_page_are_those_of_the_api(ada: APIClient, asked: Any, found: list[str]) -> None:
    assert names(ada, **asked) == found


def test_pages_go_on_in_the_order_of_an_extra_field(ada: APIClient) -> None:
    first = ada.get(ACCOUNTS, {"sort": "-extra.seats", "limit": "1"}).json()
    second = ada.get(first["next"]).json()
    third = ada.get(second["next"]).json()
    assert [page["results"][0]["name"] for page in (first, second, third)] == ["Bolt", "Acme", "Comet"]
    assert third["next"] is None


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"extra.seats.min": "many"}, "extra.seats.min"),
        ({"extra.tier": "Bronze"}, "extra.tier"),
        ({"extra.colour": "red"}, "extra.colour"),
        ({"extra_empty": "colour"}, "extra_empty"),
        ({"tag": "Nowhere"}, "tag"),
        ({"sort": "extra.colour"}, "sort"),
    ],
)
def test_what_cannot_be_asked_is_named(ada: APIClient, asked: Any, parameter: str) -> None:
    answer = ada.get(ACCOUNTS, asked)
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_a_view_is_made_read_changed_and_retracted(cast: Cast, ada: APIClient) -> None:
    given = {"list": "accounts", "name": "Gold", "filters": {"extra.tier": ["Gold"]}, "columns": ["owner"]}
    made = ada.post(VIEWS, {**given, "sharing": "everybody", "is_default": True}, format="json")
    assert made.status_code == 201
    address = f"{VIEWS}{made.json()['id']}/"
    assert {name: made.json()[name] for name in ("list", "filters", "columns", "sort", "is_default")} == {
        "list": "accounts",
        "filters": {"extra.tier": ["Gold"]},
        "columns": ["owner"],
        "sort": "",
        "is_default": True,
    }
    assert caller(cast.carl).get(address).json()["is_default"] is False
    changed = ada.patch(address, {"sort": "-arr", "is_default": False}, format="json").json()
    assert (changed["sort"], changed["filters"], changed["is_default"]) == ("-arr", {"extra.tier": ["Gold"]}, False)
    assert not DefaultView.objects.exists()
    assert ada.delete(address).status_code == 204
    assert ada.get(address).status_code == 404


def test_views_of_others_are_hidden_or_read_only(cast: Cast) -> None:
    private = save_view(cast.cleo, ListName.ACCOUNTS, ListState({}), name="Mine")
    shared = save_view(cast.cleo, ListName.PEOPLE, ListState({}), name="All", sharing="everybody")
    carl = caller(cast.carl)
    assert [row["name"] for row in carl.get(VIEWS).json()["results"]] == ["All"]
    assert carl.get(VIEWS, {"list": "accounts"}).json()["results"] == []
    assert carl.get(f"{VIEWS}{private.pk}/").status_code == 404
    for answer in (
        carl.patch(f"{VIEWS}{shared.pk}/", {"name": "X"}, format="json"),
        carl.delete(f"{VIEWS}{shared.pk}/"),
    ):
        assert answer.status_code == 403
    assert sorted(SavedView.objects.values_list("name", "row_version")) == [("All", 1), ("Mine", 1)]


def test_what_is_no_filter_is_no_part_of_a_view(ada: APIClient) -> None:
    refused = ada.post(VIEWS, {"list": "accounts", "name": "X", "filters": {"cursor": ["x"]}}, format="json")
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/filters"]


def many(*accounts: Account, **what: Any) -> dict[str, Any]:
    return {"items": [{"id": one.pk} for one in accounts], "set": what}


def test_many_accounts_are_set_in_one_act(cast: Cast, ada: APIClient) -> None:
    what = {
        "owner_id": cast.carl.pk,
        "phase": "renew",
        "extra": {"seats": None},
        "add_tags": ["New"],
        "remove_tags": ["Key"],
    }
    answer = ada.patch(f"{ACCOUNTS}bulk/", many(cast.acme, cast.bolt, **what), format="json")
    assert answer.status_code == 200, answer.json()
    act = Act.objects.latest("pk")
    assert answer.json() == {"changed": 2, "unchanged": 0, "act_id": act.pk}
    listed = {row["name"]: row for row in ada.get(ACCOUNTS).json()["results"]}
    assert [(listed[n]["owner_id"], listed[n]["phase"], listed[n]["tags"]) for n in ("Acme", "Bolt")] == [
        (cast.carl.pk, "renew", ["New"]),
        (cast.carl.pk, "renew", ["New"]),
    ]
    assert listed["Acme"]["extra"] == {"tier": "Gold", "seats": None}
    assert ada.post(f"{ACTS}{act.pk}/undo/").status_code == 200
    assert ada.get(f"{ACCOUNTS}{cast.acme.pk}/").json()["tags"] == ["Key"]


def test_one_row_that_cannot_be_changed_changes_none(cast: Cast, settings: Any) -> None:
    settings.OPEN_READING = True
    given = {
        "items": [{"id": cast.acme.pk}, {"id": cast.bolt.pk}, {"id": 999_999_999}, {"id": cast.acme.pk}],
        "set": {"phase": "land"},
    }
    refused = caller(cast.cleo).patch(f"{ACCOUNTS}bulk/", given, format="json")
    assert refused.status_code == 400
    assert {error["pointer"]: error["detail"] for error in refused.json()["errors"]} == {
        "#/items/1/id": "You may read this but not change it.",
        "#/items/2/id": "There is no such record, or you may not use it.",
        "#/items/3/id": "This row is named twice.",
    }
    assert set(Account.objects.values_list("phase", flat=True)) == {"adopt"}


def test_a_row_read_before_it_was_changed_is_a_conflict(cast: Cast, ada: APIClient) -> None:
    given = {"items": [{"id": cast.acme.pk, "row_version": 1}, {"id": cast.comet.pk, "row_version": 1}]}
    refused = ada.patch(f"{ACCOUNTS}bulk/", {**given, "set": {"phase": "land"}}, format="json")
    assert refused.status_code == 409
    assert refused.json()["errors"] == [
        {
            "detail": "This was changed by somebody else meanwhile.",
            "pointer": "#/items/0/row_version",
            "expected": "2",
        }
    ]
    assert set(Account.objects.values_list("phase", flat=True)) == {"adopt"}


@pytest.mark.parametrize(
    ("what", "pointer"),
    [
        ({}, "#/set"),
        ({"phase": "spring"}, "#/set/phase"),
        ({"extra": {"colour": 1}}, "#/set/extra/colour"),
        ({"remove_tags": ["Nowhere"]}, "#/set/remove_tags"),
        ({"name": "X"}, "#/set/name"),
    ],
)
def test_what_cannot_be_set_is_named(cast: Cast, ada: APIClient, what: Any, pointer: str) -> None:
    refused = ada.patch(f"{ACCOUNTS}bulk/", many(cast.acme, **what), format="json")
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert Tag.objects.count() == 1


def test_many_people_get_tags(cast: Cast) -> None:
    create_extra_field(cast.otto, Subject.PERSON, name="Newsletter", kind=ExtraKind.FLAG)
    ana, bob = (add_stakeholder(cast.cleo, cast.acme, name=name).person for name in ("Ana", "Bob"))
    given = {"items": [{"id": ana.pk}, {"id": bob.pk}], "set": {"add_tags": ["VIP"], "extra": {"newsletter": True}}}
    cleo = caller(cast.cleo)
    assert cleo.patch(f"{PEOPLE}bulk/", given, format="json").json()["changed"] == 2
    assert cleo.patch(f"{PEOPLE}bulk/", given, format="json").json() == {"changed": 0, "unchanged": 2, "act_id": None}
    rows = cleo.get(PEOPLE, {"extra.newsletter": "true", "tag": "vip"}).json()["results"]
    assert [(row["name"], row["tags"], row["extra"]) for row in rows] == [
        ("Ana", ["VIP"], {"newsletter": True}),
        ("Bob", ["VIP"], {"newsletter": True}),
    ]
    assert caller(cast.carl).patch(f"{PEOPLE}bulk/", given, format="json").status_code == 400
    assert Person.objects.filter(row_version=2).count() == 2
