"""Connections and touchpoints from files."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Act, ImportRun
from accounts.selectors.imports import problems_of
from accounts.services.importing import runs
from accounts.services.importing.working import work_on
from csm.foundation.clock import today
from stakeholders.models import Connection, Stakeholder, Touchpoint
from stakeholders.services.touchpoints import retract_touchpoint
from tests.accounts.imports.conftest import Import
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast

PEOPLE = (
    "Account,Contact ID,E-mail,Name\n"
    "Acme,C1,ana@x.example,Ana\n"
    "Acme,C2,bo@x.example,Bo\n"
    "Acme,,,Cy\n"
    "Bolt,C4,di@x.example,Di\n"
)
CONNECTIONS = (
    "Account,From,Kind,To,Since,Until\n"
    "Acme,bo@x.example,reports to,C1,2025-01-01,\n"
    "Acme,C2,works with,ANA@x.example,,\n"
    "Acme,Cy,influences,C1,,2026-02-01\n"
)
TOUCHPOINTS = (
    "Activity ID,Account,Date,Type,Subject,Our participants,Their participants,Two-way\n"
    "T1,Acme,2026-03-12 14:00,meeting,Plan,cleo@ours.example,ana@x.example;C2,\n"
    ",Acme,2026-03-13,e-mail,Hello,cleo@ours.example,ana@x.example,\n"
    ",Acme,2026-03-13,e-mail,Hello,carl@ours.example,C2,yes\n"
)


@pytest.fixture
def known(cast: Cast, bring: Import) -> Cast:
    bring("people", PEOPLE)
    return cast


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.failed


def who(name: str) -> Stakeholder:
    return Stakeholder.objects.get(person__name=name)


def test_connections_come_dated_and_twice_is_once(known: Cast, bring: Import) -> None:
    assert counts(bring("connections", CONNECTIONS)) == (3, 0, 0, 0)
    found = Connection.objects.order_by("kind")
    assert [(one.kind, one.from_stakeholder, one.to_stakeholder, one.valid_from, one.valid_to) for one in found] == [
        ("influences", who("Cy"), who("Ana"), None, date(2026, 2, 1)),
        ("reports_to", who("Bo"), who("Ana"), date(2025, 1, 1), None),
        ("works_with", who("Ana"), who("Bo"), None, None),
    ]
    before, acts = standing_facts(), Act.objects.count()
    assert counts(bring("connections", CONNECTIONS)) == (0, 0, 3, 0)
    assert (standing_facts(), Act.objects.count()) == (before, acts)


def test_connection_between_people_known_before_begins_on_the_day_of_the_file(known: Cast, bring: Import) -> None:
    Stakeholder.objects.update(recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    bring("connections", "Account,From,Kind,To\nAcme,C1,opposes,C2\n", as_of=date(2026, 4, 1))
    assert Connection.objects.get().valid_from == date(2026, 4, 1)


def test_connection_ends_when_the_file_says_so(known: Cast, bring: Import) -> None:
    bring("connections", CONNECTIONS)
    ended = "Account,From,Kind,To,Until\nAcme,C2,reports to,C1,2026-05-01\n"
    assert counts(bring("connections", ended)) == (0, 1, 0, 0)
    assert Connection.objects.get(kind="reports_to").valid_to == date(2026, 5, 1)
    assert counts(bring("connections", ended, as_of=date(2026, 6, 1))) == (0, 0, 1, 0)


def test_connections_to_strangers_are_refused(known: Cast, bring: Import) -> None:
    text = (
        "Account,From,Kind,To\n"
        "Acme,C1,reports to,di@x.example\n"
        "Acme,C1,works with,ana@x.example\n"
        "Acme,C1,likes,C2\n"
        "Acme,C1,reports to,\n"
    )
    run = bring("connections", text)
    assert [(problem.row, problem.text) for problem in problems_of(run)] == [
        (2, "Nobody “di@x.example” is known at Acme. Import people first."),
        (3, "A connection needs two different people."),
        (4, "“likes” is not one of: reports_to, works_with, influences, opposes."),
        (5, "This is needed."),
    ]
    assert not Connection.objects.exists()


def test_touchpoints_come_with_both_sides_and_twice_is_once(known: Cast, bring: Import) -> None:
    assert counts(bring("touchpoints", TOUCHPOINTS)) == (3, 0, 0, 0)
    met, mail, answered = Touchpoint.objects.order_by("touched_at", "pk")
    assert (met.kind, met.touched_at, met.touched_on) == (
        "meeting",
        datetime(2026, 3, 12, 14, tzinfo=UTC),
        date(2026, 3, 12),
    )
    assert (met.is_two_way, mail.is_two_way, answered.is_two_way) == (True, False, True)
    assert set(met.stakeholders.all()) == {who("Ana"), who("Bo")}
    assert list(answered.users.all()) == [known.carl]
    before, acts = standing_facts(), Act.objects.count()
    assert counts(bring("touchpoints", TOUCHPOINTS)) == (0, 0, 3, 0)
    assert (standing_facts(), Act.objects.count()) == (before, acts)


def test_corrected_touchpoint_replaces_the_one_of_its_id(known: Cast, bring: Import) -> None:
    bring("touchpoints", TOUCHPOINTS)
    text = "Activity ID,Account,Date,Type,Subject,Their participants\nT1,Acme,2026-03-12 14:00,call,,ana@x.example\n"
    before = standing_facts()
    run = bring("touchpoints", text)
    assert counts(run) == (0, 1, 0, 0)
    now = Touchpoint.objects.standing().get(kind="call")
    assert (now.subject, list(now.users.all()), list(now.stakeholders.all())) == ("Plan", [known.cleo], [who("Ana")])
    assert not Touchpoint.objects.standing().filter(kind="meeting").exists()
    assert counts(bring("touchpoints", text)) == (0, 0, 1, 0)
    runs.begin_undoing(run, known.ada)
    work_on(run.pk)
    links = "stakeholders.touchpointstakeholder", "stakeholders.touchpointuser"
    after = standing_facts()
    assert {label: rows for label, rows in after.items() if label not in links} == {
        label: rows for label, rows in before.items() if label not in links
    }


def test_touchpoint_removed_here_stays_removed(known: Cast, bring: Import) -> None:
    bring("touchpoints", TOUCHPOINTS)
    retract_touchpoint(known.ada, Touchpoint.objects.get(kind="meeting"))
    assert counts(bring("touchpoints", TOUCHPOINTS)) == (0, 0, 2, 1)
    assert not Touchpoint.objects.standing().filter(kind="meeting").exists()


def test_touchpoints_with_unknown_people_are_refused(known: Cast, bring: Import) -> None:
    text = (
        "Account,Date,Type,Our participants,Their participants\n"
        "Acme,2026-03-01,call,x@ours.example,ana@x.example\n"
        "Acme,2026-03-01,call,,di@x.example\n"
        "Acme,soon,call,,C1\n"
        "Acme,2026-03-01,call,,\n"
    )
    run = bring("touchpoints", text)
    assert [(problem.row, problem.text) for problem in problems_of(run)] == [
        (2, "There is no user with the e-mail “x@ours.example”. Import users first."),
        (3, "Nobody “di@x.example” is known at Acme. Import people first."),
        (4, "“soon” is not a date with time; write it like 2026-03-31 14:30."),
        (5, "This is needed."),
    ]
    assert not Touchpoint.objects.exists()


def test_day_of_a_touchpoint_is_the_local_one_where_it_was_written(known: Cast, bring: Import) -> None:
    bring("touchpoints", "Account,Date,Type,Their participants\nAcme,2026-03-02T01:00:00+09:00,call,C1\n")
    touchpoint = Touchpoint.objects.get()
    assert touchpoint.touched_on == date(2026, 3, 2)
    assert touchpoint.touched_at == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert touchpoint.touched_on <= today()
