"""Time to first value kept: what begins and ends it, what it is expected to take, and what is made of it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, Act, Contract, FactsVersion, Product, User
from accounts.services.deals import record_deal
from accounts.services.segments import edit_segment
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.models import Alert, Score
from health.selectors.alert_reading import read_alerts
from health.selectors.evidence import evidence_of
from health.selectors.first_value_spread import first_values_over
from health.selectors.value_spread import spreads_of
from health.services.goal_value import confirm_value
from health.services.goals import NewNeed, drop_goal, reach_goal, remove_goal
from playbooks.selectors.facts import facts_of
from stakeholders.models import Conclusion
from tests.health.maps import judge, meet, somebody
from tests.health.wanted import measure_use, read, wanted
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def win(cast: Cast, account: Account, days_ago: int, **fields: object) -> None:
    at = datetime.combine(today() - timedelta(days=days_ago), time(12), UTC)
    record_deal(cast.ada, account, name="Suite", stage="won", closed_at=at, **fields)


def sell(account: Account, begins: int, ends: int, outcome: str = "open") -> Contract:
    """A contract from so many days from today until so many."""
    product, _made = Product.objects.get_or_create(name="Suite")
    days = {"starts_on": today() + timedelta(days=begins), "ends_on": today() + timedelta(days=ends)}
    return Contract.objects.create(
        account=account, product=product, annual_value=Decimal(1000), currency="EUR", outcome=outcome, **days
    )


def kept(account: Account) -> tuple[str, date | None, date | None, int | None]:
    """State, beginning, first value and days, as judged now."""
    Conclusion.objects.filter(pk=account.pk).update(judged_on=None)
    judge(account)
    row = Score.objects.get(pk=account.pk)
    return row.first_value_state, row.began_on, row.first_value_on, row.first_value_days


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def test_the_first_deal_or_the_first_contract_begins_it(cast: Cast) -> None:
    assert kept(cast.acme) == ("not_begun", None, None, None)
    win(cast, cast.acme, 10, needs_handoff=False)  # a renewal of what they have begins nothing
    assert kept(cast.acme)[0] == "not_begun"
    win(cast, cast.acme, 40)
    win(cast, cast.acme, 20)
    assert kept(cast.acme) == ("waiting", ago(40), None, 40)
    sell(cast.acme, -100, 265, "cancelled")
    assert kept(cast.acme)[1] == ago(40)
    sell(cast.acme, -50, 315)
    assert kept(cast.acme) == ("waiting", ago(50), None, 50)


def test_their_word_above_nothing_ends_it_and_undoing_it_does_not(cast: Cast) -> None:
    win(cast, cast.acme, 80)
    goal, ana = wanted(cast, cast.acme), somebody(cast, cast.acme, "Ana")
    confirm_value(cast.cleo, goal, percent=0, stakeholder=ana, on=ago(40))
    confirm_value(cast.cleo, goal, percent=50, on=ago(35))
    assert kept(cast.acme) == ("late", ago(80), None, 80)
    assert Score.objects.get(pk=cast.acme.pk).first_estimate_on == ago(35)
    confirm_value(cast.cleo, goal, percent=10, stakeholder=ana, on=ago(30))
    confirm_value(cast.cleo, goal, percent=5, stakeholder=ana, on=ago(3))
    assert kept(cast.acme) == ("received", ago(80), ago(30), 50)
    drop_goal(cast.cleo, goal, "They have another")  # what was received stays received
    assert kept(cast.acme)[0] == "received"
    remove_goal(cast.cleo, goal)  # it never was
    assert kept(cast.acme)[0] == "late"
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert kept(cast.acme) == ("received", ago(80), ago(30), 50)


def test_a_goal_reached_is_our_own_account(cast: Cast) -> None:
    win(cast, cast.acme, 50)
    reach_goal(cast.cleo, wanted(cast, cast.acme), ago(5))
    assert kept(cast.acme)[0] == "waiting"
    assert Score.objects.get(pk=cast.acme.pk).first_estimate_on == ago(5)


def test_who_left_waits_no_longer_and_who_is_undecided_does(cast: Cast) -> None:
    contract = sell(cast.acme, -200, -20)
    assert kept(cast.acme) == ("late", ago(200), None, 200)  # ended, nothing said
    Contract.objects.filter(pk=contract.pk).update(outcome="churned")
    assert kept(cast.acme) == ("left", ago(200), None, 180)
    sell(cast.acme, 10, 100)  # comes back
    assert kept(cast.acme)[0] == "late"


def test_the_day_of_closing_is_that_of_the_installation(cast: Cast, settings: object) -> None:
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False):
        closed_at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
        record_deal(cast.ada, cast.acme, name="Suite", stage="won", closed_at=closed_at)
        from django.utils import timezone

        local = timezone.localdate(closed_at, timezone.get_default_timezone())
        assert kept(cast.acme)[1] == local


def test_a_segment_says_what_is_expected_and_its_accounts_are_judged_anew(cast: Cast) -> None:
    win(cast, cast.acme, 50)
    assert kept(cast.acme)[0] == "waiting"  # medium touch: 60 days
    segment = cast.acme.segment
    assert segment is not None
    version = FactsVersion.objects.get(pk=cast.acme.pk).facts_version
    edit_segment(cast.otto, segment, segment.row_version, first_value_days=45)
    assert FactsVersion.objects.get(pk=cast.acme.pk).facts_version > version
    judge(cast.acme)
    row = Score.objects.get(pk=cast.acme.pk)
    assert (row.first_value_state, row.first_value_due_on) == ("late", ago(5))


def test_the_past_is_judged_by_what_held_then(cast: Cast) -> None:
    win(cast, cast.acme, 80)
    goal = wanted(cast, cast.acme)
    confirm_value(cast.cleo, goal, percent=10, stakeholder=somebody(cast, cast.acme, "Ana"), on=ago(30))
    facts = [evidence_of([cast.acme.pk], ago(days))[cast.acme.pk].first for days in (90, 31, 30)]
    assert [(each.won_on, each.theirs_on) for each in facts] == [(None, None), (ago(80), None), (ago(80), ago(30))]


def test_late_value_alerts_and_their_word_closes_it(cast: Cast) -> None:
    win(cast, cast.acme, 75)
    meet(cast, cast.acme, somebody(cast, cast.acme, "Ines", "decision_maker"))
    judge(cast.acme)
    [alert] = Alert.objects.open_at(today()).filter(kind="first_value_late")
    [reading] = read_alerts([alert])
    assert reading.reason == "No value received yet, 15 days after the 60 days in which it was expected."
    assert reading.start_url == f"/accounts/{cast.acme.pk}/goals/"
    goal = wanted(cast, cast.acme)
    confirm_value(cast.cleo, goal, percent=5, stakeholder=somebody(cast, cast.acme, "Ana"))
    judge(cast.acme)
    assert not Alert.objects.open_at(today()).filter(kind="first_value_late").exists()
    assert Alert.objects.get(pk=alert.pk).closed_on == today()


def test_conditions_of_playbooks_ask_about_it(cast: Cast) -> None:
    names = ("first_value", "days_to_first_value", "days_since_start")

    def told() -> list[object]:
        judge(cast.acme)
        by_name = facts_of([cast.acme.pk], today())[cast.acme.pk].by_name
        return [by_name[name] for name in names]

    by_name = facts_of([cast.acme.pk], today())[cast.acme.pk].by_name
    assert [by_name[name] for name in names] == [None, None, None]  # not judged yet
    win(cast, cast.acme, 40)
    assert told() == [False, None, 40.0]
    ana = somebody(cast, cast.acme, "Ana")
    confirm_value(cast.cleo, wanted(cast, cast.acme), percent=5, stakeholder=ana, on=ago(10))
    assert told() == [True, 30, 40.0]


def test_over_many_those_who_wait_and_those_who_left_count(cast: Cast) -> None:
    win(cast, cast.acme, 100)
    confirm_value(
        cast.cleo, wanted(cast, cast.acme), percent=5, stakeholder=somebody(cast, cast.acme, "Ana"), on=ago(70)
    )
    sell(cast.bolt, -300, -100, "churned")
    win(cast, cast.comet, 20)
    for account in (cast.acme, cast.bolt, cast.comet):
        kept(account)
    Account.objects.create(name="New")
    with CaptureQueriesContext(connection) as caught:
        found = first_values_over(Account.objects.visible_to(cast.ada), today())
    assert len(caught) == 1
    whole = found.whole
    assert (whole.received, whole.in_time, whole.waiting, whole.late, whole.left, whole.open) == (1, 1, 1, 0, 1, 1)
    # On day 30 two are still watched (Comet began 20 days ago): one of them received, one, who left, never will.
    assert [(drop.day, drop.at_risk, drop.share_waiting) for drop in whole.curve.drops] == [(30, 2, 0.5)]
    assert (whole.curve.longest, whole.median) == (300, 30)
    assert found.owners[cast.cleo.pk].median == 30
    assert (found.owners[None].median, found.teams[cast.cleo.team_id].received) == (None, 1)


def test_what_a_group_lacks_most_is_what_its_accounts_lack(cast: Cast) -> None:
    measure_use(cast, cast.acme)
    read(cast, wanted(cast, cast.acme, needs=[NewNeed("people", "Finance")]), 15)
    judge(cast.acme, cast.bolt, cast.comet)
    found = spreads_of(Account.objects.visible_to(cast.ada))
    assert dict(found.whole.lacks) == {(3, "answers"): 1, (1, "use"): 2}
    step = found.whole.step
    assert step is not None
    assert (step.level, step.more, step.from_level, step.lacks) == (2, 1, 1, (("use", 2),))
    own = found.owners[cast.cleo.pk].step
    assert own is not None
    assert (own.level, own.more, own.lacks) == (4, 1, (("answers", 1),))


def test_of_many_owners_those_with_most_accounts_are_shown_first_and_all_when_asked(cast: Cast, client: Client) -> None:
    lone = [User.objects.create_user(f"lone{place}@ours.example", name=f"Lone {place:02}") for place in range(26)]
    Account.objects.bulk_create([Account(name=f"Of {user}", owner=user) for user in lone])
    Account.objects.create(name="Another", owner=lone[-1])
    kept(cast.acme)
    client.force_login(cast.ada)

    def owners(page: Any, tables: str) -> list[str]:
        return next([line["label"] for line in lines] for side, lines in page.context[tables] if side.filter == "owner")

    page, whole = client.get("/portfolio/value/"), client.get("/portfolio/value/?owners=all")
    for tables in ("tables", "first_tables"):
        assert (len(owners(page, tables)), "Lone 25" in owners(page, tables)) == (25, True)
        assert {user.name for user in lone} <= set(owners(whole, tables))
    assert page.context["more_owners"] == len(owners(whole, "tables")) - 25
    for place in ("levels-owner", "first-owner"):
        assert f'href="/portfolio/value/?owners=all#{place}"' in page.content.decode()
        assert f'id="{place}"' in whole.content.decode()
    assert "?owners=all" not in whole.content.decode()


def test_without_accounts_the_page_says_what_it_will_show(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.create_user("marta@ours.example", name="Marta", role="csm"))
    page = client.get("/portfolio/value/").content.decode()
    assert ("once there are accounts" in page, "more than half still wait" in page) == (True, False)
    client.force_login(cast.ada)
    nowhere = client.get("/portfolio/value/?region=Nowhere").content.decode()
    assert ("fits these filters" in nowhere, "Time to first value" in nowhere) == (True, False)
