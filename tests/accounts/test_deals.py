"""Deals are recorded, closed, reopened and taken back; each is an act that can be undone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.deals import DealStage
from accounts.models import Account, Act, Deal, FactsVersion, OwnerChange
from accounts.selectors.deals import WonDeal, latest_won_deals
from accounts.services import deals
from accounts.services.accounts import edit_account
from accounts.services.acts import StaleEdit, act
from accounts.services.many_accounts import set_on_accounts
from accounts.services.undo import undo_act
from tests.personas import Cast

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def version(account: Account) -> int:
    row = FactsVersion.objects.filter(pk=account.pk).first()
    return row.facts_version if row else 0


def undo(cast: Cast) -> None:
    undo_act(Act.objects.latest("pk"), cast.cleo)


def deal_of(cast: Cast, **fields: object) -> Deal:
    return deals.record_deal(cast.cleo, cast.acme, name="Suite", **fields)


@time_machine.travel(NOW, tick=False)
def test_winning_reopening_and_winning_again_can_each_be_undone(cast: Cast) -> None:
    deal, before = deal_of(cast, probability=60), version(cast.acme)
    deals.close_deal(cast.cleo, deal, DealStage.WON)
    assert (deal.stage, deal.closed_at, version(cast.acme)) == ("won", NOW, before + 1)
    deals.reopen_deal(cast.cleo, deal)
    assert (deal.stage, deal.closed_at) == ("open", None)
    undo(cast)
    deal.refresh_from_db()
    assert (deal.stage, deal.closed_at) == ("won", NOW)
    deals.remove_deal(cast.cleo, deal)
    assert not Deal.objects.visible_to(cast.cleo).exists()
    undo(cast)
    assert Deal.objects.visible_to(cast.cleo).get().stage == "won"


@time_machine.travel(NOW, tick=False)
def test_a_reason_belongs_to_what_was_lost(cast: Cast) -> None:
    deal = deal_of(cast)
    deals.close_deal(cast.cleo, deal, DealStage.LOST, lost_reason="Price")
    assert deal.lost_reason == "Price"
    deals.reopen_deal(cast.cleo, deal)
    assert deal.lost_reason == ""


@time_machine.travel(NOW, tick=False)
def test_nothing_is_closed_in_the_future_and_nothing_was_written(cast: Cast) -> None:
    deal = deal_of(cast)
    before = version(cast.acme)
    with pytest.raises(ValidationError, match="lies ahead"):
        deals.close_deal(cast.cleo, deal, DealStage.WON, closed_at=NOW + timedelta(seconds=1))
    with pytest.raises(ValidationError, match="lies ahead"):
        deals.say_live(cast.cleo, deal, NOW + timedelta(hours=1))
    with pytest.raises(ValidationError, match="less than or equal to 100"):
        deals.edit_deal(cast.cleo, deal, probability=101)
    with pytest.raises(StaleEdit):
        deals.edit_deal(cast.cleo, deal, 7, probability=10)
    deal.refresh_from_db()
    assert (deal.stage, deal.live_at, deal.probability, version(cast.acme)) == ("open", None, None, before)


def test_it_is_likely_since_it_first_came_to_eighty_per_cent(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        deal = deal_of(cast, probability=79)
    assert deal.likely_at is None
    for hours, probability, since in ((1, 80, 1), (2, 95, 1), (3, 40, None), (4, 80, 4)):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            deals.edit_deal(cast.cleo, deal, probability=probability)
        assert deal.likely_at == (None if since is None else NOW + timedelta(hours=since))
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        deals.close_deal(cast.cleo, deal, DealStage.WON)
    assert deal.likely_at == NOW + timedelta(hours=4)


def test_the_deal_won_last_is_found_for_many_accounts_in_one_query(cast: Cast) -> None:
    first = deal_of(cast, stage="won", closed_at=NOW)
    last = deal_of(cast, stage="won", closed_at=NOW + timedelta(days=1), needs_handoff=False)
    deal_of(cast, stage="lost", closed_at=NOW + timedelta(days=2))
    deals.remove_deal(cast.cleo, deal_of(cast, stage="won", closed_at=NOW + timedelta(days=3)))
    with CaptureQueriesContext(connection) as queries:
        found = latest_won_deals([cast.acme.pk, cast.bolt.pk])
    assert (found, len(queries)) == ({cast.acme.pk: WonDeal(last.pk, NOW + timedelta(days=1))}, 1)
    deals.reopen_deal(cast.cleo, last)
    assert latest_won_deals([cast.acme.pk]) == {cast.acme.pk: WonDeal(first.pk, NOW)}


def hand_overs() -> list[tuple[str, str, str, datetime]]:
    rows = OwnerChange.objects.standing().order_by("pk")
    return list(rows.values_list("account__name", "former__name", "owner__name", "changed_at"))


@time_machine.travel(NOW, tick=False)
def test_a_change_of_owner_is_dated_and_undone_with_it(cast: Cast) -> None:
    cast.acme.refresh_from_db()
    edit_account(cast.ada, cast.acme, cast.acme.row_version, owner=cast.carl)
    cast.acme.refresh_from_db()
    edit_account(cast.ada, cast.acme, cast.acme.row_version, owner=cast.mara)
    assert hand_overs() == [("Acme", "Cleo", "Carl", NOW), ("Acme", "Carl", "Mara", NOW)]
    undo_act(Act.objects.latest("pk"), cast.ada)
    assert hand_overs() == [("Acme", "Cleo", "Carl", NOW)]
    cast.acme.refresh_from_db()
    edit_account(cast.ada, cast.acme, cast.acme.row_version, owner=None)
    assert len(hand_overs()) == 1


@time_machine.travel(NOW, tick=False)
def test_many_accounts_change_their_owner_and_those_without_one_are_not_handed_over(cast: Cast) -> None:
    rows = list(Account.objects.order_by("pk"))
    with act("edit_many", cast.ada, None, "Set the owner") as recorder:
        set_on_accounts(recorder, rows, {"owner_id": cast.carl.pk})
    assert hand_overs() == [("Acme", "Cleo", "Carl", NOW)]
    assert set(Account.objects.values_list("owner_id", flat=True)) == {cast.carl.pk}
