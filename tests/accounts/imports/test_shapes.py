"""Files of other formats through the pages, the API and the command; another sheet, a first row that is data."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook

from accounts.models import Account, Contract, ImportedWorkbook, ImportRun, RunState
from accounts.services.importing import runs
from accounts.services.importing.applying import _apply_next
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.working import runs_at_work, work_on
from accounts.tasks import work_on_import
from tests.accounts.imports.conftest import check, upload
from tests.accounts.imports.workbooks import workbook
from tests.personas import Cast

CONTRACT = ["Name", "Product", "Start date", "End date", "ARR"]


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.otto)
    return client


def send(page: Client, raw: bytes, name: str, kind: str = "accounts") -> ImportRun:
    data = {"kind": kind, "file": SimpleUploadedFile(name, raw), "as_of": "2026-03-01", "source": "csv"}
    assert page.post("/imports/new/", data).status_code == 302
    return ImportRun.objects.latest("pk")


def two_sheets(book: Workbook) -> None:
    book.create_sheet("Customers")
    for row in (["Name", "Industry"], ["Delta", "Rail"], ["Echo", "Rail"]):
        book["Customers"].append(row)


def brought(run: ImportRun) -> ImportRun:
    runs.choose_mapping(run, run.mapping)
    check(run)
    runs.begin_applying(run)
    work_on(run.pk)
    run.refresh_from_db()
    return run


def test_workbook_brings_dates_and_amounts_as_they_are_typed(cast: Cast) -> None:
    raw = workbook(CONTRACT, ["Delta", "Suite", date(2026, 4, 3), date(2027, 4, 3), 1.5], ["Echo", "Suite", 1, 2, 3])
    run = brought(upload("accounts", raw, cast.ada))
    assert (run.shape, run.created, run.failed) == ("xlsx", 1, 1)
    contract = Contract.objects.get(account__name="Delta")
    assert (contract.starts_on, contract.ends_on, str(contract.annual_value)) == (
        date(2026, 4, 3),
        date(2027, 4, 3),
        "1.50",
    )


def test_objects_of_json_are_rows(cast: Cast) -> None:
    raw = json.dumps({"records": [{"Name": "Delta", "Industry": "Rail"}, {"Name": "Echo", "Industry": None}]})
    run = brought(upload("accounts", raw, cast.ada))
    assert (run.shape, run.header, run.created) == ("json", ["Name", "Industry"], 2)


def test_another_sheet_of_the_workbook_is_read_when_chosen(page: Client) -> None:
    run = send(page, workbook(["Wat"], [1], change=two_sheets), "book.xlsx")
    assert (run.sheet, run.sheets, run.header) == ("Sheet", ["Sheet", "Customers"], ["Wat"])
    assert b"Several sheets of this workbook hold rows" in page.get(f"/imports/{run.pk}/columns/").content
    page.post(f"/imports/{run.pk}/sheet/", {"sheet": "Nowhere"})
    run.refresh_from_db()
    assert run.header == ["Wat"]
    page.post(f"/imports/{run.pk}/sheet/", {"sheet": "Customers"})
    run.refresh_from_db()
    assert (run.sheet, run.header, run.rows_total, run.mapping) == (
        "Customers",
        ["Name", "Industry"],
        2,
        {"name": 0, "industry": 1},
    )
    assert run.chunks.get().rows() == [[2, ["Delta", "Rail"]], [3, ["Echo", "Rail"]]]
    assert brought(run).created == 2
    assert not ImportedWorkbook.objects.exists()
    page.post(f"/imports/{run.pk}/sheet/", {"sheet": "Sheet"})
    run.refresh_from_db()
    assert (run.state, run.sheet) == (RunState.APPLIED, "Customers")


def test_first_row_can_be_read_as_data_and_as_names_again(page: Client) -> None:
    run = send(page, b"Delta,www.delta.example,12\nEcho,www.echo.example,13\n", "a.csv")
    columns = page.get(f"/imports/{run.pk}/columns/").content
    assert b"The first row looks like data" in columns
    page.post(f"/imports/{run.pk}/first-row/", {"holds": "data"})
    run.refresh_from_db()
    assert (run.header, run.rows_total) == (["Column 1", "Column 2", "Column 3"], 2)
    assert [number for number, _cells in run.chunks.get().rows()] == [1, 2]
    page.post(f"/imports/{run.pk}/first-row/", {"holds": "names"})
    run.refresh_from_db()
    assert (run.header, run.rows_total) == (["Delta", "www.delta.example", "12"], 1)
    page.post(f"/imports/{run.pk}/first-row/", {"holds": "data"})
    run.refresh_from_db()
    runs.choose_mapping(run, {"name": 0, "domain": 1, "employees": 2})
    check(run)
    runs.begin_applying(run)
    work_on(run.pk)
    found = Account.objects.filter(domain__endswith="o.example").values_list("name", "employees")
    assert list(found) == [("Echo", 13)]
    assert Account.objects.get(name="Delta").domain == "delta.example"


def test_api_names_the_sheet_and_the_columns_without_names(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)

    def post(raw: bytes, **more: Any) -> Any:
        return client.post("/api/v1/imports/", {"kind": "accounts", "file": SimpleUploadedFile("x", raw), **more})

    book = workbook(["Wat"], [1], change=two_sheets)
    sent = post(book, sheet="Customers")
    assert (sent.status_code, sent.json()["sheet"], sent.json()["shape"]) == (201, "Customers", "xlsx")
    refused = post(book, sheet="Nowhere")
    assert (refused.status_code, refused.json()["detail"]) == (
        400,
        "The workbook has no sheet “Nowhere”; there are: Sheet, Customers.",
    )
    sent = post(b"Foxtrot,5\n", has_header="false", mapping='{"Column 1": "name", "Column 2": "employees"}')
    assert (sent.status_code, sent.json()["has_header"], sent.json()["rows_total"]) == (201, False, 1)


def test_command_reads_a_workbook_and_a_file_without_names(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(["Wat"], [1], change=two_sheets))
    with pytest.raises(CommandError):
        call_command("import_csv", "accounts", str(path), "--apply")
    call_command("import_csv", "accounts", str(path), "--sheet", "Customers", "--apply")
    assert Account.objects.filter(name="Delta").exists()
    path.write_bytes(b"Golf\nHotel\n")
    call_command("import_csv", "accounts", str(path), "--no-header", "--map", "Column 1=name", "--apply")
    assert Account.objects.filter(name__in=["Golf", "Hotel"]).count() == 2


def test_worker_killed_half_way_through_a_workbook_leaves_whole_rows_and_another_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.services.importing.runs.CHUNK_ROWS", 3)
    kind = kind_of("accounts")
    assert kind is not None
    raw = workbook(["Account ID", "Name"], *([f"M{one}", f"Many {one}"] for one in range(8)))
    run = check(upload("accounts", raw, cast.ada))
    runs.begin_applying(run)
    assert _apply_next(run.pk, kind)
    assert Account.objects.filter(name__startswith="Many").count() == 3
    assert runs_at_work() == [run.pk]
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created) == (RunState.APPLIED, 8)
    assert Account.objects.filter(name__startswith="Many").count() == 8


def test_records_are_exported_by_page_api_and_command(
    cast: Cast, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(cast.cleo)
    assert client.get("/exports/").status_code == 200
    page = b"".join(client.get("/exports/accounts.csv").streaming_content)  # type: ignore[attr-defined]
    answer = client.get("/api/v1/exports/accounts/", headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert page.decode("utf-8-sig") == text
    call_command("export_csv", "accounts", "--as", "cleo@ours.example", "--output", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes().decode() == text
    assert text.startswith("external_id,name,parent_external_id,segment,owner,industry,")
    assert ",Acme," in text
    assert "Comet" not in text
    call_command("export_csv", "accounts")
    assert "Comet" in capsys.readouterr().out
    for address in ("/exports/planets.csv", "/api/v1/exports/planets/", "/exports/segments.csv"):
        assert client.get(address).status_code == 404
