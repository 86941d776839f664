"""What is assumed from titles stands beside what is stated, never over it, and goes with the act that brought it."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Account, Act, Role
from accounts.services.acts import act
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from csm.foundation.facts import Basis
from stakeholders.models import Assessment, Position, RoleHolding, RuledOut, Stakeholder
from stakeholders.services import people, roles
from stakeholders.services.assessments import assess
from stakeholders.services.assuming import settle_assumptions
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
JUNE = date(2025, 6, 1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def account(cast: Cast) -> Account:
    return cast.acme


def add(cast: Cast, account: Account, title: str, **more: Any) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, account, name="Ana", title=title, **more)


def position(who: Stakeholder, on: date | None = None) -> tuple[str, str, str, str]:
    row = Position.objects.valid_at(on or today()).get(stakeholder=who)
    return row.level, row.level_basis, row.department, row.department_basis


def held(who: Stakeholder, on: date | None = None) -> list[tuple[str, str]]:
    rows = RoleHolding.objects.valid_at(on or today()).filter(stakeholder=who)
    return sorted(rows.values_list("role__key", "basis"))


def authority(who: Stakeholder, on: date | None = None) -> tuple[int | None, list[str]] | None:
    row = Assessment.objects.valid_at(on or today()).filter(stakeholder=who).first()
    return (row.authority, row.assumed) if row else None


def nothing_is_left(who: Stakeholder) -> bool:
    with act("again", None, who.account_id, "") as recorder:
        return not settle_assumptions(recorder, [who.pk])


def test_a_title_lets_level_department_roles_and_authority_be_assumed(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Leiterin Einkauf", joined_on=JUNE)
    assert position(ana) == ("director", "assumed", "Procurement", "assumed")
    assert held(ana) == [("procurement", "assumed")]
    assert authority(ana) == (6, ["authority"])
    assert list(Assessment.objects.filter(stakeholder=ana).values_list("influence", "importance", "sentiment")) == [
        (None, None, None)
    ]
    assert nothing_is_left(ana)


def test_a_title_no_rule_speaks_of_lets_nothing_be_assumed(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Ninja")
    assert position(ana) == ("", "stated", "", "stated")
    assert (held(ana), authority(ana)) == ([], None)


def test_what_is_stated_wins_and_the_rest_follows_from_it(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Manager", level="executive", department="Finanzen")
    assert position(ana) == ("executive", "stated", "Finanzen", "stated")
    assert held(ana) == [("budget_holder", "assumed"), ("decision_maker", "assumed")]
    assert authority(ana) == (4, ["authority"])


def test_undoing_the_addition_takes_back_what_was_assumed(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "CFO")
    undo_act(Act.objects.get(kind="add_stakeholder"), cast.cleo)
    for model in (Position, RoleHolding, Assessment):
        assert not model._default_manager.filter(stakeholder=ana, retracted_at=None).exists()


def test_another_title_lets_something_else_be_assumed_from_its_day(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "IT Manager", joined_on=JUNE)
    on = today() - timedelta(days=10)
    people.change_position(cast.cleo, ana, on, title="CIO")
    assert position(ana, JUNE) == ("manager", "assumed", "IT", "assumed")
    assert position(ana) == ("executive", "assumed", "IT", "assumed")
    assert (held(ana, JUNE), held(ana)) == (
        [("it", "assumed")],
        [("decision_maker", "assumed"), ("it", "assumed")],
    )
    assert (authority(ana, JUNE), authority(ana)) == ((4, ["authority"]), (9, ["authority"]))
    assert RoleHolding.objects.standing().filter(stakeholder=ana, role__key="it").count() == 1
    assert nothing_is_left(ana)


def test_undoing_the_change_of_title_brings_back_what_was_assumed_before(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "IT Manager", joined_on=JUNE)
    people.change_position(cast.cleo, ana, today(), title="CIO")
    undo_act(Act.objects.get(kind="change_position"), cast.cleo)
    assert (position(ana), held(ana), authority(ana)) == (
        ("manager", "assumed", "IT", "assumed"),
        [("it", "assumed")],
        (4, ["authority"]),
    )
    assert nothing_is_left(ana)


def test_a_stated_level_stays_when_the_title_changes(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "IT Manager", level="director", joined_on=JUNE)
    people.change_position(cast.cleo, ana, today(), title="Intern")
    assert position(ana) == ("director", "stated", "", "stated")


def test_a_role_that_is_stated_takes_the_place_of_the_assumed_one(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "CEO", joined_on=JUNE)
    roles.assign_role(cast.cleo, ana, Role.objects.get(key="decision_maker"), today())
    assert held(ana) == [("decision_maker", "stated")]
    assert held(ana, JUNE) == [("decision_maker", "assumed")]
    assert nothing_is_left(ana)


@pytest.mark.parametrize("denied", ["retract", "end"])
def test_a_role_somebody_denied_is_not_assumed_of_that_title_again(cast: Cast, account: Account, denied: str) -> None:
    ana = add(cast, account, "CEO", joined_on=JUNE)
    holding = RoleHolding.objects.get(stakeholder=ana)
    if denied == "retract":
        roles.retract_role(cast.cleo, holding)
    else:
        roles.end_role(cast.cleo, holding, today())
    assert nothing_is_left(ana)
    assert held(ana) == []
    people.change_position(cast.cleo, ana, today(), title="CFO")
    assert held(ana) == [("budget_holder", "assumed"), ("decision_maker", "assumed")]


def test_undoing_a_denial_lets_the_role_be_assumed_as_before(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "CEO")
    roles.retract_role(cast.cleo, RoleHolding.objects.get(stakeholder=ana))
    undo_act(Act.objects.get(kind="retract_role"), cast.cleo)
    assert held(ana) == [("decision_maker", "assumed")]
    assert not RuledOut.objects.standing().exists()


def test_a_level_somebody_emptied_is_not_assumed_again_nor_what_followed_from_it(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Head of Purchasing")
    people.correct_position(cast.cleo, ana, level="")
    assert position(ana) == ("", "stated", "Procurement", "assumed")
    assert (held(ana), authority(ana)) == ([("procurement", "assumed")], (6, ["authority"]))
    assert nothing_is_left(ana)


def test_an_assessment_keeps_the_assumed_authority_until_somebody_states_it(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Director of Sales", joined_on=JUNE)
    assess(cast.cleo, ana, today(), influence=7)
    row = Assessment.objects.valid_at(today()).get(stakeholder=ana)
    assert (row.influence, row.authority, row.assumed, row.basis) == (7, 6, ["authority"], Basis.STATED)
    assert nothing_is_left(ana)
    assess(cast.cleo, ana, today(), authority=8)
    people.change_position(cast.cleo, ana, today(), title="Intern")
    assert authority(ana) == (8, [])
    assert nothing_is_left(ana)


def test_a_change_of_title_parts_an_assessment_that_goes_on(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Sales Manager", joined_on=JUNE)
    assess(cast.cleo, ana, today() - timedelta(days=20), influence=7)
    people.change_position(cast.cleo, ana, today(), title="VP Sales")
    rows = Assessment.objects.standing().filter(stakeholder=ana).order_by("valid_from")
    assert [(row.influence, row.authority, row.basis) for row in rows] == [
        (None, 4, "assumed"),
        (7, 4, "stated"),
        (7, 8, "derived"),
    ]
    assert nothing_is_left(ana)


def test_an_authority_made_unknown_is_not_assumed_again(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "Director of Sales")
    assess(cast.cleo, ana, today(), authority=None, influence=3)
    assert authority(ana) == (None, [])
    assert nothing_is_left(ana)


def test_what_was_assumed_since_does_not_hinder_undoing(cast: Cast, account: Account) -> None:
    ana = add(cast, account, "CEO")
    RoleHolding.objects.filter(stakeholder=ana).update(retracted_at="2026-01-01T00:00Z")
    RoleHolding.objects.create(stakeholder=ana, role=Role.objects.get(key="champion"), basis="assumed")
    undo_act(Act.objects.get(kind="add_stakeholder"), cast.cleo)
    ana.refresh_from_db()
    assert ana.retracted_at is not None
    assert not RoleHolding.objects.standing().filter(stakeholder=ana).exists()
