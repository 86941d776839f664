"""The page of a set, the API over it, the command, and what is remembered: who may, what is shown, what is refused."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Account, Act, ImportMapping, ImportRun, ImportSet, RunState
from accounts.services.importing.set_working import work_on_set
from accounts.services.undo import undo_act
from stakeholders.models import Connection, RoleHolding, Stakeholder
from tests.personas import Cast
from tests.stakeholders.imports.test_sets import A1, ACCOUNTS, C1, C2, CONTACTS, table

ROLES = table("Id,ContactId,OpportunityId,Role", f"x,{C1},,Gatekeeper", f"y,{C2},,Executive Sponsor")
ODD = table("Firma,Branche", "Delta,Rail")


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.otto)
    return client


def parts(**files: bytes) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{name}.csv", raw) for name, raw in files.items()]


def send(page: Client, **files: bytes) -> ImportSet:
    answer = page.post("/imports/sets/new/", {"chosen_files": parts(**files), "as_of": "2026-03-01"})
    one = ImportSet.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/imports/sets/{one.pk}/")
    return one


def test_export_goes_from_upload_to_undo_in_three_clicks(page: Client) -> None:
    one = send(page, Contact=CONTACTS, Account=ACCOUNTS)
    assert one.state == RunState.CHECKING
    assert page.get(f"/imports/sets/{one.pk}/progress/").status_code == 200
    work_on_set(one.pk)
    assert page.get(f"/imports/sets/{one.pk}/progress/").headers["HX-Redirect"] == f"/imports/sets/{one.pk}/"
    shown = page.get(f"/imports/sets/{one.pk}/").content.decode()
    for words in ("Recognised as Salesforce Account", "Reporting lines", "Apply will create 5 and change 0."):
        assert words in shown
    assert not Account.objects.filter(name="Delta").exists()
    page.post(f"/imports/sets/{one.pk}/apply/")
    work_on_set(one.pk)
    assert Connection.objects.count() == 1
    assert "Created 5 and changed 0." in page.get(f"/imports/sets/{one.pk}/").content.decode()
    run = ImportRun.objects.get(set=one, use="people")
    assert f"/imports/sets/{one.pk}/" in page.get(f"/imports/{run.pk}/").content.decode()
    page.post(f"/imports/sets/{one.pk}/undo/")
    work_on_set(one.pk)
    assert not Account.objects.standing().filter(name="Delta").exists()
    assert "taken back" in page.get(f"/imports/sets/{one.pk}/").content.decode()
    assert page.get("/imports/").status_code == 200


def test_words_and_files_are_explained_on_the_page(page: Client) -> None:
    one = send(page, Contact=CONTACTS, Account=ACCOUNTS, Roles=ROLES, odd=ODD)
    work_on_set(one.pk)
    shown = page.get(f"/imports/sets/{one.pk}/").content.decode()
    assert "Not recognised" in shown
    assert "Some words are new here" in shown
    odd = ImportRun.objects.get(set=one, kind="")
    said = {f"take_{run.pk}": "on" for run in ImportRun.objects.filter(set=one).exclude(preset="")}
    said |= {"word_0": "procurement", "word_1": "executive_sponsor", f"kind_{odd.pk}": "accounts", "is_whole": "on"}
    refused = page.post(f"/imports/sets/{one.pk}/", said)
    assert "odd.csv: Choose a column for “Name” or “External id”." in refused.content.decode()
    run = ImportRun.objects.get(pk=odd.pk)
    assert run.kind == "accounts"
    page.post(f"/imports/{run.pk}/columns/", {"column_0": "name", "column_1": "industry"})
    page.post(f"/imports/sets/{one.pk}/", said)
    work_on_set(one.pk)
    page.post(f"/imports/sets/{one.pk}/apply/")
    work_on_set(one.pk)
    stated = RoleHolding.objects.filter(basis="stated").values_list("role__key", flat=True)
    assert sorted(stated) == ["executive_sponsor", "procurement"]


def test_run_of_a_set_is_not_applied_alone(page: Client) -> None:
    one = send(page, Contact=CONTACTS, Account=ACCOUNTS)
    work_on_set(one.pk)
    run = ImportRun.objects.get(set=one, use="people")
    for deed in ("apply", "discard", "resume"):
        page.post(f"/imports/{run.pk}/{deed}/")
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert page.post(f"/api/v1/imports/{run.pk}/apply/").status_code == 409
    assert not Stakeholder.objects.exists()


def test_nothing_that_can_be_read_is_refused_beside_the_field(page: Client) -> None:
    answer = page.post("/imports/sets/new/", {"chosen_files": parts(photo=b"\x89PNG\r\n\x1a\n"), "as_of": "2026-03-01"})
    assert "photo.csv: This is neither text nor a workbook." in answer.content.decode()
    assert page.post("/imports/sets/new/", {"as_of": "2026-03-01"}).status_code == 200
    assert not ImportSet.objects.exists()


def test_file_that_cannot_be_read_is_named_and_the_others_come_in(page: Client) -> None:
    one = send(page, Account=ACCOUNTS, photo=b"\x89PNG\r\n\x1a\n")
    work_on_set(one.pk)
    shown = page.get(f"/imports/sets/{one.pk}/").content.decode()
    assert "photo.csv was not read: This is neither text nor a workbook." in shown
    assert "Apply will create 2" in shown


@pytest.mark.parametrize("name", ["mara", "cleo", "edda"])
def test_others_see_no_set(cast: Cast, client: Client, page: Client, name: str) -> None:
    one = send(page, Account=ACCOUNTS)
    client.force_login(cast.users[name])
    assert client.get(f"/imports/sets/{one.pk}/").status_code == 403
    assert client.post(f"/imports/sets/{one.pk}/apply/").status_code == 403
    assert client.get(f"/api/v1/import-sets/{one.pk}/").status_code == 403
    assert client.get("/api/v1/import-mappings/").status_code == 403


def test_one_call_brings_an_export_in_and_the_next_changes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)
    for created in (5, 0):
        sent = client.post(
            "/api/v1/import-sets/", {"files": parts(Contact=CONTACTS, Account=ACCOUNTS), "then": "apply"}
        )
        assert sent.status_code == 201
        work_on_set(sent.json()["id"])
        shown = client.get(sent.headers["Location"]).json()
        assert (shown["state"], shown["created"], shown["failed"]) == ("applied", created, 0)
        assert [(one["name"], one["recognised_as"]) for one in shown["files"]] == [
            ("Contact.csv", "Salesforce Contact"),
            ("Account.csv", "Salesforce Account"),
        ]


def test_api_says_what_is_open_and_takes_the_answer(cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)
    sent = client.post("/api/v1/import-sets/", {"files": parts(Contact=CONTACTS, Account=ACCOUNTS, Roles=ROLES)})
    pk = sent.json()["id"]
    work_on_set(pk)
    shown = client.get(f"/api/v1/import-sets/{pk}/").json()
    (word,) = [one for one in shown["words"] if not one["is_known"]]
    assert (word["word"], word["rows"], word["meaning"]) == ("Gatekeeper", 1, "")
    values = {str(word["import_id"]): {"roles": {"Gatekeeper": "procurement"}}}
    body = {"values": values, "then": "apply"}
    assert client.post(f"/api/v1/import-sets/{pk}/choose/", body, "application/json").status_code == 200
    work_on_set(pk)
    assert RoleHolding.objects.filter(role__key="procurement").exists()
    assert client.post(f"/api/v1/import-sets/{pk}/apply/").status_code == 409
    assert client.post(f"/api/v1/import-sets/{pk}/undo/").status_code == 200
    work_on_set(pk)
    assert client.get(f"/api/v1/import-sets/{pk}/").json()["state"] == "undone"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"files": []}, "files"),
        ({"files": [SimpleUploadedFile("a.csv", b"")]}, "a.csv: The file is empty."),
        ({"files": [SimpleUploadedFile("a.csv", ODD)]}, "Nothing here can be brought in yet."),
        ({"files": [SimpleUploadedFile("a.csv", ODD)], "kinds": '{"a.csv": "stars"}'}, "kinds"),
        ({"files": [SimpleUploadedFile("a.csv", ODD)], "kinds": '{"a.csv": "people"}'}, "Choose a column for"),
    ],
)
def test_api_refuses_in_exact_words_and_keeps_nothing(
    cast: Cast, client: Client, said: dict[str, object], words: str
) -> None:
    client.force_login(cast.otto)
    answer = client.post("/api/v1/import-sets/", said)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not ImportSet.objects.exists()


def test_mapping_is_listed_renamed_and_forgotten_with_undo(cast: Cast, page: Client) -> None:
    one = send(page, Account=ACCOUNTS)
    mapping = ImportMapping.objects.get()
    assert "Salesforce Account" in page.get("/settings/mappings/").content.decode()
    page.post(f"/settings/mappings/{mapping.pk}/", {"name": "Accounts of the CRM"})
    mapping.refresh_from_db()
    assert mapping.name == "Accounts of the CRM"
    page.post(f"/settings/mappings/{mapping.pk}/forget/")
    assert not ImportMapping.objects.exists()
    undo_act(Act.objects.get(kind="forget_mapping"), cast.otto)
    assert ImportMapping.objects.get().name == "Accounts of the CRM"
    assert page.patch(f"/api/v1/import-mappings/{mapping.pk}/", {"name": "CRM"}, "application/json").status_code == 200
    (row,) = page.get("/api/v1/import-mappings/").json()["results"]
    assert (row["name"], row["kind"], row["preset"]) == ("CRM", "accounts", "salesforce.account")
    assert page.delete(f"/api/v1/import-mappings/{mapping.pk}/").status_code == 204
    assert ImportSet.objects.get() == one


def test_command_checks_and_applies(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = []
    for name, raw in {"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS, "odd.csv": ODD}.items():
        (tmp_path / name).write_bytes(raw)
        paths.append(str(tmp_path / name))
    call_command("import_set", *paths)
    said = capsys.readouterr()
    assert "Contact.csv: Salesforce Contact, 2 rows" in said.out
    assert "Reporting lines, 1 rows checked: 1 created, 0 updated, 0 unchanged, 0 with errors." in said.out
    assert "odd.csv: not recognised, 1 rows\n  left out" in said.out
    assert not Account.objects.filter(name="Delta").exists()
    call_command("import_set", *paths, "--apply", "--as", cast.otto.email)
    assert Account.objects.filter(name="Delta").exists()
    assert A1 in str(ImportRun.objects.filter(use="accounts").latest("pk").chunks.get().rows())
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_set", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="is not an active administrator"):
        call_command("import_set", paths[0], "--as", cast.cleo.email)
