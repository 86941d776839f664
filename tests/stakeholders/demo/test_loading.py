"""Loading, the command, and removing exactly what was loaded."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from accounts.models import Account, ExternalId, FactsVersion, User
from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.models import Person, Stakeholder, Touchpoint
from stakeholders.services.conclusions import conclude_accounts
from stakeholders.services.demo.loading import DemoIsLoadedError, load_demo
from stakeholders.services.demo.removing import remove_demo
from stakeholders.services.demo.staffing import demo_logins
from stakeholders.services.people import add_stakeholder
from stakeholders.services.touchpoints import record_touchpoint
from tests.personas import assemble

pytestmark = pytest.mark.django_db
FEW = Order(12, 3, date(2026, 3, 4))


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in _tables()}


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ("accounts", "stakeholders")]


def shape() -> list[Any]:
    """What was loaded, without ids and instants."""
    people = Stakeholder.objects.order_by("account__name", "number")
    touches = Touchpoint.objects.order_by("account__name", "touched_at", "subject", "kind", "pk")
    return [
        list(people.values_list("account__name", "number", "person__email", "joined_on", "left_on")),
        list(touches.values_list("account__name", "touched_at", "kind", "subject", "is_two_way", "touched_on")),
    ]


def test_removing_takes_exactly_what_was_loaded() -> None:
    assemble()
    conclude_accounts(Account.objects.values_list("pk", flat=True))
    before = everything()
    load_demo(FEW)
    assert Account.objects.count() == 15
    assert remove_demo() == 12
    assert everything() == before


def test_the_same_order_loads_the_same_again() -> None:
    load_demo(FEW)
    first = shape()
    remove_demo()
    load_demo(FEW)
    assert shape() == first


def test_what_others_refer_to_stays() -> None:
    cast = assemble()
    load_demo(FEW)
    star = Stakeholder.objects.filter(account__name__startswith="Vesperia").order_by("number")[1]
    kept = add_stakeholder(cast.ada, cast.acme, person=star.person)
    carl = User.objects.get(email="carl@constellation.example")
    record_touchpoint(cast.ada, cast.acme, kind="call", touched_at=kept.recorded_at, users=[carl], stakeholders=[kept])
    remove_demo()
    assert list(Person.objects.values_list("name", flat=True)) == ["Marta Rossi"]
    assert User.objects.get(pk=carl.pk).is_active is False
    assert User.objects.filter(email__endswith="@constellation.example").count() == 1
    assert not ExternalId.objects.filter(source="demo").exists()


def test_edits_by_hand_go_with_the_account() -> None:
    cast = assemble()
    load_demo(FEW)
    account = Account.objects.get(name__startswith="Vesperia")
    add_stakeholder(cast.ada, account, name="By hand", email="hand@elsewhere.example")
    assert remove_demo() == 12
    assert list(Person.objects.values_list("name", flat=True)) == ["By hand"]
    assert Stakeholder.objects.count() == 0


def test_a_second_load_is_refused_and_changes_nothing() -> None:
    load_demo(FEW)
    before = Account.objects.count(), Touchpoint.objects.count()
    with pytest.raises(DemoIsLoadedError):
        load_demo(FEW)
    with pytest.raises(CommandError):
        call_command("demo", accounts=12)
    assert (Account.objects.count(), Touchpoint.objects.count()) == before


@pytest.mark.parametrize("wrong", [{"accounts": 0}, {"as_of": date.max}])
def test_the_command_refuses_what_cannot_be_drawn(wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("demo", **wrong)
    assert Account.objects.count() == 0


def test_the_command_leaves_a_filled_installation_alone() -> None:
    assemble()
    call_command("demo", accounts=12, if_empty=True)
    assert Account.objects.count() == 3


def test_the_command_loads_lists_who_can_sign_in_and_removes() -> None:
    said = StringIO()
    call_command("demo", accounts=3, if_empty=True, stdout=said)
    call_command("demo", logins=True, stdout=said)
    assert Account.objects.count() == 3
    assert "cleo@constellation.example" in said.getvalue()
    call_command("demo", remove=True, stdout=said)
    assert Account.objects.count() == 0
    assert said.getvalue().splitlines()[-1] == "Removed 3 accounts."


def test_everybody_listed_can_sign_in() -> None:
    load_demo(Order(3, 1, today()))
    logins = demo_logins()
    assert len(logins) == 13
    assert logins[0].email == "cleo@constellation.example"
    for login in (logins[0], logins[-1]):
        assert User.objects.get(email=login.email).check_password(login.password)


def test_every_account_has_a_version_of_its_facts() -> None:
    load_demo(FEW)
    assert list(FactsVersion.objects.values_list("facts_version", flat=True)) == [1] * 12
