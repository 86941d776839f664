"""What columns do not tell is asked before a file is checked: on the page, by the API, by the command."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Contract, ImportMapping, ImportRun, RunState
from accounts.selectors.imports import problems_of
from accounts.services.importing import runs
from accounts.services.importing.runs import Unanswered
from accounts.services.importing.working import work_on
from tests.accounts.imports.conftest import upload
from tests.personas import Cast

TEXT = "Name;Product;Start date;End date;ARR\nDelta;Suite;03/04/2026;2027-04-03;$ 1.234\n"
COLUMNS = {
    "column_0": "name",
    "column_1": "product",
    "column_2": "contract_start",
    "column_3": "contract_end",
    "column_4": "annual_value",
}
ANSWERS = {"reading_2_date_order": "dmy", "reading_4_decimal_mark": ",", "reading_4_currency": "CAD"}


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.otto)
    return client


def sent(raw: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.csv", raw.encode())


def contract() -> tuple[date, Decimal, str]:
    found = Contract.objects.get(account__name="Delta")
    return found.starts_on, found.annual_value, found.currency


def test_page_asks_and_checks_only_what_was_answered(page: Client) -> None:
    page.post("/imports/new/", {"kind": "accounts", "file": sent(TEXT), "as_of": "2026-03-01", "source": "csv"})
    run = ImportRun.objects.get()
    address = f"/imports/{run.pk}/columns/"
    shown = page.get(address).content.decode()
    assert "“03/04/2026” means" in shown
    assert "“2027-04-03” is read as April 3, 2027." in shown
    assert "“$” is the sign of several currencies" in shown
    refused = page.post(address, COLUMNS)
    assert refused.status_code == 200
    assert refused.content.decode().count("Choose how this is read.") == 3
    run.refresh_from_db()
    assert run.state == RunState.MAPPING
    assert page.post(address, {**COLUMNS, **ANSWERS}).status_code == 302
    work_on(run.pk)
    page.post(f"/imports/{run.pk}/apply/")
    work_on(run.pk)
    assert contract() == (date(2026, 4, 3), Decimal("1234.00"), "CAD")


def test_answers_are_remembered_for_files_with_the_same_columns(cast: Cast) -> None:
    run = ask(cast)
    runs.choose_mapping(run, run.mapping, {2: {"date_order": "mdy"}, 4: {"decimal_mark": ".", "currency": "USD"}})
    again = upload("accounts", TEXT.replace("Delta", "Echo"), cast.ada)
    assert again.answers == run.answers
    assert ImportMapping.objects.get().answers["2"] == {"date_order": "mdy"}


def ask(cast: Cast) -> ImportRun:
    with pytest.raises(Unanswered):
        upload("accounts", TEXT, cast.ada)
    return ImportRun.objects.get()


def test_refusal_to_guess_keeps_nothing_of_the_choice(cast: Cast) -> None:
    run = ask(cast)
    assert (run.state, ImportMapping.objects.count()) == (RunState.MAPPING, 0)


def test_column_given_to_another_field_is_judged_anew(page: Client) -> None:
    page.post("/imports/new/", {"kind": "accounts", "file": sent(TEXT), "as_of": "2026-03-01", "source": "csv"})
    run = ImportRun.objects.get()
    said = {**COLUMNS, "column_2": "", "column_4": "employees"}
    refused = page.post(f"/imports/{run.pk}/columns/", said).content.decode()
    assert "Choose how this is read." not in refused
    run.refresh_from_db()
    assert run.state == RunState.CHECKING
    work_on(run.pk)
    assert [problem.text for problem in problems_of(run)][:1] == ["“$ 1.234” is not a whole number from 0 to 10000000."]


def test_api_names_the_columns_and_the_choices_and_takes_the_answers(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)

    def post(**more: Any) -> Any:
        return client.post("/api/v1/imports/", {"kind": "accounts", "file": sent(TEXT), "then": "apply", **more})

    refused = post()
    assert (refused.status_code, ImportRun.objects.count()) == (400, 0)
    assert refused.json()["questions"] == [
        {"column": "Start date", "aspect": "date_order", "example": "03/04/2026", "choices": ["dmy", "mdy"]},
        {"column": "ARR", "aspect": "decimal_mark", "example": "$ 1.234", "choices": [".", ","]},
        {
            "column": "ARR",
            "aspect": "currency",
            "example": "$",
            "choices": ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"],
        },
    ]
    assert refused.json()["errors"][0] == {
        "detail": "“03/04/2026” can be April 3, 2026 (day first) or March 4, 2026 (month first).",
        "pointer": "#/readings/Start date",
        "expected": "date_order: dmy, mdy",
    }
    assert post(readings='{"Start date": {"date_order": "ymd"}}').status_code == 400
    assert post(readings='{"Nowhere": {"date_order": "dmy"}}').status_code == 400
    assert ImportRun.objects.count() == 0
    said = '{"Start date": {"date_order": "mdy"}, "ARR": {"decimal_mark": ",", "currency": "USD"}}'
    taken = post(readings=said)
    assert taken.status_code == 201
    assert [(one["column"], one["answer"]) for one in taken.json()["readings"]] == [
        ("Start date", "mdy"),
        ("End date", ""),
        ("ARR", ","),
        ("ARR", "USD"),
    ]
    work_on(taken.json()["id"])
    assert contract() == (date(2026, 3, 4), Decimal("1234.00"), "USD")


def test_command_asks_and_takes_the_answers(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    with pytest.raises(CommandError, match="Start date: “03/04/2026” can be"):
        call_command("import_csv", "accounts", str(path))
    call_command(
        "import_csv",
        "accounts",
        str(path),
        "--apply",
        "--read",
        "Start date=dmy",
        "--read",
        "ARR=.",
        "--read",
        "ARR=NZD",
    )
    assert contract() == (date(2026, 4, 3), Decimal("1.23"), "NZD")
