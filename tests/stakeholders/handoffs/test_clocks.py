"""The clocks as facts give them: what was said, what is derived from touchpoints, segments, owners; one query."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountTeamMember, Act, Contract, Job, Product
from accounts.services.accounts import edit_account
from accounts.services.deals import edit_deal, remove_deal, reopen_deal, say_live
from accounts.services.undo import undo_act
from stakeholders.domain.handoff_clocks import Clock, Held
from stakeholders.selectors.handoff_clocks import clocks_of, pressing_clocks
from stakeholders.selectors.handoff_list import HandoffList
from stakeholders.selectors.handoff_states import handoff_states
from stakeholders.services.handoffs import record_meeting, remove_meeting
from stakeholders.services.touchpoints import retract_touchpoint
from tests.personas import Cast
from tests.stakeholders.handoffs.conftest import CLOSED, DAY, HOUR, met, somebody, touch_level, won

pytestmark = pytest.mark.django_db


def states(cast: Cast, now: datetime) -> dict[str, str]:
    return {one.kind.value: one.state.value for deal in clocks_of([cast.acme.pk], now) for one in deal.clocks}


@time_machine.travel(CLOSED + 49 * HOUR, tick=False)
def test_a_debrief_that_was_said_ends_its_clock_and_taken_back_it_runs_again(cast: Cast) -> None:
    deal = won(cast)
    assert states(cast, CLOSED + 49 * HOUR) == {"debrief": "breached", "introduction": "running"}
    meeting = record_meeting(cast.cleo, deal, "debrief", CLOSED + 40 * HOUR)
    assert states(cast, CLOSED + 49 * HOUR)["debrief"] == "in_time"
    remove_meeting(cast.cleo, meeting)
    assert states(cast, CLOSED + 49 * HOUR)["debrief"] == "breached"
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert states(cast, CLOSED + 49 * HOUR)["debrief"] == "in_time"


@time_machine.travel(CLOSED + 9 * DAY, tick=False)
def test_only_a_two_way_touchpoint_of_the_csm_with_somebody_there_introduces(cast: Cast) -> None:
    won(cast)
    ana, now = somebody(cast), CLOSED + 9 * DAY
    met(cast, CLOSED - HOUR, cast.cleo, ana)
    met(cast, CLOSED + HOUR, cast.cleo, ana, two_way=False)
    met(cast, CLOSED + HOUR, cast.mara, ana)
    assert states(cast, now)["introduction"] == "breached"
    late = met(cast, CLOSED + 6 * DAY, cast.cleo, ana)
    assert states(cast, now)["introduction"] == "late"
    first = met(cast, CLOSED + 2 * DAY, cast.cleo, ana)
    (deal,) = clocks_of([cast.acme.pk], now)
    assert deal.clocks[1].held == Held(CLOSED + 2 * DAY, first.pk)
    retract_touchpoint(cast.ada, first)
    (deal,) = clocks_of([cast.acme.pk], now)
    assert deal.clocks[1].held == Held(CLOSED + 6 * DAY, late.pk)


@time_machine.travel(CLOSED + 9 * DAY, tick=False)
def test_who_had_the_job_of_csm_on_the_day_introduces_too(cast: Cast) -> None:
    won(cast)
    ana, now = somebody(cast), CLOSED + 9 * DAY
    met(cast, CLOSED + DAY, cast.carl, ana)
    met(cast, CLOSED + 3 * DAY, cast.carl, ana)
    job = Job.objects.get(key="csm")
    begun = (CLOSED + 2 * DAY).date()
    AccountTeamMember.objects.create(account=cast.acme, user=cast.carl, job=job, valid_from=begun)
    (deal,) = clocks_of([cast.acme.pk], now)
    assert deal.clocks[1].held is not None
    assert deal.clocks[1].held.at == CLOSED + 3 * DAY


@time_machine.travel(CLOSED + 9 * DAY, tick=False)
def test_the_segment_says_when_the_csm_is_introduced(cast: Cast) -> None:
    deal, ana, now = won(cast), somebody(cast), CLOSED + 9 * DAY
    met(cast, CLOSED - DAY, cast.cleo, ana)
    found = {}
    for level, point in (
        ("high", ""),
        ("medium", ""),
        ("low", ""),
        ("low", "after_closing"),
        ("high", "after_go_live"),
    ):
        touch_level(cast, level, point)
        found[level, point] = states(cast, now)["introduction"]
    assert found == {
        ("high", ""): "breached",
        ("medium", ""): "breached",
        ("low", ""): "waiting",
        ("low", "after_closing"): "breached",
        ("high", "after_go_live"): "waiting",
    }
    say_live(cast.cleo, deal, CLOSED + 8 * DAY)
    assert states(cast, now)["introduction"] == "running"
    Account.objects.filter(pk=cast.acme.pk).update(segment=None)
    assert states(cast, now)["introduction"] == "breached"


def test_before_the_sale_the_clock_runs_from_eighty_per_cent(cast: Cast) -> None:
    touch_level(cast, "high")
    with time_machine.travel(CLOSED - 9 * DAY, tick=False):
        deal = won(cast, stage="open", closed_at=None, probability=80, expected_on=(CLOSED + 9 * DAY).date())
        ana = somebody(cast)
    assert states(cast, CLOSED)["introduction"] == "running"
    with time_machine.travel(CLOSED, tick=False):
        met(cast, CLOSED - 10 * DAY, cast.cleo, ana)
        assert states(cast, CLOSED)["introduction"] == "running"
        met(cast, CLOSED - 8 * DAY, cast.cleo, ana)
        assert states(cast, CLOSED)["introduction"] == "in_time"
        edit_deal(cast.cleo, deal, probability=50)
    assert states(cast, CLOSED)["introduction"] == "waiting"


def test_a_customer_who_had_this_csm_needs_no_introduction_and_counts_in_no_share(cast: Cast) -> None:
    """Customer since the 6th of May 2025, first met a month later; the expansion was known on the 25th of February."""
    known = CLOSED - 5 * DAY
    with time_machine.travel(known, tick=False):
        expansion = won(cast, name="Expansion", stage="open", closed_at=None, probability=40)
        ana = somebody(cast)
        met(cast, CLOSED - 260 * DAY, cast.cleo, ana)
        assert _introduction(cast, "Expansion", known).state.value == "waiting"
        won(cast, name="First order", closed_at=CLOSED - 300 * DAY)
        early = met(cast, CLOSED - 270 * DAY, cast.cleo, ana)
    with time_machine.travel(CLOSED + 9 * DAY, tick=False):
        edit_deal(cast.cleo, expansion, stage="won", closed_at=CLOSED)
        for level in ("high", "medium", "low"):
            touch_level(cast, level)
            clock = _introduction(cast, "Expansion", CLOSED + 9 * DAY)
            assert (clock.state.value, clock.held) == ("already_known", Held(CLOSED - 270 * DAY, early.pk)), level
        first = _introduction(cast, "First order", CLOSED + 9 * DAY)
        assert first.state.value == "waiting"
        shares = HandoffList(cast.ada, {"account_id": str(cast.acme.pk)}, CLOSED + 9 * DAY).total()
        assert (shares.debriefs.due, shares.introductions.due) == (1, 0)
        state = handoff_states([cast.acme.pk], CLOSED + 9 * DAY)[cast.acme.pk]
        assert state.is_introduced
        acme = Account.objects.get(pk=cast.acme.pk)
        edit_account(cast.ada, acme, acme.row_version, owner=cast.carl)
        assert _introduction(cast, "Expansion", CLOSED + 9 * DAY).state.value == "already_known"
        AccountTeamMember.objects.filter(account=acme, user=cast.cleo).delete()
        assert _introduction(cast, "Expansion", CLOSED + 9 * DAY).state.value == "waiting"
        touch_level(cast, "medium", "after_closing")
        assert _introduction(cast, "Expansion", CLOSED + 9 * DAY).state.value == "breached"


@pytest.mark.parametrize(("days_before", "state"), [(30, "breached"), (31, "already_known")])
@time_machine.travel(CLOSED + 9 * DAY, tick=False)
def test_a_contract_of_long_before_makes_a_customer(cast: Cast, days_before: int, state: str) -> None:
    """What begins within thirty days of the deal is the contract of the deal itself."""
    won(cast)
    met(cast, CLOSED - HOUR, cast.cleo, somebody(cast))
    begun = CLOSED.date() - timedelta(days=days_before)
    product = Product.objects.create(name="Suite")
    Contract.objects.create(
        account=cast.acme,
        product=product,
        starts_on=begun,
        ends_on=begun + timedelta(days=365),
        annual_value=1,
        currency="EUR",
    )
    assert states(cast, CLOSED + 9 * DAY)["introduction"] == state


def _introduction(cast: Cast, name: str, now: datetime) -> Clock:
    [deal] = [one for one in clocks_of([cast.acme.pk], now) if one.name == name]
    return deal.clocks[-1]


def test_a_new_owner_starts_the_debrief_of_the_deal_won_last_again(cast: Cast) -> None:
    changed = CLOSED + 30 * DAY
    with time_machine.travel(changed, tick=False):
        won(cast, name="Older", closed_at=CLOSED - 300 * DAY)
        latest = won(cast)
        record_meeting(cast.cleo, latest, "debrief", CLOSED + DAY)
        cast.acme.refresh_from_db()
        edit_account(cast.ada, cast.acme, cast.acme.row_version, owner=cast.carl)
    found = {deal.name: [one.kind.value for one in deal.clocks] for deal in clocks_of([cast.acme.pk], changed + HOUR)}
    assert found == {
        "Suite": ["debrief", "new_owner_debrief", "introduction"],
        "Older": ["debrief", "introduction"],
    }
    pressing = pressing_clocks([cast.acme.pk], changed + 47 * HOUR)[cast.acme.pk]
    assert [(clock.kind.value, clock.left) for _deal, clock in pressing if clock.state.value == "running"] == [
        ("new_owner_debrief", HOUR)
    ]
    assert states(cast, changed + 49 * HOUR)["new_owner_debrief"] == "breached"


def test_a_deal_won_after_a_change_of_owner_leaves_the_clock_with_the_earlier_one(cast: Cast) -> None:
    with time_machine.travel(CLOSED + DAY, tick=False):
        won(cast, name="Older")
        cast.acme.refresh_from_db()
        edit_account(cast.ada, cast.acme, cast.acme.row_version, owner=cast.carl)
    with time_machine.travel(CLOSED + 3 * DAY, tick=False):
        won(cast, name="Newer", closed_at=CLOSED + 2 * DAY)
        won(cast, name="Came late from the CRM", closed_at=CLOSED + 12 * HOUR, needs_handoff=False)
    found = {deal.name: [one.kind.value for one in deal.clocks] for deal in clocks_of([cast.acme.pk], CLOSED + 4 * DAY)}
    assert found == {"Newer": ["debrief", "introduction"], "Older": ["debrief", "new_owner_debrief", "introduction"]}


@time_machine.travel(CLOSED + DAY, tick=False)
def test_deals_without_a_handoff_lost_open_again_or_removed_have_no_clock(cast: Cast) -> None:
    won(cast, needs_handoff=False)
    won(cast, stage="lost")
    remove_deal(cast.ada, won(cast))
    assert clocks_of([cast.acme.pk], CLOSED + 9 * DAY) == []
    reopen_deal(cast.ada, won(cast))
    assert states(cast, CLOSED + 9 * DAY) == {"debrief": "waiting", "introduction": "waiting"}
    assert pressing_clocks([cast.acme.pk], CLOSED + 9 * DAY) == {}


@time_machine.travel(CLOSED + DAY, tick=False)
def test_many_accounts_cost_one_query(cast: Cast) -> None:
    for account in (cast.acme, cast.bolt, cast.comet):
        won(cast, account)
    with CaptureQueriesContext(connection) as queries:
        found = clocks_of([cast.acme.pk, cast.bolt.pk, cast.comet.pk], CLOSED + DAY)
    assert ([deal.account_id for deal in found], len(queries)) == ([cast.acme.pk, cast.bolt.pk, cast.comet.pk], 1)
