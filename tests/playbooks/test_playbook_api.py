"""The API of playbooks: drafts in JSON and YAML with the place of every fault, versions, dry runs, starting."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from csm.foundation.clock import today
from health.models import Alert
from playbooks.domain.reading import read
from playbooks.models import Play, Playbook
from tests.personas import Cast
from tests.playbooks.writing import CALL, REDRAW, written

pytestmark = pytest.mark.django_db


class Caller:
    """Calls the API as somebody."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/playbooks/{path}", headers=headers)

    def send(self, method: str, path: str, body: Any, kind: str = "application/json", **headers: str) -> Any:
        call = getattr(self.client, method)
        return call(f"/api/v1/playbooks/{path}", body, content_type=kind, headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("post", path, body, **headers)


STEPS = [{"key": "a", "title": "Ask", "due": 2, "before_renewal": None}]


def test_a_draft_is_written_changed_published_switched_and_archived(cast: Cast) -> None:
    otto = Caller(cast.otto)
    said = {"key": "greet", "name": "Greet", "triggers": [{"phase": "land"}], "steps": STEPS}
    made = otto.post("", said)
    assert made.status_code == 201, made.json()
    row = made.json()
    assert row["draft"]["steps"] == [{"key": "a", "title": "Ask", "due": 2}]
    assert (row["version"], row["published"], row["is_changed"], row["on_since"]) == (None, None, True, None)
    path = f"{row['id']}/"
    stale = otto.send("patch", path, {"purpose": "x"}, **{"If-Match": '"99"'})
    assert (stale.status_code, stale.json()["current"]["key"]) == (412, "greet")
    changed = otto.send("patch", path, {"purpose": "Say hello"}, **{"If-Match": made["ETag"]}).json()
    assert (changed["draft"]["purpose"], changed["draft"]["triggers"]) == ("Say hello", [{"phase": "land"}])
    published = otto.post(f"{path}publish/", {"note": "First"}).json()
    assert (published["version"], published["is_changed"]) == (1, False)
    assert otto.post(f"{path}publish/", {}).status_code == 400
    assert otto.post(f"{path}switch/", {"is_on": True}).json()["on_since"] is not None
    versions = otto.get(f"{path}versions/").json()["results"]
    assert [(one["number"], one["note"], one["published_by_id"]) for one in versions] == [(1, "First", cast.otto.pk)]
    assert otto.post(f"{path}archive/", {"is_archived": True}).json()["on_since"] is None
    listed = Caller(cast.cleo).get("?is_archived=true").json()["results"]
    assert [one["key"] for one in listed] == ["greet"]


def test_faults_of_json_are_where_they_stand_in_the_body(cast: Cast) -> None:
    body = {"key": "Bad Key", "name": "G", "steps": [*STEPS, {"key": "a", "title": "B", "due": "soon", "colour": 1}]}
    answer = Caller(cast.otto).post("", body)
    assert answer.status_code == 400
    places = {(error["pointer"], error["field"]) for error in answer.json()["errors"]}
    assert places == {
        ("#/key", "key"),
        ("#/steps/1/key", "steps[2].key"),
        ("#/steps/1/due", "steps[2].due"),
        ("#/steps/1/colour", "steps[2].colour"),
    }
    odd: tuple[Any, ...] = (
        {"steps": "x"},
        {"name": 5},
        {"steps": [5]},
        {"triggers": [{"alert": {"a": []}}], "name": "\x00"},
        [],
        {},
    )
    for each in odd:
        assert Caller(cast.otto).post("", each).status_code == 400
    assert not Playbook.objects.filter(is_shipped=False).exists()


def test_yaml_goes_out_and_comes_in_with_line_and_field(cast: Cast) -> None:
    playbook, otto = written(REDRAW), Caller(cast.otto)
    out = Caller(cast.cleo).get(f"{playbook.pk}/yaml/", Accept="text/plain")
    assert out["Content-Type"] == "text/plain; charset=utf-8"
    assert read(out.content.decode())[0] == playbook.drafted
    text = out.content.decode().replace("due: 5", "due: 7")
    assert otto.send("post", "yaml/?keep=no", text, "application/yaml").status_code == 204
    assert Playbook.objects.get(pk=playbook.pk).drafted == playbook.drafted
    kept = otto.send("post", "yaml/", text, "application/yaml").json()
    assert (kept["id"], kept["is_changed"], kept["draft"]["steps"][1]["due"]) == (playbook.pk, True, 7)
    wrong = otto.post("yaml/", {"text": CALL.replace("due: 1", "due: x")})
    assert wrong.status_code == 400
    error = wrong.json()["errors"][0]
    assert (error["line"], error["field"], error["pointer"]) == (7, "steps[1].due", "#/text")
    assert otto.send("post", "yaml/", b"\xff", "application/yaml").status_code == 400
    drafted = Caller(cast.cleo).get(f"{playbook.pk}/yaml/?version=draft").content.decode()
    assert "due: 7" in drafted
    assert Caller(cast.cleo).get(f"{playbook.pk}/yaml/?version=9").status_code == 400


def test_a_dry_run_is_of_what_one_sees_and_plays_start_on_it(cast: Cast) -> None:
    playbook = written(
        "key: t\nname: T\ntriggers:\n  - alert: map_stale\nexit: region = North\nsteps:\n  - key: a\n    title: A\n"
    )
    for account in (cast.acme, cast.bolt):
        Alert.objects.create(account=account, kind="map_stale", first_seen_on=today(), opened_on=today())
    path = f"{playbook.pk}/dry-run/"
    seen = Caller(cast.cleo).get(path).json()
    assert seen["counts"] == {"blind": 1}
    row = seen["results"][0]
    assert (row["account_id"], row["would_start"], row["unknown"]) == (cast.acme.pk, True, ["region"])
    assert len(Caller(cast.ada).get(f"{path}?verdict=blind").json()["results"]) == 2
    assert Caller(cast.ada).get(f"{path}?start=100").json()["results"] == []
    for query in ("?of=x", "?verdict=x", "?start=-1", "?x=1"):
        assert Caller(cast.ada).get(path + query).status_code == 400
    start = f"{playbook.pk}/start-plays/"
    assert Caller(cast.cleo).post(start, {"account_ids": [cast.bolt.pk]}).status_code == 400
    assert Caller(cast.edda).post(start, {"account_ids": [cast.acme.pk]}).status_code == 403
    assert Play.objects.count() == 0
    started = Caller(cast.cleo).post(start, {"account_ids": [cast.acme.pk]}, **{"Idempotency-Key": "one"}).json()
    again = Caller(cast.cleo).post(start, {"account_ids": [cast.acme.pk]}, **{"Idempotency-Key": "one"}).json()
    assert started == again == {"results": [{"id": Play.objects.get().pk, "account_id": cast.acme.pk}]}


def test_readers_read_and_write_nothing(cast: Cast) -> None:
    playbook, cleo = written(CALL), Caller(cast.cleo)
    before = list(Playbook.objects.order_by("pk").values())
    assert cleo.get(f"{playbook.pk}/").json()["published"]["steps"][0]["title"] == "Call them"
    for method, path, body in (
        ("post", "", {"key": "x", "name": "X", "steps": STEPS}),
        ("patch", f"{playbook.pk}/", {"name": "X"}),
        ("post", f"{playbook.pk}/publish/", {}),
        ("post", f"{playbook.pk}/switch/", {"is_on": True}),
        ("post", f"{playbook.pk}/archive/", {"is_archived": True}),
        ("post", "yaml/", {"text": REDRAW}),
    ):
        assert cleo.send(method, path, body).status_code == 403, path
    assert list(Playbook.objects.order_by("pk").values()) == before
