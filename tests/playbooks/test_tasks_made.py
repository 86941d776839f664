"""Tasks made from anywhere: an account, a person, an alert, a touchpoint, the list; and what then says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Account, User
from csm.foundation.clock import today
from csm.foundation.known import known_of
from health.models import Alert
from playbooks.models import Task
from playbooks.selectors.workers import usual_due_on
from playbooks.services.tasks import finish_tasks, snooze_tasks
from stakeholders.services.people import add_stakeholder
from stakeholders.services.touchpoints import record_touchpoint
from tests.personas import Cast
from tests.playbooks.making import task, titles

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": "http://testserver/my-day/"}


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def test_a_new_task_is_the_viewers_and_due_on_a_business_day_of_theirs(cast: Cast, client: Client) -> None:
    url = reverse("playbooks:task_add", args=[cast.acme.pk])
    form = client.get(url, headers=DIALOG).context["form"]
    assert (form["assignee"].value(), form["due_on"].value()) == (cast.cleo.pk, usual_due_on(cast.cleo).isoformat())
    client.post(url, {"title": "Call", "due_on": "2199-01-01"}, headers=DIALOG)
    made = Task.objects.get()
    assert (made.title, made.assignee, made.account, made.began_on) == ("Call", None, cast.acme, today())


def of_alert(account: Account, about: int) -> Alert:
    return Alert.objects.create(
        account=account,
        kind="departure",
        subject=f"stakeholder:{about}",
        figures={"people": [about], "roles": ["champion"]},
        first_seen_on=today(),
        opened_on=today(),
    )


def post_task(client: Client, user: User, url: str) -> Task:
    """Send the form of a new task as it was shown."""
    shown = client.get(url, headers=DIALOG).context["form"]
    given = {name: shown[name].value() for name in shown.fields if shown[name].value() not in (None, "")}
    client.post(url, {"title": "Follow up", **given}, headers=DIALOG)
    return Task.objects.latest("pk")


def test_a_task_of_an_alert_is_about_whom_the_alert_is_about_and_shows_why(cast: Cast, client: Client) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana Silva")
    alert = of_alert(cast.acme, ana.pk)
    for page in ("/alerts/", reverse("health:account_alerts", args=[cast.acme.pk])):
        assert f"/tasks/new/?alert={alert.pk}" in client.get(page).content.decode()
    made = post_task(client, cast.cleo, f"/accounts/{cast.acme.pk}/tasks/new/?alert={alert.pk}")
    assert (made.title, made.alert, made.stakeholder) == ("Find out who takes over", alert, ana)
    assert made.text.startswith("Ana Silva left")
    assert "Ana Silva left" in client.get(f"/tasks/{made.pk}/").content.decode()


def test_a_task_of_a_touchpoint_and_of_a_person(cast: Cast, client: Client) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana Silva")
    touch = record_touchpoint(
        cast.cleo,
        cast.acme,
        kind="meeting",
        touched_at=datetime.now(UTC) - timedelta(days=1),
        users=[cast.cleo],
        stakeholders=[ana],
        subject="Quarterly review",
    )
    timeline = client.get(reverse("stakeholders:timeline", args=[cast.acme.pk])).content.decode()
    assert f"/tasks/new/?touchpoint={touch.pk}" in timeline
    made = post_task(client, cast.cleo, f"/accounts/{cast.acme.pk}/tasks/new/?touchpoint={touch.pk}")
    assert (made.title, made.touchpoint, made.stakeholder) == ("Follow up", touch, ana)
    assert "Quarterly review" in made.text
    person = client.get(reverse("stakeholders:person", args=[ana.person_id])).content.decode()
    assert f"/tasks/new/?stakeholder={ana.pk}" in person
    made = post_task(client, cast.cleo, f"/accounts/{cast.acme.pk}/tasks/new/?stakeholder={ana.pk}")
    assert (made.stakeholder, made.touchpoint, made.alert) == (ana, None, None)


def test_what_a_task_came_of_says_so_where_it_is_shown_and_leads_to_it(cast: Cast, client: Client) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana Silva")
    alert = of_alert(cast.acme, ana.pk)
    touch = record_touchpoint(
        cast.cleo, cast.acme, kind="call", touched_at=datetime.now(UTC), users=[cast.cleo], stakeholders=[ana]
    )
    came_of: dict[str, Any] = {"stakeholder": ana, "alert": alert, "touchpoint": touch}
    pages = {
        "/alerts/": "alert",
        reverse("health:account_alerts", args=[cast.acme.pk]): "alert",
        reverse("stakeholders:person", args=[ana.person_id]): "stakeholder",
        reverse("stakeholders:star", args=[cast.acme.pk, ana.pk]): "stakeholder",
        reverse("stakeholders:timeline", args=[cast.acme.pk]): "touchpoint",
    }
    for url in pages:
        assert "1 task" not in client.get(url).content.decode(), url
    one = task(cast.cleo, cast.acme, "Call", 1, **came_of)
    finish_tasks(cast.cleo, [task(cast.cleo, cast.acme, "Over", 0, **came_of)])
    for url in pages:
        page = client.get(url).content.decode()
        assert "1 task, due tomorrow" in page, url
        assert f'href="/tasks/{one.pk}/"' in page, url
    snooze_tasks(cast.cleo, [task(cast.mara, cast.acme, "Away", None, **came_of)], today() + timedelta(days=9))
    for url, about in pages.items():
        page = client.get(url).content.decode()
        assert "2 tasks, due tomorrow" in page, url
        link = f"?who=anybody&state=unfinished&{about}={came_of[about].pk}"
        assert link.replace("&", "&amp;") in page, url
        assert titles(client, link) == ["Call", "Away"]
    chosen = client.get(f"/tasks/?stakeholder={ana.pk}&alert={alert.pk}&touchpoint={touch.pk}").context["chosen"]
    assert [(one.label, one.value) for one in chosen] == [
        ("About", "Ana Silva"),
        ("Alert", "Departure"),
        ("Touchpoint", "call"),
    ]


def test_tasks_of_accounts_one_does_not_see_are_not_told_of(cast: Cast) -> None:
    bob = add_stakeholder(cast.ada, cast.bolt, name="Bob")
    task(cast.carl, cast.bolt, stakeholder=bob)
    assert list(known_of("stakeholder", cast.carl, [bob.pk])) == [bob.pk]
    assert known_of("stakeholder", cast.cleo, [bob.pk]) == {}


def test_what_is_known_of_many_is_asked_once(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = [add_stakeholder(cast.ada, cast.acme, name=f"Ana {number}") for number in range(3)]
    for one in people:
        task(cast.cleo, cast.acme, stakeholder=one)
    with django_assert_num_queries(1):
        assert set(known_of("stakeholder", cast.ada, [one.pk for one in people])) == {one.pk for one in people}


@pytest.mark.parametrize("query", ["alert=x", "alert=999999999", "stakeholder=", "touchpoint=1e3"])
def test_what_is_not_of_the_account_answers_404(cast: Cast, client: Client, query: str) -> None:
    url = reverse("playbooks:task_add", args=[cast.acme.pk])
    assert client.get(f"{url}?{query}").status_code == (200 if query.endswith("=") else 404)
    theirs = of_alert(cast.bolt, add_stakeholder(cast.ada, cast.bolt, name="Bob").pk)
    assert client.get(f"{url}?alert={theirs.pk}").status_code == 404


def test_go_anywhere_offers_a_task_at_the_account_one_is_at_to_who_may_write(cast: Cast, client: Client) -> None:
    url = reverse("playbooks:task_add", args=[cast.acme.pk])
    asked = f"/go/?q=add+a+task&here=/accounts/{cast.acme.pk}/details/"
    assert url in client.get(asked).content.decode()
    client.force_login(cast.edda)
    assert url not in client.get(asked).content.decode()


def test_a_new_task_that_is_late_says_so_once_before_it_is_kept(cast: Cast, client: Client) -> None:
    url = reverse("playbooks:task_add", args=[cast.acme.pk])
    early = today() - timedelta(days=3)
    typed = {"title": "Call", "due_on": early.isoformat(), "assignee": cast.cleo.pk}
    warned = client.post(url, typed).context["form"]
    assert warned.errors == {
        "due_on": ["Already late by 3 days. Add it once more to keep it so, or choose another day."]
    }
    assert (warned["title"].value(), warned["late_seen"].value()) == ("Call", early.isoformat())
    seen = {**typed, "late_seen": early.isoformat()}
    other = client.post(url, {**seen, "due_on": (today() - timedelta(days=1)).isoformat()}).context["form"]
    assert other.errors["due_on"][0].startswith("Already late by 1 day.")
    assert not Task.objects.exists()
    assert client.post(url, seen).status_code == 302
    assert Task.objects.get().due_on == early


def test_a_task_is_made_from_the_list_at_an_account_that_is_named(cast: Cast, client: Client) -> None:
    assert 'href="/tasks/new/"' in client.get("/tasks/").content.decode()
    form = client.get(f"/tasks/new/?account={cast.acme.pk}", headers=DIALOG).context["form"]
    assert list(form.fields)[:2] == ["account", "title"]
    assert (form["account"].value(), form["assignee"].value()) == (str(cast.acme.pk), cast.cleo.pk)
    given = {"title": "Call", "due_on": "2199-01-01", "assignee": cast.cleo.pk}
    refused = client.post("/tasks/new/", given).content.decode()
    assert "Say at which account." in refused
    assert 'value="Call"' in refused
    assert "Select a valid choice" in client.post("/tasks/new/", {**given, "account": cast.bolt.pk}).content.decode()
    blind = client.post("/tasks/new/", {**given, "account": cast.acme.pk, "assignee": cast.carl.pk})
    assert "Carl does not see Acme" in blind.content.decode()
    assert Task.objects.count() == 0
    answer = client.post("/tasks/new/", {**given, "account": cast.acme.pk})
    made = Task.objects.get()
    assert answer["Location"] == f"/tasks/{made.pk}/"
    assert (made.account, made.assignee, made.title, made.began_on) == (cast.acme, cast.cleo, "Call", today())
    client.force_login(cast.edda)
    assert 'href="/tasks/new/"' not in client.get("/tasks/").content.decode()
    assert client.get("/tasks/new/").status_code == 403
