"""Every write is one act; undoing it puts back exactly what was, or nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import (
    Account,
    AccountTeamMember,
    Act,
    Contract,
    ExchangeRate,
    ExternalId,
    FactsVersion,
    Job,
    Product,
    Role,
    Segment,
    SegmentRole,
    Team,
    User,
)
from accounts.services import accounts, catalogue, contracts, segments, users
from accounts.services.acts import StaleEdit, act
from accounts.services.undo import UndoConflict, undo_act, undo_group
from accounts.signals import facts_changed
from tests.personas import Cast

pytestmark = pytest.mark.django_db

KEPT = [Account, AccountTeamMember, Contract, ExchangeRate, ExternalId, Job, Product, Role, Segment, SegmentRole]
KEPT += [Team, User]
BOOKKEEPING = {"row_version", "recorded_at", "retracted_at", "retracted_by"}


def picture() -> dict[str, list[dict[str, Any]]]:
    """Everything that stands, but for bookkeeping."""
    return {model.__name__: [_facts(row) for row in _standing(model)] for model in KEPT}


def _standing(model: Any) -> Any:
    rows = model._default_manager.order_by("pk")
    return rows.standing() if hasattr(rows, "standing") else rows


def _facts(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.fields if field.name not in BOOKKEEPING}


def versions() -> dict[int, int]:
    return dict(FactsVersion.objects.values_list("account_id", "facts_version"))


def last_act() -> Act:
    return Act.objects.latest("pk")


def _member(cast: Cast) -> AccountTeamMember:
    return AccountTeamMember.objects.get(account=cast.acme)


def _contract(cast: Cast) -> Contract:
    product = Product.objects.create(name="Suite")
    return contracts.add_contract(
        cast.cleo,
        cast.acme,
        product=product,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        annual_value=Decimal("1200.00"),
        currency="eur",
    )


def _segment() -> Segment:
    return Segment.objects.get(name="Medium touch")


def _rate(cast: Cast) -> ExchangeRate:
    return catalogue.set_exchange_rate(cast.otto, "usd", date(2026, 1, 1), Decimal("0.9"))


PREPARE: dict[str, Callable[[Cast], Any]] = {
    "edit_contract": _contract,
    "conclude_contract": _contract,
    "remove_contract": _contract,
    "set_exchange_rate_again": _rate,
    "remove_exchange_rate": _rate,
    "forget_name_elsewhere": lambda cast: accounts.name_elsewhere(cast.cleo, cast.acme, "crm", "17"),
    "name_elsewhere_anew": lambda cast: accounts.name_elsewhere(cast.cleo, cast.acme, "crm", "17"),
    "edit_team": lambda cast: Team.objects.get(),
}
WRITES: dict[str, Callable[[Cast, Any], Any]] = {
    "create_account": lambda cast, _: accounts.create_account(cast.cleo, name="Delta", segment=_segment()),
    "edit_account": lambda cast, _: accounts.edit_account(
        cast.cleo, cast.acme, 1, name="Acme Group", domain="https://www.ACME.com/x", parent=cast.bolt, employees=12
    ),
    "remove_account": lambda cast, _: accounts.remove_account(cast.ada, cast.comet),
    "assign_team_member": lambda cast, _: accounts.assign_team_member(
        cast.cleo, cast.acme, cast.carl, Job.objects.get(key="support"), date(2026, 3, 1)
    ),
    "hand_over_job": lambda cast, _: accounts.hand_over_job(cast.mara, _member(cast), cast.carl, date(2026, 5, 1)),
    "end_team_member": lambda cast, _: accounts.end_team_member(cast.mara, _member(cast), date(2026, 5, 1)),
    "correct_team_member": lambda cast, _: accounts.correct_team_member(
        cast.mara, _member(cast), valid_from=date(2025, 1, 1)
    ),
    "retract_team_member": lambda cast, _: accounts.retract_team_member(cast.mara, _member(cast)),
    "name_elsewhere": lambda cast, _: accounts.name_elsewhere(cast.cleo, cast.acme, "crm", "0017"),
    "name_elsewhere_anew": lambda cast, _: accounts.name_elsewhere(cast.cleo, cast.acme, "crm", "18"),
    "forget_name_elsewhere": lambda cast, name: accounts.forget_name_elsewhere(cast.cleo, cast.acme, name),
    "add_contract": lambda cast, _: _contract(cast),
    "edit_contract": lambda cast, row: contracts.edit_contract(cast.cleo, row, 1, annual_value=Decimal("900.00")),
    "conclude_contract": lambda cast, row: contracts.conclude_contract(cast.cleo, row, 1, ContractOutcome.RENEWED),
    "remove_contract": lambda cast, row: contracts.remove_contract(cast.cleo, row),
    "create_user": lambda cast, _: users.create_user(cast.ada, name="Nia", email="NIA@ours.example", role="csm"),
    "edit_user": lambda cast, _: users.edit_user(cast.ada, cast.carl, 1, team=Team.objects.get(), role="manager"),
    "deactivate_user": lambda cast, _: users.deactivate_user(cast.ada, cast.carl),
    "create_team": lambda cast, _: users.create_team(cast.ada, name="South", manager=cast.mara),
    "edit_team": lambda cast, team: users.edit_team(cast.ada, team, 1, name="Far north", manager=cast.ada),
    "create_segment": lambda cast, _: segments.create_segment(
        cast.otto, {Role.objects.get(key="it"): segments.RoleRule(True, 30)}, name="Public sector"
    ),
    "edit_segment": lambda cast, _: segments.edit_segment(
        cast.otto,
        _segment(),
        1,
        {
            Role.objects.get(key="it"): segments.RoleRule(True, 100),
            Role.objects.get(key="champion"): segments.RoleRule(False, 20),
        },
        half_life_days=70,
    ),
    "create_role": lambda cast, _: segments.create_role(cast.otto, key="legal", name="Legal", letter="L"),
    "edit_role": lambda cast, _: segments.edit_role(cast.otto, Role.objects.get(key="champion"), 1, decides=True),
    "create_job": lambda cast, _: catalogue.create_job(cast.otto, key="coach", name="Coach"),
    "edit_job": lambda cast, _: catalogue.edit_job(cast.otto, Job.objects.get(key="csm"), 1, name="Partner"),
    "create_product": lambda cast, _: catalogue.create_product(cast.otto, name="Suite"),
    "set_exchange_rate": lambda cast, _: _rate(cast),
    "set_exchange_rate_again": lambda cast, _: catalogue.set_exchange_rate(
        cast.otto, "USD", date(2026, 1, 1), Decimal("0.95")
    ),
    "remove_exchange_rate": lambda cast, rate: catalogue.remove_exchange_rate(cast.otto, rate),
}


@pytest.mark.parametrize("name", WRITES)
def test_undoing_any_write_puts_back_what_stood_before(cast: Cast, name: str) -> None:
    prepared = PREPARE[name](cast) if name in PREPARE else None
    before, count = picture(), Act.objects.count()
    if name == "add_contract":
        before["Product"] = [{"id": None, "name": "Suite"}]
    WRITES[name](cast, prepared)
    assert Act.objects.count() == count + 1
    written = picture()
    assert written != before
    undo_act(last_act(), cast.ada)
    after = picture()
    if name == "add_contract":
        after["Product"][0]["id"] = None
    assert after == before


def test_an_act_says_who_did_what_to_which_account(cast: Cast) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
    one = last_act()
    assert (one.kind, one.actor, one.account, one.summary) == ("edit_account", cast.cleo, cast.acme, "Edited Acme")
    assert one.changes == [["accounts.account", cast.acme.pk, {"industry": ""}, {"industry": "Shipping"}]]
    assert one.touched == [cast.acme.pk]


def test_the_act_that_creates_an_account_is_in_its_history(cast: Cast) -> None:
    delta = accounts.create_account(cast.cleo, name=" Delta ")
    assert (delta.name, last_act().account_id, last_act().touched) == ("Delta", delta.pk, [delta.pk])
    assert versions()[delta.pk] == 1


def test_saving_what_is_there_already_is_no_act(cast: Cast) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, name="Acme")
    assert Act.objects.count() == 0
    assert versions() == {}


def test_each_write_and_its_undo_raise_the_version_once_and_announce_it(cast: Cast) -> None:
    heard: list[list[int]] = []

    def listen(account_ids: list[int], **kwargs: Any) -> None:
        heard.append(account_ids)

    facts_changed.connect(listen)
    try:
        accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
        undo_act(last_act(), cast.cleo)
    finally:
        facts_changed.disconnect(listen)
    assert heard == [[cast.acme.pk], [cast.acme.pk]]
    assert versions() == {cast.acme.pk: 2}


def test_a_stale_save_changes_nothing_and_hands_over_what_is_there(cast: Cast) -> None:
    theirs = Account.objects.get(pk=cast.acme.pk)
    accounts.edit_account(cast.carl, theirs, 1, industry="Shipping")
    with pytest.raises(StaleEdit) as caught:
        accounts.edit_account(cast.cleo, cast.acme, 1, industry="Retail")
    assert (caught.value.current.pk, getattr(caught.value.current, "industry", "")) == (cast.acme.pk, "Shipping")
    assert Account.objects.get(pk=cast.acme.pk).industry == "Shipping"
    assert Act.objects.count() == 1


def test_an_act_is_undone_only_once(cast: Cast) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
    undo_act(last_act(), cast.ada)
    assert (last_act().undone_by, last_act().undone_at is not None) == (cast.ada, True)
    with pytest.raises(UndoConflict, match="undone already"):
        undo_act(last_act(), cast.ada)


def test_what_was_changed_again_since_cannot_be_undone(cast: Cast) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
    first = last_act()
    accounts.edit_account(cast.cleo, cast.acme, 2, industry="Retail")
    with pytest.raises(UndoConflict, match="changed again since"):
        undo_act(first, cast.cleo)
    assert Account.objects.get(pk=cast.acme.pk).industry == "Retail"
    assert Act.objects.filter(undone_at__isnull=False).count() == 0


def test_another_column_changed_since_does_not_hinder_undo(cast: Cast) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
    first = last_act()
    accounts.edit_account(cast.cleo, cast.acme, 2, region="North")
    undo_act(first, cast.cleo)
    acme = Account.objects.get(pk=cast.acme.pk)
    assert (acme.industry, acme.region, acme.row_version) == ("", "North", 4)


def test_a_creation_on_which_other_records_depend_cannot_be_undone(cast: Cast) -> None:
    delta = accounts.create_account(cast.cleo, name="Delta")
    created = last_act()
    accounts.assign_team_member(cast.cleo, delta, cast.cleo, Job.objects.get(key="csm"))
    with pytest.raises(UndoConflict, match="depend on this"):
        undo_act(created, cast.cleo)
    assert Account.objects.standing().filter(pk=delta.pk).exists()


def test_a_creation_that_was_edited_since_cannot_be_undone(cast: Cast) -> None:
    delta = accounts.create_account(cast.cleo, name="Delta")
    created = last_act()
    accounts.edit_account(cast.cleo, delta, 1, industry="Shipping")
    with pytest.raises(UndoConflict, match="changed again since"):
        undo_act(created, cast.cleo)


def test_a_setting_in_use_cannot_be_undone(cast: Cast) -> None:
    segment = segments.create_segment(cast.otto, name="Public sector")
    created = last_act()
    accounts.edit_account(cast.cleo, cast.acme, 1, segment=segment)
    with pytest.raises(UndoConflict, match="depend on this"):
        undo_act(created, cast.otto)
    assert Segment.objects.filter(pk=segment.pk).exists()


def test_an_interval_taken_since_cannot_be_reopened(cast: Cast) -> None:
    accounts.end_team_member(cast.mara, _member(cast), date(2026, 5, 1))
    ended = last_act()
    accounts.assign_team_member(cast.mara, cast.acme, cast.cleo, Job.objects.get(key="csm"), date(2026, 6, 1))
    with pytest.raises(UndoConflict):
        undo_act(ended, cast.mara)
    held = AccountTeamMember.objects.standing().filter(account=cast.acme).order_by("pk")
    assert [row.valid_to for row in held] == [date(2026, 5, 1), None]


def test_a_group_is_undone_as_a_whole_last_act_first(cast: Cast) -> None:
    before = picture()
    with act("import", cast.otto, None, "one", group="import:1") as recorder:
        delta = recorder.insert(Account(name="Delta"))
    with act("import", cast.otto, delta.pk, "two", group="import:1") as recorder:
        recorder.insert_many([AccountTeamMember(account=delta, user=cast.carl, job=Job.objects.get(key="csm"))])
        recorder.change(delta, industry="Shipping")
    undo_group("import:1", cast.otto)
    assert picture() == before
    assert Act.objects.filter(undone_by=cast.otto).count() == 2


def test_undoing_a_segment_makes_its_accounts_of_today_due(cast: Cast) -> None:
    high = Segment.objects.get(name="High touch")
    segments.edit_segment(cast.otto, high, 1, half_life_days=50)
    edited = last_act()
    accounts.edit_account(cast.cleo, cast.acme, 1, segment=high)
    undo_act(edited, cast.otto)
    assert versions() == {cast.acme.pk: 2}


def test_a_recorded_fact_is_never_removed(cast: Cast) -> None:
    with pytest.raises(TypeError), act("wrong", cast.ada, cast.acme.pk, "wrong") as recorder:
        recorder.remove(cast.acme)
    assert Account.objects.filter(pk=cast.acme.pk).exists()


def test_a_refused_write_leaves_no_act(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        accounts.create_account(cast.cleo, name="")
    assert Act.objects.count() == 0
