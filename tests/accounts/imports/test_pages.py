"""The import pages and the API over them: who may, what is shown, nothing ever breaks."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Account, ImportRun, RunState
from accounts.services.importing.kinds import kinds
from accounts.services.importing.working import work_on
from stakeholders.models import Connection, Stakeholder, Touchpoint
from tests.accounts.imports.conftest import Import
from tests.personas import Cast

TEXT = "Account name,Industry,Employees\nDelta,Rail,12\nEcho,Rail,many\n"


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.otto)
    return client


def file(text: str | bytes, name: str = "a.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def send(page: Client, text: str | bytes, kind: str = "accounts") -> ImportRun:
    data = {"kind": kind, "file": file(text), "as_of": "2026-03-01", "source": "csv"}
    answer = page.post("/imports/new/", data)
    run = ImportRun.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/imports/{run.pk}/")
    return run


def test_file_goes_from_upload_to_undo_by_the_pages(page: Client) -> None:
    run = send(page, TEXT)
    columns = page.get(f"/imports/{run.pk}/", follow=True)
    assert b"Delta" in columns.content
    said = {"column_0": "name", "column_1": "industry", "column_2": "employees"}
    assert page.post(f"/imports/{run.pk}/columns/", said).status_code == 302
    assert page.get(f"/imports/{run.pk}/progress/").status_code == 200
    work_on(run.pk)
    assert page.get(f"/imports/{run.pk}/progress/").headers["HX-Redirect"] == f"/imports/{run.pk}/"
    preview = page.get(f"/imports/{run.pk}/").content.decode()
    assert "Apply will create 1 and change 0." in preview
    assert "“many” is not a whole number from 0 to 10000000." in preview
    assert not Account.objects.filter(name="Delta").exists()
    report = b"".join(page.get(f"/imports/{run.pk}/failed-rows/").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert next(csv.DictReader(io.StringIO(report)))["Account name"] == "Echo"
    page.post(f"/imports/{run.pk}/apply/")
    work_on(run.pk)
    assert Account.objects.standing().filter(name="Delta").exists()
    page.post(f"/imports/{run.pk}/undo/")
    work_on(run.pk)
    assert not Account.objects.standing().filter(name="Delta").exists()
    assert page.get(f"/imports/{run.pk}/").status_code == 200
    assert page.get("/imports/").status_code == 200


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "This is an archive."),
        (b"\x00\x01\x02\x03" * 200, "This is neither text nor a workbook."),
        (b'Name\nA\n"open\n', "A quotation mark opened in row 3 is never closed."),
        (",".join(f"c{n}" for n in range(5000)).encode() + b"\n1\n", "The file has 5000 columns"),
    ],
)
def test_hostile_file_is_answered_in_words_beside_the_field(page: Client, raw: bytes, words: str) -> None:
    answer = page.post("/imports/new/", {"kind": "accounts", "file": file(raw), "as_of": "2026-03-01", "source": "csv"})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "raw",
    ["ana@x.example,12\nbo@x.example,13\n", "Name,Name\nA,B\n", "N\0ame,City\nA\0,B\n", "Name\n" + "x" * 99_999 + "\n"],
)
def test_odd_file_reaches_the_page_of_columns(page: Client, raw: str) -> None:
    run = send(page, raw)
    assert page.get(f"/imports/{run.pk}/columns/").status_code == 200
    assert page.post(f"/imports/{run.pk}/columns/", {}).status_code == 200
    page.post(f"/imports/{run.pk}/columns/", {"column_0": "name"})
    work_on(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert page.get(f"/imports/{run.pk}/").status_code == 200


@pytest.mark.parametrize("name", ["mara", "cleo", "edda"])
def test_others_may_not_import(cast: Cast, client: Client, bring: Import, name: str) -> None:
    run = bring("accounts", TEXT)
    client.force_login(cast.users[name])
    for path in ("", "new/", f"{run.pk}/columns/", "examples/people.csv"):
        assert client.get(f"/imports/{path}").status_code == 403
    for path in (f"{run.pk}/", f"{run.pk}/failed-rows/"):
        assert client.get(f"/imports/{path}").status_code == 404
    assert client.post(f"/imports/{run.pk}/undo/").status_code == 404
    assert client.get("/api/v1/imports/").status_code == 403
    assert client.post(f"/api/v1/imports/{run.pk}/undo/").status_code == 403
    run.refresh_from_db()
    assert run.state == RunState.APPLIED


def test_every_kind_has_an_example_that_goes_in_whole_and_only_once(cast: Cast, bring: Import, page: Client) -> None:
    for again in (False, True):
        for kind in kinds():
            text = b"".join(page.get(f"/imports/examples/{kind.example}").streaming_content).decode()  # type: ignore[attr-defined]
            run = bring(kind.key, text, as_of=date(2026, 5, 1) if kind.key == "calendar" else None)
            assert run.failed == 0
            assert (run.unchanged == run.rows_total) is again, kind.key
    assert (Stakeholder.objects.count(), Connection.objects.count(), Touchpoint.objects.count()) == (4, 3, 6)


@pytest.mark.django_db
def test_every_field_of_every_kind_is_documented() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "importing.md").read_text()
    for kind in kinds():
        fields = [field.key for field in kind.fields() if not field.key.startswith("team_")]
        assert [key for key in fields if f"`{key}`" not in page] == []


def test_api_goes_the_same_way(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    sent = client.post(
        "/api/v1/imports/", {"kind": "accounts", "file": file(TEXT), "mapping": '{"Industry": "region"}'}
    )
    assert sent.status_code == 201
    pk = sent.json()["id"]
    work_on(pk)
    shown = client.get(f"/api/v1/imports/{pk}/").json()
    assert (shown["state"], shown["created"], shown["failed"]) == ("checked", 1, 1)
    assert [problem["row"] for problem in shown["problems"]] == [3]
    assert client.post(f"/api/v1/imports/{pk}/apply/").status_code == 200
    work_on(pk)
    assert Account.objects.get(name="Delta").region == "Rail"
    assert client.post(f"/api/v1/imports/{pk}/apply/").status_code == 409
    report = client.get(f"/api/v1/imports/{pk}/failed-rows/")
    assert b"Echo" in b"".join(report.streaming_content)  # type: ignore[attr-defined]
    assert client.post(f"/api/v1/imports/{pk}/undo/").status_code == 200
    assert [row["id"] for row in client.get("/api/v1/imports/").json()["results"]] == [pk]


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "accounts", "file": file(b"PK\x03\x04")},
        {"kind": "planets", "file": file(TEXT)},
        {"kind": "accounts"},
        {"kind": "accounts", "file": file(TEXT), "mapping": "[1]"},
        {"kind": "accounts", "file": file(TEXT), "mapping": '{"Nowhere": "name"}'},
        {"kind": "people", "file": file(TEXT), "then": "apply"},
    ],
)
def test_api_refuses_in_problem_details_and_keeps_nothing(cast: Cast, client: Client, data: dict[str, object]) -> None:
    client.force_login(cast.ada)
    answer = client.post("/api/v1/imports/", data)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert not ImportRun.objects.exists()


def test_command_checks_and_applies(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Wat,Industry\nDelta,Rail\n")
    with pytest.raises(CommandError):
        call_command("import_csv", "accounts", str(path))
    call_command("import_csv", "accounts", str(path), "--map", "Wat=name")
    assert not Account.objects.filter(name="Delta").exists()
    call_command("import_csv", "accounts", str(path), "--map", "Wat=name", "--apply", "--as", "otto@ours.example")
    assert Account.objects.get(name="Delta").recorded_by == cast.otto
    with pytest.raises(CommandError):
        call_command("import_csv", "accounts", str(path), "--as", "cleo@ours.example")
    assert "1 of 1 rows applied: 1 created" in capsys.readouterr().out
