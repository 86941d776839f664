"""Two accounts become one, with everything below them; and come apart again."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account, AccountNote, AccountTeamMember, Act, Contract, ExternalId, Job, Merge, Product
from accounts.models.external_ids import FORMER_DOMAIN, FORMER_NAME
from accounts.selectors.merging import redirected
from accounts.services import accounts, contracts, notes
from accounts.services.external_ids import name_row
from accounts.services.merging.merging import merge
from accounts.services.undo import UndoConflict, undo_act
from csm.foundation.clock import today
from csm.foundation.merging import Merger
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.selectors.skies import sky_at
from stakeholders.services import connections, people
from tests.personas import Cast
from tests.stakeholders.merging.conftest import days_ago, meet


@pytest.fixture
def bolt(cast: Cast) -> Account:
    """Bolt with two people, one of whom is at Acme too."""
    ana = people.add_stakeholder(cast.ada, cast.acme, name="Ana Silva", joined_on=days_ago(400))
    people.add_stakeholder(cast.ada, cast.bolt, person=ana.person, joined_on=days_ago(100))
    people.add_stakeholder(cast.ada, cast.bolt, name="Rui Ramos")
    return cast.bolt


def merged(cast: Cast, companies: Merger, **choices: Any) -> Merge:
    return merge(
        cast.ada, companies, Account.objects.get(pk=cast.acme.pk), Account.objects.get(pk=cast.bolt.pk), choices
    )


def at_acme(cast: Cast, name: str) -> Stakeholder:
    found: Stakeholder = Stakeholder.objects.standing().get(account=cast.acme, person__name=name)
    return found


def test_everybody_is_at_the_one_that_stays_each_once_and_with_a_number_of_their_own(
    cast: Cast, bolt: Account, companies: Merger
) -> None:
    merged(cast, companies)
    stays = Stakeholder.objects.standing().filter(account=cast.acme).order_by("number")
    assert [(stay.person.name, stay.number, stay.joined_on) for stay in stays] == [
        ("Ana Silva", 0, days_ago(400)),
        ("Rui Ramos", 1, None),
    ]
    assert not Stakeholder.objects.standing().filter(account=bolt).exists()


def test_touchpoints_contracts_team_notes_children_and_history_come_over(
    cast: Cast, bolt: Account, companies: Merger
) -> None:
    rui = Stakeholder.objects.get(person__name="Rui Ramos")
    meeting = meet(cast, bolt, 5, rui)
    below = accounts.create_account(cast.ada, name="Below", parent=bolt)
    notes.write_note(cast.ada, bolt, text="Pays late", noted_on=today())
    merged(cast, companies)
    assert Touchpoint.objects.get(pk=meeting.pk).account_id == cast.acme.pk
    assert Account.objects.get(pk=below.pk).parent_id == cast.acme.pk
    assert AccountNote.objects.get().account_id == cast.acme.pk
    team = AccountTeamMember.objects.standing().filter(account=cast.acme)
    assert sorted(member.user.name for member in team) == ["Carl", "Cleo"]
    assert not Act.objects.filter(account=bolt).exists()


def test_of_two_pinned_notes_that_of_the_one_that_stays_is_pinned(cast: Cast, companies: Merger) -> None:
    for account, text in ((cast.acme, "ours"), (cast.bolt, "theirs")):
        AccountNote.objects.create(account=account, text=text, is_pinned=True)
    merged(cast, companies)
    held = AccountNote.objects.filter(retracted_at__isnull=True, account=cast.acme).order_by("text")
    assert [(note.text, note.is_pinned) for note in held] == [("ours", True), ("theirs", False)]


def test_a_contract_recorded_at_both_counts_once_and_its_old_id_leads_on(cast: Cast, companies: Merger) -> None:
    product = Product.objects.create(name="Suite")
    given: Any = {"product": product, "starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1), "currency": "EUR"}
    mine = contracts.add_contract(cast.ada, cast.acme, annual_value=1000, **given)
    same = contracts.add_contract(cast.ada, cast.bolt, annual_value=1000, **given)
    other = contracts.add_contract(cast.ada, cast.bolt, annual_value=500, **given)
    name_row(cast.ada, "contract", same.pk, "crm", "c-2")
    merged(cast, companies)
    held = Contract.objects.standing().filter(account=cast.acme).order_by("pk")
    assert [contract.pk for contract in held] == [mine.pk, other.pk]
    assert redirected("contract", [same.pk]) == {same.pk: mine.pk}
    assert ExternalId.objects.get(value="c-2").row_id == mine.pk


def test_names_it_had_lead_to_it(cast: Cast, companies: Merger) -> None:
    Account.objects.filter(pk=cast.bolt.pk).update(domain="bolt.example")
    Account.objects.filter(pk=cast.acme.pk).update(domain="acme.example")
    merged(cast, companies, name=cast.bolt.pk, domain=cast.acme.pk)
    acme = Account.objects.get(pk=cast.acme.pk)
    assert (acme.name, acme.domain) == ("Bolt", "acme.example")
    held = ExternalId.objects.filter(row_id=acme.pk).order_by("source")
    assert [(one.source, one.value) for one in held] == [(FORMER_NAME, "acme"), (FORMER_DOMAIN, "bolt.example")]


def test_a_family_is_not_merged(cast: Cast, companies: Merger) -> None:
    Account.objects.filter(pk=cast.bolt.pk).update(parent=cast.comet)
    Account.objects.filter(pk=cast.comet.pk).update(parent=cast.acme)
    with pytest.raises(ValidationError, match="Acme is above Bolt: they are a family, not doubles"):
        merged(cast, companies)
    assert (Merge.objects.count(), Account.objects.standing().count()) == (0, 3)


class TestComingApart:
    """What was recorded since about people who go back goes with them, or the reason why not is said."""

    def test_a_touchpoint_with_people_who_go_back_goes_with_them(
        self, cast: Cast, bolt: Account, companies: Merger
    ) -> None:
        made = merged(cast, companies)
        rui, ana = at_acme(cast, "Rui Ramos"), at_acme(cast, "Ana Silva")
        theirs, ours = meet(cast, cast.acme, 1, rui), meet(cast, cast.acme, 1, ana)
        undo_act(made.act, cast.ada)
        assert Touchpoint.objects.get(pk=theirs.pk).account_id == bolt.pk
        assert Touchpoint.objects.get(pk=ours.pk).account_id == cast.acme.pk
        assert [star.name for star in sky_at(bolt.pk, today()).stars] == ["Ana Silva", "Rui Ramos"]

    def test_a_touchpoint_of_both_stands_in_the_way_and_nothing_is_undone(
        self, cast: Cast, bolt: Account, companies: Merger
    ) -> None:
        made = merged(cast, companies)
        meet(cast, cast.acme, 1, at_acme(cast, "Rui Ramos"), at_acme(cast, "Ana Silva"))
        with pytest.raises(UndoConflict, match="A touchpoint recorded since concerns people of both accounts"):
            undo_act(made.act, cast.ada)
        assert Account.objects.standing().count() == 2
        assert Act.objects.get(pk=made.act_id).undone_at is None

    def test_a_connection_across_stands_in_the_way(self, cast: Cast, bolt: Account, companies: Merger) -> None:
        made = merged(cast, companies)
        connections.connect(cast.ada, "works_with", at_acme(cast, "Rui Ramos"), at_acme(cast, "Ana Silva"))
        with pytest.raises(UndoConflict, match="A connection recorded since concerns people of both accounts"):
            undo_act(made.act, cast.ada)

    def test_a_successor_across_stands_in_the_way(self, cast: Cast, bolt: Account, companies: Merger) -> None:
        made = merged(cast, companies)
        people.name_successor(cast.ada, at_acme(cast, "Rui Ramos"), at_acme(cast, "Ana Silva"))
        with pytest.raises(UndoConflict, match="Ana Silva was named successor since at the other account"):
            undo_act(made.act, cast.ada)

    def test_whoever_joined_since_stays(self, cast: Cast, bolt: Account, companies: Merger) -> None:
        made = merged(cast, companies)
        people.add_stakeholder(cast.ada, cast.acme, name="New")
        undo_act(made.act, cast.ada)
        stays = Stakeholder.objects.standing().filter(account=cast.acme).order_by("number")
        assert [(stay.person.name, stay.number) for stay in stays] == [("Ana Silva", 0), ("New", 2)]


def test_job_of_the_team_held_at_both_is_held_once(cast: Cast, companies: Merger) -> None:
    csm = Job.objects.get(key="csm")
    AccountTeamMember.objects.create(account=cast.bolt, user=cast.cleo, job=csm, valid_from=days_ago(10))
    merged(cast, companies)
    held = AccountTeamMember.objects.standing().filter(account=cast.acme, user=cast.cleo)
    assert [(member.valid_from, member.valid_to) for member in held] == [(None, None)]
