"""Extra fields and tags in the API: defined, read, written, refused."""

import pytest
from rest_framework.test import APIClient

from accounts.domain.extras import ExtraKind
from accounts.models import Account, ExtraField, Subject, Tag
from accounts.services.extras import create_extra_field
from stakeholders.models import Person
from stakeholders.services.people import add_stakeholder
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
ACCOUNTS, PEOPLE, FIELDS, TAGS = (f"/api/v1/{name}/" for name in ("accounts", "people", "extra-fields", "tags"))


@pytest.fixture
def cast() -> Cast:
    cast = assemble()
    create_extra_field(cast.otto, Subject.ACCOUNT, name="Tier", kind=ExtraKind.CHOICE, choices=["Gold", "Silver"])
    create_extra_field(cast.otto, Subject.ACCOUNT, name="Seats", kind=ExtraKind.NUMBER)
    create_extra_field(cast.otto, Subject.PERSON, name="Pilot", kind=ExtraKind.FLAG)
    return cast


@pytest.fixture
def cleo(cast: Cast) -> APIClient:
    return caller(cast.cleo)


def errors_of(answer: object) -> dict[str, str]:
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}  # type: ignore[attr-defined]


def test_values_and_tags_are_written_and_read(cast: Cast, cleo: APIClient) -> None:
    address = f"{ACCOUNTS}{cast.acme.pk}/"
    changed = cleo.patch(address, {"extra": {"tier": "gold", "seats": 2.5}, "tags": ["Pilot", "EMEA"]}, format="json")
    assert changed.status_code == 200
    assert changed.json()["extra"] == {"tier": "Gold", "seats": 2.5}
    assert changed.json()["tags"] == ["EMEA", "Pilot"]
    cleo.patch(address, {"extra": {"seats": None}}, format="json")
    listed = cleo.get(ACCOUNTS).json()["results"][0]
    assert (listed["extra"], listed["tags"]) == ({"tier": "Gold", "seats": None}, ["EMEA", "Pilot"])


def test_what_does_not_fit_is_refused_by_place_and_changes_nothing(cast: Cast, cleo: APIClient) -> None:
    given = {"name": "Other", "extra": {"tier": "Bronze", "colour": 1}, "tags": ["ok", "a,b"]}
    refused = cleo.patch(f"{ACCOUNTS}{cast.acme.pk}/", given, format="json")
    assert refused.status_code == 400
    assert errors_of(refused) == {
        "#/extra/tier": "One of Gold, Silver is expected.",
        "#/extra/colour": "There is no such extra field; there are: tier, seats.",
        "#/tags/1": "This cannot be a tag.",
    }
    held = Account.objects.get(pk=cast.acme.pk)
    assert (held.name, held.extra, held.tags, Tag.objects.count()) == ("Acme", {}, [], 0)


@pytest.mark.parametrize("given", [{"extra": []}, {"extra": "x"}, {"tags": "Pilot"}, {"tags": [1]}, {"tags": None}])
def test_other_shapes_are_refused(cast: Cast, cleo: APIClient, given: dict[str, object]) -> None:
    assert cleo.patch(f"{ACCOUNTS}{cast.acme.pk}/", given, format="json").status_code == 400


def test_people_have_their_own_fields(cast: Cast, cleo: APIClient) -> None:
    ana = add_stakeholder(cast.cleo, cast.acme, name="Ana").person
    address = f"{PEOPLE}{ana.pk}/"
    assert cleo.patch(address, {"extra": {"tier": "Gold"}}, format="json").status_code == 400
    changed = cleo.patch(address, {"extra": {"pilot": True}, "tags": ["VIP"]}, format="json").json()
    assert (changed["extra"], changed["tags"]) == ({"pilot": True}, ["VIP"])
    assert Person.objects.get().extra == {"pilot": True}


def test_operations_define_fields_and_others_read_them(cast: Cast, cleo: APIClient) -> None:
    given = {"subject": "account", "name": "Start", "kind": "date"}
    assert cleo.post(FIELDS, given, format="json").status_code == 403
    made = caller(cast.otto).post(FIELDS, given, format="json")
    assert (made.status_code, made.json()["key"]) == (201, "start")
    assert [row["key"] for row in cleo.get(FIELDS, {"subject": "account"}).json()["results"]] == [
        "tier",
        "seats",
        "start",
    ]
    address = f"{FIELDS}{made.json()['id']}/"
    assert caller(cast.otto).patch(address, {"name": "Begin"}, format="json").json()["key"] == "start"
    assert caller(cast.otto).delete(address).status_code == 204
    assert "start" not in cleo.get(f"{ACCOUNTS}{cast.acme.pk}/").json()["extra"]
    assert ExtraField.objects.filter(key="start").exists()


def test_a_choice_field_needs_choices(cast: Cast) -> None:
    refused = caller(cast.otto).post(FIELDS, {"subject": "person", "name": "Size", "kind": "choice"}, format="json")
    assert errors_of(refused) == {"#/choices": "Give at least one choice, each on a line of its own."}


def test_tags_are_renamed_and_merged(cast: Cast, cleo: APIClient) -> None:
    cleo.patch(f"{ACCOUNTS}{cast.acme.pk}/", {"tags": ["EMEA", "Europe"]}, format="json")
    ids = {row["name"]: row["id"] for row in cleo.get(TAGS).json()["results"]}
    otto = caller(cast.otto)
    merged = otto.post(f"{TAGS}{ids['EMEA']}/merge/", {"into_id": ids["Europe"]}, format="json")
    assert merged.json()["name"] == "Europe"
    otto.patch(f"{TAGS}{ids['Europe']}/", {"name": "EU"}, format="json")
    assert cleo.get(f"{ACCOUNTS}{cast.acme.pk}/").json()["tags"] == ["EU"]
    assert otto.post(f"{TAGS}{ids['Europe']}/merge/", {"into_id": ids["Europe"]}, format="json").status_code == 400
