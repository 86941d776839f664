"""The private calendar address of one's tasks."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import AccountTeamMember
from accounts.services.tokens import digest_of
from csm.foundation.clock import today
from playbooks.models import Task, TaskFeed
from playbooks.services.task_feeds import make_feed, withdraw_feed
from playbooks.services.tasks import edit_task, finish_tasks
from tests.personas import Cast
from tests.playbooks.making import task

pytestmark = pytest.mark.django_db


def summaries(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_the_feed_shows_ones_own_open_dated_tasks_and_nothing_of_their_text(cast: Cast, client: Client) -> None:
    task(cast.cleo, cast.acme, "Call", 2, text="Secret words")
    task(cast.cleo, cast.acme, "Some day", None)
    task(cast.mara, cast.acme, "Hers", 1)
    finish_tasks(cast.cleo, [task(cast.cleo, cast.acme, "Over", 1)])
    answer = client.get(f"/tasks/feed/{make_feed(cast.cleo)}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert summaries(answer.content) == ["Acme: Call"]
    assert b"Secret" not in answer.content
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == today() + timedelta(days=2)
    assert event["url"] == f"http://testserver/tasks/{Task.objects.get(title='Call').pk}/"


def test_an_overdue_task_stands_on_today_and_ids_stay(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme, "Call", -5)
    secret = make_feed(cast.cleo)
    seen = []
    for _time in range(2):
        [event] = Calendar.from_ical(client.get(f"/tasks/feed/{secret}.ics").content).walk("VEVENT")
        seen.append((str(event["uid"]), str(event["sequence"]), event.decoded("dtstart")))
        edit_task(cast.cleo, Task.objects.get(), title="Call again")
    assert seen == [(f"task-{one.pk}@testserver", "1", today()), (f"task-{one.pk}@testserver", "2", today())]


def test_what_did_not_change_is_not_sent_again_and_what_did_is(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme, "Call", 2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        url = f"/tasks/feed/{make_feed(cast.cleo)}.ics"
        first = client.get(url)
        for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
            again = client.get(url, headers=condition)
            assert (again.status_code, again.content) == (304, b"")
        clock.shift(timedelta(seconds=90))
        edit_task(cast.cleo, one, title="Write")
        for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
            again = client.get(url, headers=condition)
            assert summaries(again.content) == ["Acme: Write"]
            assert again["ETag"] != first["ETag"]


def test_an_account_one_no_longer_sees_is_left_out_and_who_left_us_has_no_feed(cast: Cast, client: Client) -> None:
    url = f"/tasks/feed/{make_feed(cast.carl)}.ics"
    task(cast.carl, cast.bolt, "Call", 1)
    assert summaries(client.get(url).content) == ["Bolt: Call"]
    AccountTeamMember.objects.filter(user=cast.carl).update(valid_to=today())
    assert summaries(client.get(url).content) == []
    cast.carl.is_active = False
    cast.carl.save()
    assert client.get(url).status_code == 404


def test_only_a_digest_is_kept_and_renewing_or_withdrawing_shuts_the_old_address(cast: Cast, client: Client) -> None:
    old = make_feed(cast.cleo)
    assert TaskFeed.objects.values_list("digest", flat=True).get() == digest_of(old)
    new = make_feed(cast.cleo)
    assert len(new) >= 43
    status = {secret: client.get(f"/tasks/feed/{secret}.ics").status_code for secret in (old, new, "unknown")}
    assert status == {old: 404, new: 200, "unknown": 404}
    withdraw_feed(cast.cleo)
    assert client.get(f"/tasks/feed/{new}.ics").status_code == 404
    assert client.post(f"/tasks/feed/{new}.ics").status_code == 405


def test_the_address_is_shown_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.cleo)
    assert "There is no address yet" in client.get("/settings/task-calendar/").content.decode()
    made = client.post("/settings/task-calendar/", {"deed": "make"})
    assert made["Cache-Control"] == "no-store"
    found = re.search(r"http://testserver(/tasks/feed/[\w-]+\.ics)", made.content.decode())
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    again = client.get("/settings/task-calendar/").content.decode()
    assert "/tasks/feed/" not in again
    assert "There is an address since" in again
    client.post("/settings/task-calendar/", {"deed": "withdraw"})
    assert TaskFeed.objects.count() == 0


@pytest.mark.parametrize("count", [1, 40])
def test_a_feed_takes_the_same_queries_whatever_the_number(
    cast: Cast, client: Client, count: int, django_assert_num_queries: object
) -> None:
    url = f"/tasks/feed/{make_feed(cast.cleo)}.ics"
    for number in range(count):
        task(cast.cleo, cast.acme, f"Call {number}", number)
    client.get(url)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(summaries(client.get(url).content)) == count
