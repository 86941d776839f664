"""Tasks in My day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account, AccountTeamMember, Contract, Job, Product
from csm.foundation.clock import today
from csm.foundation.my_day import Day
from health.models import Alert
from playbooks.models import Task
from playbooks.selectors.day_tasks import day_tasks
from playbooks.services.demo_tasks import write_tasks
from playbooks.services.plays import pause_play
from playbooks.services.starting import start_play
from playbooks.services.tasks import snooze_tasks
from tests.personas import Cast
from tests.playbooks.making import task
from tests.playbooks.test_tasks import TWO_STEPS
from tests.playbooks.writing import written

pytestmark = pytest.mark.django_db


def worth(account: Account, value: int, days: int) -> None:
    Contract.objects.create(
        account=account,
        product=Product.objects.get_or_create(name="Suite")[0],
        starts_on=today() - timedelta(days=100),
        ends_on=today() + timedelta(days=days),
        annual_value=Decimal(value),
        currency="EUR",
    )


def test_ones_own_that_are_due_or_late_are_there_with_their_reason_and_weight(cast: Cast) -> None:
    worth(cast.acme, 1000, 20)
    job = Job.objects.get(key="csm")
    AccountTeamMember.objects.create(account=cast.comet, user=cast.cleo, job=job)
    task(cast.cleo, cast.acme, "Call Ana.", -1)
    task(cast.cleo, cast.comet, "Write", 0)
    for days in (1, None):
        task(cast.cleo, cast.acme, "Later", days)
    task(cast.mara, cast.acme, "Hers", 0)
    items = day_tasks(Day(cast.cleo), 10)
    assert [(item.account, item.reason, item.weight, item.tone, str(item.label)) for item in items] == [
        ("Acme", "Call Ana. Due yesterday.", 1000 * 0.3 * 4 * 1.1, "risk", "Task, overdue"),
        ("Comet", "Write. Due today.", 0.3, "accent", "Task"),
    ]
    assert [item.account for item in day_tasks(Day(cast.cleo), 1)] == ["Acme"]


def test_a_step_says_which_of_which_play_and_waits_while_the_play_does(cast: Cast) -> None:
    play, _outcome = start_play(cast.cleo, cast.acme, written(TWO_STEPS))
    Task.objects.update(due_on=today() - timedelta(days=1))
    assert [item.reason for item in day_tasks(Day(cast.cleo), 10)] == ["First. Step 1 of Two; due yesterday."]
    assert play is not None
    pause_play(cast.cleo, play)
    assert day_tasks(Day(cast.cleo), 10) == []


def test_a_task_of_an_alert_weighs_as_the_alert_where_that_is_more(cast: Cast) -> None:
    lost, stale = (
        Alert.objects.create(account=cast.acme, kind=kind, first_seen_on=today(), opened_on=today())
        for kind in ("route_lost", "map_stale")
    )
    task(cast.cleo, cast.acme, "Find a route", alert=lost)
    task(cast.cleo, cast.acme, "Confirm", alert=stale)
    assert [item.weight for item in day_tasks(Day(cast.cleo), 10)] == [0.5, 0.3]


def test_what_is_put_off_is_not_there_and_the_page_opens_the_task_over_itself(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme, "Call Ana")
    client.force_login(cast.cleo)
    page = client.get("/my-day/").content.decode()
    assert f'hx-get="/tasks/{one.pk}/"' in page
    snooze_tasks(cast.cleo, [one], today() + timedelta(days=1))
    assert "Call Ana" not in client.get("/my-day/").content.decode()


def test_tasks_that_are_folded_away_are_named(cast: Cast, client: Client) -> None:
    for title in ("One", "Two", "Three", "Four"):
        task(cast.cleo, cast.acme, title)
    client.force_login(cast.cleo)
    assert client.get("/my-day/").context["among_rest"] == ["2 tasks of yours"]
    Task.objects.filter(title__in=["One", "Two"]).update(due_on=today() + timedelta(days=3))
    assert client.get("/my-day/").context["among_rest"] == []


def test_an_account_one_no_longer_sees_is_left_out(cast: Cast) -> None:
    task(cast.carl, cast.bolt)
    AccountTeamMember.objects.filter(user=cast.carl).update(valid_to=today())
    assert day_tasks(Day(cast.carl), 10) == []


def test_the_demo_gives_every_third_account_with_an_owner_a_task_the_same_each_time(cast: Cast) -> None:
    accounts = [Account.objects.create(name=f"New {place:02}", owner=cast.cleo) for place in range(24)]
    seen = []
    for _time in range(2):
        Task.objects.all().delete()
        write_tasks(None, [account.pk for account in accounts])
        seen.append(list(Task.objects.order_by("pk").values_list("account__name", "title", "due_on", "state")))
    assert seen[0] == seen[1]
    assert [name for name, *_rest in seen[0]] == [f"New {place:02}" for place in range(0, 24, 3)]
    assert {state for *_rest, state in seen[0]} == {"open", "done"}
