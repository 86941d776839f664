"""What is assumed from titles when people come in by file: the same as by hand, and taken back with the file."""

from datetime import date

import pytest

from accounts.services.acts import act
from accounts.services.undo import undo_group
from stakeholders.models import Assessment, Position, RoleHolding, RuledOut, Stakeholder
from stakeholders.services.assuming import settle_assumptions
from tests.accounts.imports.conftest import Import
from tests.personas import Cast

pytestmark = pytest.mark.django_db

ROWS = """Account,E-mail,Name,Job title,Department,Level,Roles,Influence,Joined on
Acme,ana@acme.example,Ana Silva,Directora General,,,,,2024-02-01
Acme,bo@acme.example,Bo Lind,Head of IT Security,Technik,,Champion,7,
Acme,cy@acme.example,Cy Young,Wizard,,,,,
"""
ON = date(2026, 3, 1)


def of(email: str) -> Stakeholder:
    return Stakeholder.objects.get(person__email=email)


def position(who: Stakeholder) -> tuple[str, str, str, str]:
    row = Position.objects.standing().get(stakeholder=who, valid_to=None)
    return row.level, row.level_basis, row.department, row.department_basis


def roles(who: Stakeholder) -> set[tuple[str, str]]:
    rows = RoleHolding.objects.standing().filter(stakeholder=who, valid_to=None)
    return set(rows.values_list("role__key", "basis"))


def settled() -> int:
    with act("again", None, None, "") as recorder:
        return len(settle_assumptions(recorder, Stakeholder.objects.values_list("pk", flat=True)))


def test_a_file_of_titles_only_brings_assumed_facts(cast: Cast, bring: Import) -> None:
    bring("people", ROWS, as_of=ON)
    ana, bo, cy = of("ana@acme.example"), of("bo@acme.example"), of("cy@acme.example")
    assert position(ana) == ("executive", "assumed", "General management", "assumed")
    assert roles(ana) == {("decision_maker", "assumed")}
    assert position(bo) == ("director", "assumed", "Technik", "stated")
    assert roles(bo) == {("champion", "stated"), ("security", "assumed")}
    assert (position(cy), roles(cy)) == (("", "stated", "", "stated"), set())
    thoughts = Assessment.objects.filter(stakeholder=bo).order_by("basis")
    assert [(one.influence, one.authority, one.assumed, one.basis, one.valid_from) for one in thoughts] == [
        (None, 6, ["authority"], "assumed", None),
        (7, 6, ["authority"], "stated", ON),
    ]
    assert settled() == 0


def test_a_later_file_that_states_what_was_assumed_wins_and_another_title_is_read_anew(
    cast: Cast, bring: Import
) -> None:
    bring("people", ROWS, as_of=ON)
    later = "Account,E-mail,Job title,Level,Roles\nAcme,ana@acme.example,CFO,director,Decision maker\n"
    bring("people", later, as_of=date(2026, 4, 1))
    ana = of("ana@acme.example")
    assert position(ana) == ("director", "stated", "Finance", "assumed")
    assert roles(ana) == {("decision_maker", "stated"), ("budget_holder", "assumed")}
    assert settled() == 0


def test_a_file_that_no_longer_names_a_role_rules_it_out(cast: Cast, bring: Import) -> None:
    bring("people", ROWS.replace(",,,,,2024", ",,,Decision maker,,2024"), as_of=ON)
    bring("people", "Account,E-mail,Roles\nAcme,ana@acme.example,Champion\n", as_of=date(2026, 4, 1))
    assert roles(of("ana@acme.example")) == {("champion", "stated")}
    assert RuledOut.objects.values_list("title", "field", "role__key").get() == (
        "directora general",
        "role",
        "decision_maker",
    )
    assert settled() == 0


def test_undoing_the_import_takes_back_what_was_assumed(cast: Cast, bring: Import) -> None:
    run = bring("people", ROWS, as_of=ON)
    undo_group(run.group, cast.ada)
    for model in (Position, RoleHolding, Assessment):
        assert not model._default_manager.filter(retracted_at=None).exists()
