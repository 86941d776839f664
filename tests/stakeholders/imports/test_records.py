"""Files of promises, recognitions, champion steps and concerns: known again, corrected, refused by field, undone."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ExternalId, FactsVersion, ImportRun
from accounts.services.importing.runs import begin_undoing
from accounts.services.importing.working import work_on
from stakeholders.models import (
    ChampionStep,
    ChampionStepTaken,
    Commitment,
    Concern,
    ConcernStep,
    Recognition,
    RecognitionStakeholder,
    Stakeholder,
)
from stakeholders.services import commitments, concerns, people
from stakeholders.services.champions import take_champion_step
from tests.accounts.imports.conftest import Import, check, upload
from tests.personas import Cast

DAY = date(2026, 6, 1)
EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"


@pytest.fixture
def ana(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, cast.acme, name="Ana", email="ana@acme.example")


@pytest.fixture
def ben(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, cast.acme, name="Ben", email="ben@acme.example")


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.failed


def problems(run: ImportRun) -> list[tuple[int, str, str]]:
    found = [problem for chunk in run.chunks.all() for problem in (*chunk.first_problems, *chunk.problems)]
    return sorted({(row, field, code) for row, field, code, *_params in found})


def undo(run: ImportRun, cast: Cast) -> None:
    begin_undoing(run, cast.ada)
    work_on(run.pk)


PROMISES = "id,account,promise,promised to,promised on,due date,owner,status,settled on\n"


def test_promises_come_once_change_and_go_again(cast: Cast, bring: Import, ana: Stakeholder) -> None:
    plan_row = "1,Acme,Plan,ana@acme.example,2026-03-01,2026-03-20,cleo@ours.example,,\n"
    first = f"{PROMISES}{plan_row},Acme,Call,,,2026-07-01,,,\n"
    run = bring("commitments", first, DAY)
    assert counts(run) == (2, 0, 0, 0)
    plan, call = Commitment.objects.order_by("pk")
    assert (plan.stakeholder_id, plan.user_id, plan.state, plan.due_on) == (
        ana.pk,
        cast.cleo.pk,
        "open",
        date(2026, 3, 20),
    )
    assert (call.stakeholder_id, call.promised_on, call.state) == (None, DAY, "open")
    assert counts(bring("commitments", first, DAY)) == (0, 0, 2, 0)
    before = FactsVersion.objects.get(account=cast.acme).facts_version
    kept = f"{PROMISES}1,Acme,Plan,ana@acme.example,2026-03-01,2026-03-22,,fulfilled,2026-03-21\n"
    assert counts(bring("commitments", kept, DAY)) == (0, 1, 0, 0)
    plan.refresh_from_db()
    assert (plan.state, plan.settled_on, plan.due_on, plan.row_version) == (
        "kept",
        date(2026, 3, 21),
        date(2026, 3, 22),
        2,
    )
    assert FactsVersion.objects.get(account=cast.acme).facts_version == before + 1
    assert counts(bring("commitments", kept.replace("fulfilled,2026-03-21", ","), DAY)) == (0, 0, 1, 0)
    commitments.remove_commitment(cast.cleo, call)
    assert problems(check(upload("commitments", first, as_of=DAY))) == [(3, "external_id", "removed_here")]


def test_an_undone_file_of_promises_can_be_brought_again(cast: Cast, bring: Import, ana: Stakeholder) -> None:
    text = f"{PROMISES}1,Acme,Plan,ana@acme.example,2026-03-01,2026-03-20,,,\n"
    undo(bring("commitments", text, DAY), cast)
    assert not Commitment.objects.standing().exists()
    assert not ExternalId.objects.filter(kind="commitment").exists()
    assert counts(bring("commitments", text, DAY)) == (1, 0, 0, 0)


def test_promises_that_cannot_be_are_refused_by_row_and_field(cast: Cast, ana: Stakeholder) -> None:
    rows = (
        "1,Acme,Plan,eve@acme.example,2026-03-01,2026-03-20,,,\n"
        "2,Acme,Plan,,2026-03-21,2026-03-20,,,\n"
        "3,Acme,Plan,,2026-03-01,,,,\n"
        "4,Nowhere,Plan,,2026-03-01,2026-03-20,,,\n"
        "5,Acme,Plan,,2026-03-01,2026-03-20,nobody@ours.example,,\n"
        "6,Acme,Plan,,2026-03-01,2026-03-20,,open,2026-03-20\n"
        "7,Acme,Plan,,2026-03-01,2026-03-20,,perhaps,\n"
        "8,Acme,Plan,,2026-03-02,2026-03-20,,kept,2026-03-01\n"
        "9,Acme,Plan,,2026-03-02,2026-03-20,,kept,2027-03-01\n"
        "10,Acme,Plan,,2027-03-02,2027-03-20,,,\n"
    )
    run = check(upload("commitments", PROMISES + rows, cast.ada, DAY))
    assert problems(run) == [
        (2, "person", "no_person"),
        (3, "due_on", "due_before_promised"),
        (4, "due_on", "needed"),
        (5, "account", "no_account"),
        (6, "user", "no_user"),
        (7, "settled_on", "open_is_unsettled"),
        (8, "state", "choice"),
        (9, "settled_on", "settled_before_promised"),
        (10, "settled_on", "ahead"),
        (11, "promised_on", "ahead"),
    ]
    assert counts(run) == (0, 0, 0, 10)


def test_a_promise_known_elsewhere_is_not_taken_to_another_account(cast: Cast, bring: Import) -> None:
    bring("commitments", f"{PROMISES}1,Acme,Plan,,2026-03-01,2026-03-20,,,\n", DAY)
    run = check(upload("commitments", f"{PROMISES}1,Bolt,Plan,,2026-03-01,2026-03-20,,,\n", cast.ada, DAY))
    assert problems(run) == [(2, "account", "recorded_elsewhere")]


PRAISE = "id,account,date,kind,before whom,what for,people,users\n"


def praised(row: Recognition) -> list[str]:
    links = RecognitionStakeholder.objects.filter(recognition=row)
    return list(links.order_by("stakeholder__person__name").values_list("stakeholder__person__name", flat=True))


def test_recognitions_name_several_people_and_change_whom(
    cast: Cast, bring: Import, ana: Stakeholder, ben: Stakeholder
) -> None:
    first = f"{PRAISE}1,Acme,2026-03-01,webinar,public,Well done,ana@acme.example,cleo@ours.example\n"
    assert problems(bring("recognitions", first.replace("public", "the public"), DAY)) == []
    row = Recognition.objects.get()
    assert (row.kind, row.audience, row.recognised_on, praised(row)) == (
        "joint_webinar",
        "public",
        date(2026, 3, 1),
        ["Ana"],
    )
    assert [user.name for user in row.users.all()] == ["Cleo"]
    assert counts(bring("recognitions", first, DAY)) == (0, 0, 1, 0)
    run = bring("recognitions", first.replace("ana@acme.example", "ben@acme.example"), DAY)
    assert (counts(run), praised(row)) == ((0, 1, 0, 0), ["Ben"])
    undo(run, cast)
    assert praised(row) == ["Ana"]


def test_recognitions_of_nobody_or_ahead_are_refused(cast: Cast) -> None:
    rows = "1,Acme,2026-03-01,,,,,\n2,Acme,2027-03-01,,,,,cleo@ours.example\n3,Acme,2026-03-01,,,,eve@acme.example,\n"
    run = check(upload("recognitions", PRAISE + rows, cast.ada, DAY))
    assert problems(run) == [(2, "theirs", "needed"), (3, "recognised_on", "ahead"), (4, "theirs", "no_person")]


STEPS = "champion,step,taken on,note\n"


def test_champion_steps_are_had_once_whoever_recorded_them(
    cast: Cast, bring: Import, ana: Stakeholder, ben: Stakeholder
) -> None:
    training = ChampionStep.objects.get(key="training")
    take_champion_step(cast.cleo, ben, training, taken_on=date(2026, 2, 1))
    text = f"{STEPS}ana@acme.example,{training.name},2026-03-01,\nben@acme.example,training,2026-02-01,\n"
    assert counts(bring("champion_steps", text, DAY)) == (1, 0, 1, 0)
    assert ChampionStepTaken.objects.standing().get(stakeholder=ana).taken_on == date(2026, 3, 1)
    run = bring("champion_steps", text.replace("2026-03-01", "2026-03-02"), DAY)
    assert counts(run) == (0, 1, 1, 0)
    assert ChampionStepTaken.objects.standing().get(stakeholder=ana).taken_on == date(2026, 3, 2)
    wrong = "ana@acme.example,Singing,2026-03-01,\nana@acme.example,training,2027-03-01,\n"
    refused = check(upload("champion_steps", STEPS + wrong, cast.ada, DAY))
    assert problems(refused) == [(2, "step", "choice"), (3, "taken_on", "ahead")]


RAISED = "id,account,raised by,concern,raised on,heard on,proposed on,what we proposed,delivered on,confirmed on\n"


def test_concerns_go_their_way_as_files_say_and_no_step_is_left_out(
    cast: Cast, bring: Import, ana: Stakeholder
) -> None:
    begun = "1,Acme,ana@acme.example,Slow,2026-03-01,2026-03-02"
    assert counts(bring("concerns", f"{RAISED}{begun},,,,\n", DAY)) == (1, 0, 0, 0)
    row = Concern.objects.get()
    assert (row.stakeholder_id, row.stage, row.stage_on) == (ana.pk, "heard", date(2026, 3, 2))
    assert counts(bring("concerns", f"{RAISED}{begun},,,,\n", DAY)) == (0, 0, 1, 0)
    run = bring("concerns", f"{RAISED}{begun},2026-03-04,An index,2026-03-09,2026-03-10\n", DAY)
    assert counts(run) == (0, 1, 0, 0)
    row.refresh_from_db()
    steps = ConcernStep.objects.standing().order_by("pk").values_list("stage", "taken_on", "user_id", "stakeholder_id")
    assert (row.stage, row.stage_on) == ("confirmed", date(2026, 3, 10))
    assert list(steps) == [
        ("heard", date(2026, 3, 2), cast.ada.pk, None),
        ("proposed", date(2026, 3, 4), cast.ada.pk, None),
        ("delivered", date(2026, 3, 9), cast.ada.pk, None),
        ("confirmed", date(2026, 3, 10), None, ana.pk),
    ]
    assert ConcernStep.objects.get(stage="proposed").note == "An index"
    undo(run, cast)
    row.refresh_from_db()
    assert (row.stage, ConcernStep.objects.standing().count()) == ("heard", 1)


def test_concerns_out_of_turn_are_refused_and_steps_taken_here_stay(
    cast: Cast, bring: Import, ana: Stakeholder, ben: Stakeholder
) -> None:
    people.depart_stakeholder(cast.cleo, ben, date(2026, 3, 5))
    rows = (
        "1,Acme,ana@acme.example,Slow,2026-03-01,,2026-03-04,An index,,\n"
        "2,Acme,ana@acme.example,Dear,2026-03-04,2026-03-01,,,,\n"
        "3,Acme,ana@acme.example,Loud,2026-03-04,2027-03-01,,,,\n"
        "4,Acme,ben@acme.example,Late,2026-03-01,2026-03-01,2026-03-01,An index,2026-03-01,2026-03-09\n"
        "5,Acme,ana@acme.example,Long,2026-03-01,2026-03-01,,,,\n"
        "6,Acme,ana@acme.example,Odd,2026-03-01,2026-03-01,2026-03-02,,,\n"
    )
    run = bring("concerns", RAISED + rows, DAY)
    assert problems(run) == [
        (2, "heard_on", "needed"),
        (3, "heard_on", "before_last_step"),
        (4, "heard_on", "ahead"),
        (5, "confirmed_on", "had_left"),
        (7, "solution", "needed"),
    ]
    row = Concern.objects.get()
    concerns.take_step(cast.cleo, row, "proposed", taken_on=date(2026, 3, 6), note="An index")
    assert counts(bring("concerns", RAISED + rows.splitlines()[-2] + "\n", DAY)) == (0, 0, 1, 0)
    row.refresh_from_db()
    assert (row.stage, row.stage_on) == ("proposed", date(2026, 3, 6))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("commitments", f"{PROMISES}{{0}},Acme,Plan {{0}},ana@acme.example,2026-03-01,2026-03-20,,,\n"),
        ("recognitions", f"{PRAISE}{{0}},Acme,2026-03-01,,,Well {{0}},ana@acme.example,\n"),
        ("concerns", f"{RAISED}{{0}},Acme,ana@acme.example,Slow {{0}},2026-03-01,2026-03-02,,,,\n"),
    ],
)
def test_many_rows_cost_as_many_queries_as_few(cast: Cast, ana: Stakeholder, kind: str, text: str) -> None:
    header, _newline, line = text.partition("\n")
    found = []
    for most in (2, 60):
        run = upload(kind, f"{header}\n" + "".join(line.format(f"{most}-{number}") for number in range(most)), cast.ada)
        with CaptureQueriesContext(connection) as queries:
            check(run)
        found.append(len(queries))
    assert found[0] == found[1]


def test_the_examples_of_the_documentation_are_read(cast: Cast, bring: Import) -> None:
    for kind in ("accounts", "people", "commitments", "recognitions", "champion_steps", "concerns"):
        text = (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8")
        run = bring(kind, text.replace("abel@ours.example", "carl@ours.example"), date(2026, 6, 30))
        assert problems(run) == []
    assert Commitment.objects.count() == 3
    assert Concern.objects.get(text__startswith="The export").stage == "confirmed"
