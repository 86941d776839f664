"""The clocks as facts give them: what was said, what is derived from touchpoints, segments, owners; one query."""

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountTeamMember, Act, Job
from accounts.services.accounts import edit_account
from accounts.services.deals import edit_deal, remove_deal, reopen_deal, say_live
from accounts.services.undo import undo_act
from stakeholders.domain.handoff_clocks import Held
from stakeholders.selectors.handoff_clocks import clocks_of, pressing_clocks
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
        ("high", ""): "in_time",
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
