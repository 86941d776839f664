"""Accounts over the API: lists in pages, writes through services, every refusal a problem that changes nothing."""

import threading
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg2.errors import DeadlockDetected
from rest_framework.test import APIClient

from accounts.api.accounts import Accounts
from accounts.models import Account, Act, ExternalId, FactsVersion
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
ACCOUNTS = "/api/v1/accounts/"


@pytest.fixture
def cast() -> Cast:
    return assemble()


def test_a_list_is_values_shaped_in_pages_with_links(cast: Cast) -> None:
    first = caller(cast.ada).get(ACCOUNTS, {"limit": 2})
    assert [row["name"] for row in first.json()["results"]] == ["Acme", "Bolt"]
    assert first.json()["previous"] is None
    links = first["Link"]
    assert 'rel="next"' in links
    assert 'rel="first"' in links
    second = caller(cast.ada).get(first.json()["next"])
    assert [row["name"] for row in second.json()["results"]] == ["Comet"]
    assert second.json()["next"] is None
    assert [row["name"] for row in caller(cast.ada).get(second.json()["previous"]).json()["results"]] == [
        "Acme",
        "Bolt",
    ]


def test_a_list_costs_five_queries_the_first_time(cast: Cast, django_assert_num_queries: object) -> None:
    client = caller(cast.cleo)
    client.get(ACCOUNTS)
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert [row["name"] for row in client.get(ACCOUNTS).json()["results"]] == ["Acme"]


def test_foreign_and_absent_accounts_answer_the_same(cast: Cast) -> None:
    client = caller(cast.cleo)
    foreign = client.get(f"{ACCOUNTS}{cast.bolt.pk}/")
    absent = client.get(f"{ACCOUNTS}999999999/")
    beyond = client.get(f"{ACCOUNTS}9999999999999999999/")
    nowhere = client.get("/api/v1/nothing/")
    assert [answer.status_code for answer in (foreign, absent, beyond, nowhere)] == [404] * 4
    assert foreign.content == absent.content == beyond.content == nowhere.content
    assert foreign["Content-Type"] == "application/problem+json"
    assert foreign.json() == {
        "type": "urn:constellation:problem:not-found",
        "title": "There is nothing here",
        "status": 404,
    }


def test_creating_answers_where_it_is_and_its_version(cast: Cast) -> None:
    made = caller(cast.ada).post(ACCOUNTS, {"name": "Delta", "segment_id": cast.acme.segment_id, "employees": 12})
    assert made.status_code == 201
    account = Account.objects.get(name="Delta")
    assert made["Location"] == f"http://testserver{ACCOUNTS}{account.pk}/"
    assert made["ETag"] == '"1"'
    assert made.json()["employees"] == 12
    assert Act.objects.get().kind == "create_account"
    assert FactsVersion.objects.get(account=account).facts_version == 1


def test_what_a_csm_creates_is_theirs(cast: Cast) -> None:
    made = caller(cast.cleo).post(ACCOUNTS, {"name": "Delta"})
    assert made.json()["owner_id"] == cast.cleo.pk
    assert caller(cast.cleo).get(made["Location"]).status_code == 200


def test_every_wrong_field_is_named_with_what_was_expected(cast: Cast) -> None:
    body = {"name": "", "employees": "12", "phase": "x", "segment_id": 10**30, "colour": "red"}
    refused = caller(cast.ada).post(ACCOUNTS, body)
    assert refused.status_code == 400
    found = {error["pointer"]: error.get("expected") for error in refused.json()["errors"]}
    assert found == {
        "#/colour": None,
        "#/name": "text of at most 200 characters",
        "#/employees": "a whole number from 0 to 2147483647",
        "#/phase": "one of land, adopt, expand, renew",
        "#/segment_id": "the id of a record you may use",
    }
    assert Account.objects.count() == 3


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"name": ', "application/json", 400),
        (b'["name"]', "application/json", 400),
        (b'{"name": "\\u0000"}', "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"name=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(cast: Cast, body: bytes, kind: str, status: int) -> None:
    refused = caller(cast.ada).generic("POST", ACCOUNTS, body, kind)  # type: ignore[arg-type] # bytes on purpose
    assert refused.status_code == status
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == status


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("sort=colour", "sort"),
        ("cursor=!", "cursor"),
        ("colour=red", "colour"),
        ("phase=x", "phase"),
        ("segment=99999999999999999999", "segment"),
        ("q=%00", "q"),
    ],
)
def test_a_query_parameter_that_cannot_be_used_is_named(cast: Cast, query: str, parameter: str) -> None:
    refused = caller(cast.ada).get(f"{ACCOUNTS}?{query}")
    assert refused.status_code == 400
    assert [error["parameter"] for error in refused.json()["errors"]] == [parameter]


def test_a_change_with_a_stale_version_shows_what_is_held_now(cast: Cast) -> None:
    client = caller(cast.cleo)
    address = f"{ACCOUNTS}{cast.acme.pk}/"
    read = client.get(address)
    assert client.patch(address, {"region": "North"}, headers={"If-Match": read["ETag"]}).status_code == 200
    stale = client.patch(address, {"region": "South"}, headers={"If-Match": read["ETag"]})
    assert stale.status_code == 412
    assert stale.json()["current"]["region"] == "North"
    assert stale["ETag"] == '"2"'
    assert client.patch(address, {"region": "South"}, headers={"If-Match": stale["ETag"]}).status_code == 200
    assert client.patch(address, {"region": "East"}).status_code == 200
    assert client.patch(address, {"region": "West"}, headers={"If-Match": "nonsense"}).status_code == 400
    assert Account.objects.get(pk=cast.acme.pk).region == "East"


