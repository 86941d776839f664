"""The torture folder: every file of it through the upload page and the service, with the outcome that is stated.

`torture/outcomes.txt` says what comes of each: `refused` with a reason, `asks` what its columns do not tell, `needs`
columns that it has not, or `brings` (accounts created, rows with errors; names; errors by row). Nothing else may come
of it: no error of ours, nothing written by halves.
"""

import io
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.domain.importing.files import Unreadable
from accounts.models import Account, ImportChunk, ImportedWorkbook, ImportRun
from accounts.selectors.import_texts import FILE_PROBLEMS
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.runs import Unanswered
from accounts.services.importing.working import work_on
from tests.accounts.imports.conftest import check
from tests.accounts.imports.facts import standing_facts
from tests.accounts.imports.torture_made import MADE
from tests.personas import Cast

FOLDER = Path(__file__).with_name("torture")
KEPT = {"outcomes.txt", ".gitattributes"}


class Stated(NamedTuple):
    """A line of the table."""

    file: str
    outcome: str


def stated() -> list[Stated]:
    lines = [line for line in (FOLDER / "outcomes.txt").read_text().splitlines() if line and not line.startswith("#")]
    return [Stated(*line.split(None, 1)) for line in lines]


def raw(name: str) -> bytes:
    return MADE[name]() if name in MADE else (FOLDER / name).read_bytes()


def test_table_states_the_outcome_of_every_file_and_there_are_enough() -> None:
    files = {path.name for path in FOLDER.iterdir()} - KEPT
    assert sorted(line.file for line in stated()) == sorted([*files, *MADE])
    assert len(stated()) >= 60


@pytest.mark.parametrize("line", stated(), ids=lambda line: line.file)
def test_what_comes_of_it_is_what_is_stated(cast: Cast, client: Client, line: Stated) -> None:
    client.force_login(cast.otto)
    before, content = standing_facts(), raw(line.file)
    by_page = through_the_page(client, line.file, content)
    assert by_page == line.outcome
    if not by_page.startswith("brings"):
        assert standing_facts() == before
    Account.objects.exclude(pk__in=[cast.acme.pk, cast.bolt.pk, cast.comet.pk]).delete()
    assert through_the_service(cast, line.file, content).split(";")[0] == by_page.split(";")[0]


def through_the_page(client: Client, name: str, content: bytes) -> str:
    data = {"kind": "accounts", "file": SimpleUploadedFile(name, content), "as_of": "2026-03-01", "source": "csv"}
    answer = client.post("/imports/new/", data)
    if answer.status_code == 200:
        assert (ImportRun.objects.count(), ImportChunk.objects.count(), ImportedWorkbook.objects.count()) == (0, 0, 0)
        return f"refused {_reason(answer.content.decode())}"
    run = ImportRun.objects.get()
    address = f"/imports/{run.pk}/columns/"
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(address, {f"column_{index}": field for field, index in run.mapping.items()})
    if answer.status_code == 200:
        return _asked(run, answer.content.decode())
    work_on(run.pk)
    assert client.get(f"/imports/{run.pk}/").status_code == 200
    foretold = ImportRun.objects.values_list("created", "failed").get()
    client.post(f"/imports/{run.pk}/apply/")
    work_on(run.pk)
    after = client.get(f"/imports/{run.pk}/")
    assert b"<script>alert" not in after.content
    assert client.get(f"/imports/{run.pk}/failed-rows/").status_code == 200
    run.refresh_from_db()
    if run.created:
        assert (run.created, run.failed) == foretold
    return _brought(run)


def through_the_service(cast: Cast, name: str, content: bytes) -> str:
    ImportRun.objects.all().delete()
    kind = kind_of("accounts")
    assert kind is not None
    try:
        run = runs.receive_file(cast.ada, kind, io.BytesIO(content), name)
    except Unreadable as refused:
        return f"refused {refused.code}"
    try:
        runs.choose_mapping(run, run.mapping)
    except Unanswered as asked:
        return f"asks {_questions((one.header, one.aspect) for one in asked.readings)}"
    except ValidationError:
        return "needs columns"
    run = check(run)
    return f"brings {run.created} and {run.failed} with errors"


def _reason(page: str) -> str:
    """The code of the sentence beside the field."""
    for code, words in FILE_PROBLEMS.items():
        parts = [part.partition(")s")[2] if place else part for place, part in enumerate(str(words).split("%("))]
        if all(part.strip() in page for part in parts):
            return code
    raise AssertionError(page)


def _asked(run: ImportRun, page: str) -> str:
    if "Choose how this is read." not in page:
        assert "Choose a column for “Name” or “External id”." in page
        return "needs columns" + (
            "; offers to read the first row as data" if "Read the first row as data" in page else ""
        )
    return f"asks {_questions((run.header[int(part[0])], part[1]) for part in _open_fields(page))}"


def _open_fields(page: str) -> list[tuple[str, str]]:
    found = []
    for piece in page.split('id="id_reading_')[1:]:
        column, _sign, rest = piece.partition("_")
        aspect = rest.partition('"')[0]
        if aspect.endswith("_error"):
            found.append((column, aspect.removesuffix("_error")))
    return found


def _questions(pairs: object) -> str:
    return ", ".join(f"{header}: {aspect}" for header, aspect in pairs)  # type: ignore[attr-defined]


def _brought(run: ImportRun) -> str:
    names = Account.objects.filter(recorded_by__email="otto@ours.example").order_by("pk").values_list("name", flat=True)
    shown = ", ".join(name if len(name) < 40 else f"{name[:30]} ..." for name in names)
    problems = [problem for chunk in run.chunks.order_by("number") for problem in chunk.problems]
    errors = ", ".join(f"{row} {field}:{code}" for row, field, code, _params in problems)
    parts = [f"brings {run.created} and {run.failed} with errors", shown, errors]
    return "; ".join(part for part in parts if part)
