"""A run from upload to undo: killed and resumed, doubled, reported, remembered."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connections
from django.utils import timezone

from accounts.domain.importing.files import Unreadable
from accounts.models import Account, Act, FactsVersion, ImportChunk, ImportMapping, ImportRun, RunState
from accounts.selectors.imports import failed_rows, progress_of
from accounts.services.importing import runs
from accounts.services.importing.applying import _apply_next
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.working import LOCK_SPACE, runs_at_work, work_on
from accounts.tasks import resume_imports, work_on_import
from tests.accounts.imports.conftest import Import, apply, check, upload
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.importing.runs.CHUNK_ROWS", 3)


def many(number: int) -> str:
    return "Account ID,Name,Industry\n" + "".join(f"M{one},Many {one},Rail\n" for one in range(number))


def undo(run: ImportRun, cast: Cast) -> None:
    runs.begin_undoing(run, cast.ada)
    work_on(run.pk)
    run.refresh_from_db()


@pytest.mark.usefixtures("small_chunks")
def test_undo_puts_everything_back_as_it_was(cast: Cast, bring: Import) -> None:
    bring("accounts", many(4))
    before = standing_facts()
    text = (
        "Account ID,Name,Parent,CSM,Owner e-mail,Product,Start date,End date,ARR\n"
        "M0,Renamed,,cleo@ours.example,carl@ours.example,Suite,2026-01-01,2027-01-01,10\n"
        "M1,,Acme,carl@ours.example,,,,,\n"
        "N1,New one,Renamed,,,Suite,2026-01-01,2027-01-01,10\n"
        "N2,New two,New one,,,,,,\n"
        "N1,New one,,,,Extra,2026-01-01,2027-01-01,10\n"
    )
    run = bring("accounts", text)
    assert (run.created, run.updated) == (2, 3)
    assert standing_facts() != before
    undo(run, cast)
    assert run.state == RunState.UNDONE
    assert standing_facts() == before
    again = bring("accounts", text)
    assert (again.created, again.updated, again.failed) == (2, 3, 0)


@pytest.mark.usefixtures("small_chunks")
def test_row_made_by_one_chunk_and_changed_by_another_is_undone_with_them(cast: Cast, bring: Import) -> None:
    before = standing_facts()
    fill = "".join(f"F{one},Fill {one},,\n" for one in range(3))
    run = bring("accounts", f"Account ID,Name,Parent,Industry\nM0,Late,Last,\n{fill}L1,Last,,\nM0,Late,,\n")
    assert Account.objects.get(name="Late").parent == Account.objects.get(name="Last")
    undo(run, cast)
    assert standing_facts() == before


def test_undo_refuses_whole_when_something_was_built_on_it(cast: Cast, bring: Import) -> None:
    run = bring("accounts", many(2))
    made = Account.objects.get(name="Many 1")
    Account.objects.create(name="Child", parent=made)
    before = standing_facts()
    undo(run, cast)
    assert (run.state, run.stop_code) == (RunState.APPLIED, "conflict")
    assert standing_facts() == before


@pytest.mark.usefixtures("small_chunks")
def test_killed_between_chunks_it_goes_on_after_the_last_whole_one(cast: Cast) -> None:
    kind = kind_of("accounts")
    assert kind is not None
    run = check(upload("accounts", many(8), cast.ada))
    runs.begin_applying(run)
    assert _apply_next(run.pk, kind)
    run.refresh_from_db()
    assert (run.rows_done, run.created, Account.objects.filter(name__startswith="Many").count()) == (3, 3, 3)
    assert runs_at_work() == [run.pk]
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_done, run.created) == (RunState.APPLIED, 8, 8)
    assert Account.objects.filter(name__startswith="Many").count() == 8
    assert Act.objects.filter(group=run.group).count() == 3
    versions = FactsVersion.objects.filter(account__name__startswith="Many").values_list("facts_version", flat=True)
    assert list(versions) == [1] * 8


@pytest.mark.usefixtures("small_chunks")
def test_chunk_that_fails_half_way_leaves_nothing_of_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = check(upload("accounts", many(5), cast.ada))
    runs.begin_applying(run)

    def fail(*_args: object) -> None:
        raise OperationalError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.services.importing.applying._mark", fail)
        with pytest.raises(OperationalError):
            work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_done) == (RunState.APPLYING, 0)
    assert not Account.objects.filter(name__startswith="Many").exists()
    resume_imports.apply()
    work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created) == (RunState.APPLIED, 5)


def test_what_nobody_foresaw_stops_the_run_and_a_person_can_go_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = check(upload("accounts", many(5), cast.ada))
    runs.begin_applying(run)

    def fail(*_args: object) -> None:
        raise KeyError("nobody foresaw this")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.services.importing.applying._mark", fail)
        with pytest.raises(KeyError):
            work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.stop_code, runs_at_work()) == (RunState.FAILED, "error", [])
    assert not Account.objects.filter(name__startswith="Many").exists()
    runs.resume_applying(run)
    work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created) == (RunState.APPLIED, 5)


@pytest.mark.usefixtures("small_chunks")
def test_long_work_is_handed_on_in_slices(cast: Cast) -> None:
    run = check(upload("accounts", many(8), cast.ada))
    runs.begin_applying(run)
    assert work_on(run.pk, seconds=-1)
    run.refresh_from_db()
    assert run.rows_done == 3
    assert not work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_done) == (RunState.APPLIED, 8)


def test_done_twice_it_is_done_once(cast: Cast) -> None:
    run = apply(check(upload("accounts", many(3), cast.ada)))
    work_on(run.pk)
    assert Account.objects.filter(name__startswith="Many").count() == 3
    with pytest.raises(runs.WrongStage):
        runs.begin_applying(run)


@pytest.mark.django_db(transaction=True)
def test_second_worker_leaves_a_run_to_the_first(transactional_db: None) -> None:
    from tests.personas import assemble

    run = check(upload("accounts", many(3), assemble().ada))
    runs.begin_applying(run)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, run.pk])
            work_on(run.pk)
            assert not Account.objects.filter(name__startswith="Many").exists()
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, run.pk])
    finally:
        other.close()
    work_on(run.pk)
    assert Account.objects.filter(name__startswith="Many").count() == 3


def test_mapping_is_remembered_for_the_same_columns(cast: Cast) -> None:
    kind = kind_of("accounts")
    assert kind is not None
    raw = b"Code,What they are called\n7,Seven\n"
    first = runs.receive_file(cast.ada, kind, io.BytesIO(raw), "a.csv")
    assert first.mapping == {}
    runs.choose_mapping(first, {"external_id": 0, "name": 1})
    second = runs.receive_file(cast.ada, kind, io.BytesIO(raw.replace(b"7,Seven", b"8,Eight")), "b.csv")
    assert second.mapping == {"external_id": 0, "name": 1}
    assert ImportMapping.objects.count() == 1


def test_mapping_without_what_is_needed_is_refused(cast: Cast) -> None:
    kind = kind_of("people")
    assert kind is not None
    run = runs.receive_file(cast.ada, kind, io.BytesIO(b"E-mail,Colour\na@x.example,red\n"), "a.csv")
    with pytest.raises(ValidationError) as refused:
        runs.choose_mapping(run, run.mapping)
    ways = "“External id of the account” or “Account” or “Web domain of the account”"
    assert refused.value.messages == [f"Choose a column for {ways} or “External id of an opportunity of the account”."]
    assert not ImportMapping.objects.exists()


def test_failed_rows_come_back_as_a_file_that_can_be_repaired_and_imported(cast: Cast, bring: Import) -> None:
    run = bring("accounts", "Name,Employees,Industry\n'=Danger,12,'+plus\nGood,7,x\nBad,many,-dash\n")
    assert Account.objects.get(name="=Danger").industry == "+plus"
    report = "".join(failed_rows(run))
    rows = list(csv.reader(io.StringIO(report)))
    assert rows == [
        ["Name", "Employees", "Industry", "Row in the file", "What is wrong"],
        ["Bad", "many", "'-dash", "4", "Employees: “many” is not a whole number from 0 to 10000000."],
    ]
    repaired = bring("accounts", report.replace("many", "9", 1))
    assert (repaired.created, repaired.failed) == (1, 0)
    assert Account.objects.get(name="Bad").industry == "-dash"


def test_progress_tells_share_rate_and_what_is_left(cast: Cast) -> None:
    run = check(upload("accounts", many(3), cast.ada))
    run.rows_total, run.rows_done, run.state = 1000, 250, RunState.APPLYING
    run.stage_began_at = timezone.now() - timedelta(seconds=5)
    progress = progress_of(run)
    assert progress.share == 0.25
    assert progress.rate == pytest.approx(50, rel=0.05)
    assert progress.seconds_left == pytest.approx(15, rel=0.05)


def test_file_that_cannot_be_read_leaves_no_run(cast: Cast) -> None:
    kind = kind_of("accounts")
    assert kind is not None
    with pytest.raises(Unreadable):
        runs.receive_file(cast.ada, kind, io.BytesIO(b'Name\nA\n"open\n'), "a.csv")
    assert not ImportRun.objects.exists()
    assert not ImportChunk.objects.exists()
