"""Whoever gets the deals of another by a merge of accounts starts with a debrief, as by any other change of owner."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import Account, Act, OwnerChange
from accounts.services.accounts import edit_account
from accounts.services.deals import record_deal
from accounts.services.merging.merging import merge, preview
from accounts.services.undo import undo_act
from csm.foundation.merging import Merger
from stakeholders.selectors.handoff_clocks import clocks_of
from tests.personas import Cast

CLOSED = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)
MERGED = CLOSED + 20 * DAY


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Acme is Cleo's, Bolt is Carl's; Bolt won the later deal."""
    with time_machine.travel(CLOSED + DAY, tick=False):
        Account.objects.filter(pk=cast.bolt.pk).update(owner=cast.carl)
        record_deal(cast.ada, cast.acme, name="First", stage="won", closed_at=CLOSED - 30 * DAY)
        record_deal(cast.ada, cast.bolt, name="Second", stage="won", closed_at=CLOSED)
    return cast


def merged(cast: Cast, companies: Merger, **choices: int | str) -> None:
    winner, loser = (Account.objects.get(pk=pk) for pk in (cast.acme.pk, cast.bolt.pk))
    with time_machine.travel(MERGED, tick=False):
        preview(companies, winner, loser)
        merge(cast.ada, companies, winner, loser, choices)


def undone(cast: Cast) -> None:
    with time_machine.travel(MERGED + DAY, tick=False):
        undo_act(Act.objects.latest("pk"), cast.ada)


def started(cast: Cast) -> dict[str, list[datetime | None]]:
    """When each debrief with a new owner began, by deal."""
    return {
        deal.name: [clock.started_at for clock in deal.clocks if clock.kind == "new_owner_debrief"]
        for deal in clocks_of([cast.acme.pk, cast.bolt.pk], MERGED + DAY)
    }


def test_the_deal_of_the_other_account_goes_over_to_the_owner_of_what_stays(two: Cast, companies: Merger) -> None:
    merged(two, companies, owner=two.acme.pk)
    assert started(two) == {"First": [], "Second": [MERGED]}
    kept = OwnerChange.objects.standing().get()
    assert (kept.former_id, kept.owner_id) == (two.carl.pk, two.cleo.pk)
    undone(two)
    assert started(two) == {"First": [], "Second": []}


def test_a_chosen_owner_who_had_the_deal_needs_no_debrief(two: Cast, companies: Merger) -> None:
    merged(two, companies, owner=two.bolt.pk)
    assert Account.objects.get(pk=two.acme.pk).owner_id == two.carl.pk
    assert started(two) == {"First": [], "Second": []}


def test_a_chosen_owner_starts_with_the_deal_won_last_of_what_stays(two: Cast, companies: Merger) -> None:
    with time_machine.travel(CLOSED + 3 * DAY, tick=False):
        record_deal(two.ada, two.acme, name="Third", stage="won", closed_at=CLOSED + 2 * DAY)
    merged(two, companies, owner=two.bolt.pk)
    assert started(two) == {"First": [], "Second": [], "Third": [MERGED]}


def test_earlier_changes_stay_with_the_deals_they_concerned_and_come_back(two: Cast, companies: Merger) -> None:
    changed = CLOSED + 5 * DAY
    with time_machine.travel(changed, tick=False):
        edit_account(two.ada, two.acme, Account.objects.get(pk=two.acme.pk).row_version, owner=two.mara)
    before = {"First": [changed], "Second": []}
    assert started(two) == before
    merged(two, companies, owner=two.acme.pk)
    assert started(two) == {"First": [changed], "Second": [MERGED]}
    undone(two)
    assert started(two) == before
    assert OwnerChange.objects.get().deal_id is None


def test_accounts_of_one_owner_are_not_handed_over(two: Cast, companies: Merger) -> None:
    Account.objects.filter(pk=two.bolt.pk).update(owner=two.cleo)
    merged(two, companies)
    assert not OwnerChange.objects.exists()