def test_a_change_of_what_may_only_be_read_is_refused(cast: Cast) -> None:
    address = f"{ACCOUNTS}{cast.acme.pk}/"
    assert caller(cast.edda).patch(address, {"region": "North"}).status_code == 403
    assert caller(cast.carl).patch(address, {"region": "North"}).status_code == 404
    assert caller(cast.cleo, "read").patch(address, {"region": "North"}).status_code == 403
    assert Act.objects.count() == 0


def test_put_by_external_id_creates_once_and_then_changes(cast: Cast) -> None:
    client = caller(cast.ada)
    address = "/api/v1/accounts/by-external-id/crm/001-A/"
    assert client.get(address).status_code == 404
    made = client.put(address, {"name": "Delta", "region": "North"})
    assert made.status_code == 201
    assert made["Location"].endswith(f"/api/v1/accounts/{made.json()['id']}/")
    again = client.put(address, {"name": "Delta", "region": "North"})
    assert (again.status_code, again.json()) == (200, made.json())
    changed = client.put(address, {"name": "Delta Ltd"})
    assert (changed.json()["name"], changed.json()["region"]) == ("Delta Ltd", "North")
    assert client.get(address).json() == changed.json()
    assert Account.objects.filter(name__startswith="Delta").count() == 1
    assert ExternalId.objects.get().row_id == made.json()["id"]


@pytest.mark.django_db(transaction=True)
def test_the_same_new_name_put_by_two_at_once_makes_one_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make, entered = Accounts.make, [threading.Event(), threading.Event()]
    first_is_done, answers = threading.Event(), []

    def make_late(resource: Accounts, **fields: Any) -> Account:
        is_first = not entered[0].is_set()
        entered[0 if is_first else 1].set()
        (entered[1] if is_first else first_is_done).wait(1)
        return make(resource, **fields)

    monkeypatch.setattr(Accounts, "make", make_late)

    def put(client: APIClient) -> None:
        try:
            answers.append(client.put("/api/v1/accounts/by-external-id/crm/at-once/", {"name": "Delta"}).status_code)
            first_is_done.set()
        finally:
            connection.close()

    both = [threading.Thread(target=put, args=[caller(cast.ada)]) for _each in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert sorted(answers) == [200, 201]
    assert Account.objects.filter(name="Delta").count() == 1


def test_two_requests_that_wait_for_each_other_are_a_conflict(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def waits_for_another(resource: Accounts, **fields: Any) -> Account:
        raise OperationalError("deadlock detected") from DeadlockDetected()

    monkeypatch.setattr(Accounts, "make", waits_for_another)
    answer = caller(cast.ada).post(ACCOUNTS, {"name": "Delta"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:constellation:problem:conflict")


def test_a_name_that_belongs_to_a_hidden_account_is_not_written_over(cast: Cast) -> None:
    ExternalId.objects.create(source="crm", kind="account", value="b", row_id=cast.bolt.pk)
    refused = caller(cast.cleo).put("/api/v1/accounts/by-external-id/crm/b/", {"name": "Mine"})
    assert refused.status_code == 404
    assert Account.objects.get(pk=cast.bolt.pk).name == "Bolt"
    assert Account.objects.count() == 3


def test_a_retry_with_the_same_key_is_answered_not_repeated(cast: Cast) -> None:
    client = caller(cast.ada)
    first = client.post(ACCOUNTS, {"name": "Delta"}, headers={"Idempotency-Key": "k1"})
    again = client.post(ACCOUNTS, {"name": "Delta"}, headers={"Idempotency-Key": "k1"})
    assert (again.status_code, again.json(), again["Location"]) == (201, first.json(), first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    other = client.post(ACCOUNTS, {"name": "Epsilon"}, headers={"Idempotency-Key": "k1"})
    assert other.status_code == 422
    assert list(Account.objects.filter(name__in=["Delta", "Epsilon"]).values_list("name", flat=True)) == ["Delta"]


def test_a_refused_request_does_not_use_up_its_key(cast: Cast) -> None:
    client = caller(cast.ada)
    assert client.post(ACCOUNTS, {"name": ""}, headers={"Idempotency-Key": "k1"}).status_code == 400
    assert client.post(ACCOUNTS, {"name": "Delta"}, headers={"Idempotency-Key": "k1"}).status_code == 201


def test_a_session_may_call_too_and_needs_the_csrf_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada)
    assert browser.get(ACCOUNTS).status_code == 200
    refused = browser.post(ACCOUNTS, {"name": "Delta"}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert Account.objects.count() == 3


@pytest.mark.parametrize("header", ["Bearer", "Bearer nothing", "Bearer é", "Basic eDp5"])
def test_nobody_comes_in_without_a_token(cast: Cast, header: str) -> None:
    refused = Client(headers={"Authorization": header}).get(ACCOUNTS)
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == 'Bearer realm="Constellation"'
    assert refused.json()["type"] == "urn:constellation:problem:not-signed-in"


def test_other_methods_and_media_types_are_problems(cast: Cast) -> None:
    client = caller(cast.ada)
    assert client.delete(ACCOUNTS).status_code == 405
    assert client.options(ACCOUNTS).status_code == 405
    assert client.get(ACCOUNTS, headers={"Accept": "text/html"}).status_code == 406
    assert client.get(ACCOUNTS, headers={"Accept": "text/html"})["Content-Type"] == "application/problem+json"


def test_too_many_requests_are_asked_to_wait(cast: Cast, settings: object) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1  # type: ignore[attr-defined]
    client = caller(cast.ada)
    answers = [client.get("/api/v1/me/") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
