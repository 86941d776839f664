"""Plays start by themselves with what triggers them, move on with the facts and end when their exit comes true."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, AccountTeamMember, Contract, Job, Product, Role, Segment
from accounts.services.accounts import edit_account
from accounts.services.deals import record_deal
from csm.foundation.clock import today
from health.models import Alert
from playbooks.models import Occasion, Outcome, Play, Playbook, PlayState, Task, TaskState
from playbooks.services import delivering
from playbooks.services.editing import import_text, publish, switch_off
from playbooks.services.opening import Happening
from playbooks.services.settling import settle_plays
from playbooks.services.starting import start_play
from playbooks.services.tasks import finish_tasks
from stakeholders.services import people, roles
from tests.health.maps import judge, somebody
from tests.personas import Cast
from tests.playbooks.writing import CALL, REDRAW, written

pytestmark = pytest.mark.django_db


def tasks(account: Account) -> list[tuple[str, str]]:
    rows = Task.objects.standing().filter(account=account).order_by("pk")
    return [(task.step, task.state) for task in rows]


def everything() -> tuple[Any, ...]:
    """All that settling writes."""
    return (
        list(Play.objects.order_by("pk").values()),
        list(Task.objects.order_by("pk").values()),
        list(Occasion.objects.order_by("pk").values()),
    )


def fresh(account: Account) -> tuple[Account, int]:
    """An account as it is now, and its row version."""
    held = Account.objects.get(pk=account.pk)
    return held, held.row_version


@pytest.fixture
def left(cast: Cast) -> Any:
    """Ana, the only one who decides at Acme, has left; a playbook waits for that."""
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    written(REDRAW, cast.otto, is_on=True)
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    return ana


def test_departure_starts_the_play_and_the_new_route_ends_it_untouched_by_hand(cast: Cast, left: Any) -> None:
    play = Play.objects.get()
    assert (play.state, play.owner, play.about, play.is_armed) == (PlayState.RUNNING, cast.cleo, left.pk, True)
    assert play.reason == "Ana left; nobody has taken over as decision maker."
    assert play.facts_at_start["threads"] == 0
    talk = Task.objects.get()
    assert (talk.title, talk.assignee, talk.state) == ("Talk with [champion] about Ana", cast.cleo, TaskState.OPEN)
    assert talk.text == "Dear [decision maker], who takes over at Acme?"
    bob = somebody(cast, cast.acme, "Bob", met_days_ago=0)
    roles.assign_role(cast.ada, bob, Role.objects.get(key="decision_maker"), today())
    judge(cast.acme)
    play.refresh_from_db()
    assert not Alert.objects.open_at(today()).filter(kind="departure").exists()
    assert (play.state, play.ended_on, play.facts_at_end["threads"]) == (PlayState.EXITED, today(), 1)
    assert tasks(cast.acme) == [("talk", TaskState.DROPPED)]


def test_the_same_alert_delivered_again_is_the_same_play(cast: Cast, left: Any) -> None:
    before = everything()
    alert = Alert.objects.get(kind="departure")
    for _each in range(3):
        judge(cast.acme)
        settle_plays([cast.acme.pk, cast.bolt.pk], [alert.pk])
        settle_plays([cast.acme.pk], [alert.pk, alert.pk])
    assert everything() == before
    assert Occasion.objects.get().outcome == Outcome.STARTED


def test_steps_follow_each_other_and_wait_their_business_days(cast: Cast, left: Any) -> None:
    finish_tasks(cast.cleo, list(Task.objects.all()), "Spoke with Bea")
    assert tasks(cast.acme) == [("talk", TaskState.DONE), ("introduce", TaskState.OPEN)]
    finish_tasks(cast.cleo, list(Task.objects.open()), "")
    assert tasks(cast.acme)[1:] == [("introduce", TaskState.DONE)]
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        judge(cast.acme)
        assert tasks(cast.acme)[2:] == [("check", TaskState.OPEN)]
        finish_tasks(cast.cleo, list(Task.objects.open()), "")
    play = Play.objects.get()
    assert (play.state, play.result[:20]) == (PlayState.COMPLETED, "All steps are over; ")


def test_a_step_whose_condition_does_not_hold_is_skipped_with_the_reason(cast: Cast) -> None:
    text = CALL + "  - key: win\n    title: Win them\n    when: phase = land\n  - key: end\n    title: End\n"
    start_play(cast.cleo, cast.acme, written(text))
    finish_tasks(cast.cleo, list(Task.objects.all()))
    assert tasks(cast.acme) == [("call", "done"), ("win", "skipped"), ("end", "open")]
    assert Task.objects.get(step="win").outcome == "Not needed, since this does not hold: phase Land"


def test_what_was_there_before_a_playbook_was_switched_on_starts_nothing(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    playbook = written(REDRAW, is_on=True)
    judge(cast.acme)
    assert Play.objects.count() == 0
    switch_off(None, playbook)


def test_coming_into_a_phase_or_touch_level_starts_a_play_once(cast: Cast) -> None:
    text = "key: {0}\nname: {0}\ntriggers:\n  - {1}\nsteps:\n  - key: a\n    title: A\n"
    written(text.format("renewing", "phase: renew"), is_on=True)
    written(text.format("closer", "touch: high"), is_on=True)
    judge(cast.acme)
    assert Play.objects.count() == 0
    edit_account(cast.ada, *fresh(cast.acme), phase="renew", segment=Segment.objects.get(name="High touch"))
    judge(cast.acme)
    judge(cast.acme)
    assert sorted(Play.objects.values_list("name", "reason")) == [
        ("closer", "The account came into high touch"),
        ("renewing", "The account came into the phase Renew"),
    ]


def test_renewal_that_comes_within_its_days_starts_a_play_of_each_threshold_once(cast: Cast) -> None:
    text = "key: renew\nname: Renew\ntriggers:\n  - days_before_renewal: 30\nsteps:\n  - key: a\n    title: A\n"
    written(text + "    before_renewal: 10\n", is_on=True)
    product = Product.objects.create(name="Suite")
    ends_on = today() + timedelta(days=31)
    Contract.objects.create(
        account=cast.acme, product=product, starts_on=today(), ends_on=ends_on, annual_value=10, currency="EUR",
        outcome=ContractOutcome.OPEN,
    )  # fmt: skip
    judge(cast.acme)
    assert Play.objects.count() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        judge(cast.acme)
        judge(cast.acme)
        assert Play.objects.get().reason == "29 days to the renewal"
        due_on = Task.objects.get().due_on
        assert due_on is not None
        assert ends_on - timedelta(days=12) <= due_on <= ends_on - timedelta(days=10)


def test_a_deal_that_is_won_starts_the_handoff_once_but_not_a_renewal_or_an_older_one(cast: Cast) -> None:
    before = timezone.now() - timedelta(days=2)
    record_deal(cast.cleo, cast.acme, name="Older", stage="won", closed_at=before)
    text = "key: hand\nname: Hand over\ntriggers:\n  - deal: closed\nsteps:\n  - key: a\n    title: A\n"
    written(text, is_on=True)
    record_deal(cast.cleo, cast.bolt, name="Again", stage="won", closed_at=timezone.now(), needs_handoff=False)
    judge(cast.acme, cast.bolt)
    assert Play.objects.count() == 0
    record_deal(cast.cleo, cast.acme, name="Suite", stage="won", closed_at=timezone.now())
    judge(cast.acme)
    judge(cast.acme)
    assert [(play.account, play.reason) for play in Play.objects.all()] == [(cast.acme, "The deal Suite was won")]


def test_an_account_outside_the_audience_and_one_where_the_exit_holds_start_nothing(cast: Cast) -> None:
    judge(cast.acme)
    audience = written(CALL.replace("name: Call", "name: Call\naudience: touch = high"))
    held = written(CALL.replace("key: call\nname", "key: held\nexit: touch = medium\nname", 1))
    assert start_play(None, cast.acme, audience, happening=Happening("x", "")) == (None, Outcome.NOT_FOR_IT)
    assert start_play(None, cast.acme, held, happening=Happening("x", "")) == (None, Outcome.HELD)
    assert Play.objects.count() == 0


def test_started_by_hand_where_the_exit_holds_it_ends_only_after_that_was_lost(cast: Cast) -> None:
    judge(cast.acme)
    start_play(cast.cleo, cast.acme, written(CALL.replace("name: Call", "name: Call\nexit: touch = medium")))
    judge(cast.acme)
    assert Play.objects.get().state == PlayState.RUNNING
    edit_account(cast.ada, *fresh(cast.acme), segment=Segment.objects.get(name="Low touch"))
    judge(cast.acme)
    assert Play.objects.get().is_armed
    edit_account(cast.ada, *fresh(cast.acme), segment=Segment.objects.get(name="Medium touch"))
    judge(cast.acme)
    assert Play.objects.get().state == PlayState.EXITED


def test_editing_and_publishing_leaves_running_plays_byte_equal(cast: Cast, left: Any) -> None:
    before = everything()
    playbook = Play.objects.get().playbook
    publish(cast.otto, import_text(cast.otto, REDRAW.replace("Be introduced", "Ask to be introduced")))
    judge(cast.acme)
    assert everything() == before
    playbook.refresh_from_db()
    assert playbook.in_force.number == 2


def test_a_second_play_of_one_playbook_is_refused_by_hand_and_joined_by_an_occasion(cast: Cast) -> None:
    playbook = written(CALL)
    first, _outcome = start_play(cast.cleo, cast.acme, playbook)
    with pytest.raises(ValidationError, match="already running"):
        start_play(cast.cleo, cast.acme, playbook)
    assert start_play(None, cast.acme, playbook, happening=Happening("x", "")) == (first, Outcome.JOINED)
    assert Play.objects.count() == 1


def test_a_step_goes_to_whoever_has_the_job_and_else_to_the_owner(cast: Cast) -> None:
    job = Job.objects.get(key="renewals")
    AccountTeamMember.objects.create(account=cast.acme, user=cast.carl, job=job, valid_from=today() - timedelta(days=1))
    text = CALL + "    job: renewals\n  - key: two\n    title: Two for {me}\n    after: start\n    job: support\n"
    start_play(cast.mara, cast.acme, written(text))
    assert list(Task.objects.order_by("pk").values_list("title", "assignee__name")) == [
        ("Call them", "Carl"),
        ("Two for Cleo", "Cleo"),
    ]


def test_a_playbook_that_cannot_be_read_harms_neither_the_judging_nor_other_plays(cast: Cast) -> None:
    ana = somebody(cast, cast.acme, "Ana", "decision_maker", met_days_ago=1)
    judge(cast.acme)
    broken = written(REDRAW.replace("key: redraw", "key: broken"), is_on=True)
    written(REDRAW, is_on=True)
    version = broken.in_force
    version.definition = {**version.definition, "exit": "mood > 3"}
    version.save()
    people.depart_stakeholder(cast.cleo, ana, today())
    judge(cast.acme)
    assert list(Play.objects.values_list("playbook__key", flat=True)) == ["redraw"]
    assert Alert.objects.filter(kind="departure").exists()


def renewing(cast: Cast, *accounts: Account) -> None:
    """A renewal of each account comes near after the playbook for it was switched on."""
    text = "key: renew\nname: Renew\ntriggers:\n  - days_before_renewal: 30\nsteps:\n  - key: a\n    title: Ask {me}\n"
    playbook = Playbook.objects.filter(key="renew").first() or written(text, is_on=True)
    Playbook.objects.filter(pk=playbook.pk).update(on_since=timezone.now() - timedelta(days=60))
    product, _made = Product.objects.get_or_create(name="Suite")
    for account in accounts:
        Contract.objects.create(
            account=account, product=product, starts_on=today(), ends_on=today() + timedelta(days=20), annual_value=10,
            currency="EUR", outcome=ContractOutcome.OPEN,
        )  # fmt: skip


def test_many_plays_are_started_and_left_alone_in_a_fixed_number_of_statements(cast: Cast) -> None:
    accounts = [cast.acme, *(Account.objects.create(name=f"N{number}", owner=cast.cleo) for number in range(9))]
    renewing(cast, *accounts)
    ids = [account.pk for account in accounts]
    with CaptureQueriesContext(connection) as first:
        settle_plays(ids[:2], [])
    with CaptureQueriesContext(connection) as rest:
        settle_plays(ids[2:], [])
    assert (len(rest), Play.objects.count()) == (len(first), 10)
    assert Task.objects.filter(title="Ask Cleo", play__isnull=False).count() == 10
    assert set(Occasion.objects.values_list("outcome", "play__account_id")) == {(Outcome.STARTED, pk) for pk in ids}
    with CaptureQueriesContext(connection) as few:
        settle_plays(ids[:2], [])
    with CaptureQueriesContext(connection) as many:
        settle_plays(ids, [])
    assert len(many) == len(few)


def test_two_alerts_for_one_playbook_start_one_play_and_the_second_joins_it(cast: Cast) -> None:
    text = "key: both\nname: Both\ntriggers:\n  - alert: departure\n  - alert: lone_user\nsteps:\n  - key: a\n"
    written(text + "    title: A\n", is_on=True)
    alerts = [
        Alert.objects.create(account=cast.acme, kind=kind, first_seen_on=today(), opened_on=today(), figures=figures)
        for kind, figures in (("departure", {"people": [], "roles": []}), ("lone_user", {"people": [], "user": 0}))
    ]
    settle_plays([cast.acme.pk], [alert.pk for alert in alerts])
    play = Play.objects.get()
    found = sorted(Occasion.objects.values_list("outcome", "play_id"))
    assert found == [(Outcome.JOINED, play.pk), (Outcome.STARTED, play.pk)]


def test_a_play_that_somebody_starts_meanwhile_is_joined_and_the_others_start(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewing(cast, cast.acme, cast.bolt)
    meanwhile, _outcome = start_play(cast.cleo, cast.acme, Playbook.objects.get(key="renew"))
    monkeypatch.setattr(delivering, "_under_way", lambda _deliveries: {})  # as read before it was started
    settle_plays([cast.acme.pk, cast.bolt.pk], [])
    started = Play.objects.get(account=cast.bolt)
    assert sorted(Occasion.objects.values_list("account_id", "outcome", "play_id")) == [
        (cast.acme.pk, Outcome.JOINED, meanwhile and meanwhile.pk),
        (cast.bolt.pk, Outcome.STARTED, started.pk),
    ]
