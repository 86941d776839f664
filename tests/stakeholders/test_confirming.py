"""What was assumed is confirmed or put right: stated over the same days, a confirmation, undone as one act."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account, Act, Role
from accounts.services.acts import act
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import Assessment, Confirmation, Position, RoleHolding, RuledOut, Stakeholder
from stakeholders.selectors.skies import sky_at
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.confirming import Correction, confirm_assumptions, correct_assumptions
from stakeholders.services.people import add_stakeholder, change_position
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
JUNE = date(2025, 6, 1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def ana(cast: Cast) -> Stakeholder:
    return add_stakeholder(cast.cleo, cast.acme, name="Ana", title="Leiterin Einkauf", joined_on=JUNE)


def facts(who: Stakeholder) -> dict[str, Any]:
    position = Position.objects.valid_at(today()).get(stakeholder=who)
    thought = Assessment.objects.valid_at(today()).filter(stakeholder=who).first()
    roles = (
        RoleHolding.objects.valid_at(today()).filter(stakeholder=who).values_list("role__key", "basis", "valid_from")
    )
    return {
        "level": (position.level, position.level_basis),
        "department": (position.department, position.department_basis),
        "authority": (thought.authority, thought.assumed, thought.basis, thought.valid_from) if thought else None,
        "roles": sorted(roles),
    }


def standing() -> list[Any]:
    models = (Position, RoleHolding, Assessment, Confirmation, RuledOut)
    return [list(model._default_manager.filter(retracted_at=None).order_by("pk").values()) for model in models]


def is_settled(account: Account) -> bool:
    with act("again", None, None, "") as recorder:
        return not settle_assumptions(recorder, Stakeholder.objects.values_list("pk", flat=True))


def test_confirming_states_everything_over_the_same_days_and_counts_as_a_confirmation(
    cast: Cast, ana: Stakeholder
) -> None:
    assert confirm_assumptions(cast.cleo, cast.acme, [ana]) == 1
    assert facts(ana) == {
        "level": ("director", "stated"),
        "department": ("Procurement", "stated"),
        "authority": (6, [], "stated", JUNE),
        "roles": [("procurement", "stated", JUNE)],
    }
    assert sky_at(cast.acme.pk, today()).stars[0].confirmed_on == today()
    assert is_settled(cast.acme)
    change_position(cast.cleo, ana, today(), title="Intern")
    assert facts(ana)["level"] == ("director", "stated")


def test_undoing_a_confirmation_brings_the_assumptions_back(cast: Cast, ana: Stakeholder) -> None:
    before = standing()
    confirm_assumptions(cast.cleo, cast.acme, [ana])
    undo_act(Act.objects.get(kind="confirm_assumptions"), cast.cleo)
    assert standing() == before


def test_many_are_confirmed_in_one_act_and_who_has_nothing_assumed_is_left_alone(cast: Cast, ana: Stakeholder) -> None:
    bob = add_stakeholder(cast.cleo, cast.acme, name="Bob", title="CFO")
    wiz = add_stakeholder(cast.cleo, cast.acme, name="Wiz", title="Wizard")
    assert confirm_assumptions(cast.cleo, cast.acme, [ana, bob, wiz]) == 2
    assert Act.objects.get(kind="confirm_assumptions").summary == "Confirmed what was assumed of 2 people"
    assert set(Confirmation.objects.values_list("stakeholder_id", flat=True)) == {ana.pk, bob.pk}
    assert confirm_assumptions(cast.cleo, cast.acme, [ana, bob, wiz]) == 0
    assert Act.objects.filter(kind="confirm_assumptions").count() == 1


def test_a_correction_states_what_is_right_and_rules_out_the_rest(cast: Cast, ana: Stakeholder) -> None:
    correct_assumptions(cast.cleo, ana, Correction("manager", "", None, frozenset()))
    assert facts(ana) == {
        "level": ("manager", "stated"),
        "department": ("", "stated"),
        "authority": (None, [], "stated", JUNE),
        "roles": [],
    }
    assert sorted(RuledOut.objects.values_list("field", "title")) == [
        ("authority", "leiterin einkauf"),
        ("department", "leiterin einkauf"),
        ("role", "leiterin einkauf"),
    ]
    assert is_settled(cast.acme)
    undo_act(Act.objects.get(kind="correct_assumptions"), cast.cleo)
    assert facts(ana)["level"] == ("director", "assumed")


def test_roles_that_are_right_are_stated_and_others_not_assumed_again(cast: Cast) -> None:
    bob = add_stakeholder(cast.cleo, cast.acme, name="Bob", title="CFO")
    budget = Role.objects.get(key="budget_holder")
    correct_assumptions(cast.cleo, bob, Correction("executive", "Finance", 8, frozenset({budget.pk})))
    assert facts(bob)["roles"] == [("budget_holder", "stated", None)]
    assert facts(bob)["authority"] == (8, [], "stated", None)
    assert is_settled(cast.acme)


def test_a_correction_out_of_range_changes_nothing(cast: Cast, ana: Stakeholder) -> None:
    before = standing()
    with pytest.raises(ValidationError) as caught:
        correct_assumptions(cast.cleo, ana, Correction("director", "Procurement", 11, frozenset()))
    assert list(caught.value.message_dict) == ["authority"]
    assert standing() == before


def test_where_nothing_is_assumed_nothing_is_corrected(cast: Cast) -> None:
    wiz = add_stakeholder(cast.cleo, cast.acme, name="Wiz", title="Wizard")
    with pytest.raises(ValidationError):
        correct_assumptions(cast.cleo, wiz, Correction("director", "", None, frozenset()))
    assert not Act.objects.filter(kind="correct_assumptions").exists()
