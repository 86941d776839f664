"""The list of tasks, a task over the page and as a page, and tasks made from anywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import Act
from csm.foundation.clock import today
from playbooks.models import Task, TaskComment
from playbooks.selectors.workers import next_work_day
from playbooks.services.tasks import edit_task, finish_tasks, snooze_tasks
from tests.personas import Cast
from tests.playbooks.making import task, titles

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": "http://testserver/my-day/"}


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def groups(client: Client, query: str = "") -> list[str]:
    return [group for group, _row, _cells in client.get(f"/tasks/{query}").context["lines"] if group]


def test_the_list_shows_ones_own_by_when_they_are_due(cast: Cast, client: Client) -> None:
    for title, days in (("Never", None), ("Far", 30), ("Late", -2), ("Now", 0)):
        task(cast.cleo, cast.acme, title, days)
    task(cast.mara, cast.acme, "Hers")
    assert titles(client) == ["Late", "Now", "Far", "Never"]
    assert groups(client) == ["Overdue", "Today", "Later", "Without a date"]
    assert groups(client, "?sort=title") == []
    assert groups(client, "?state=all") == []
    assert titles(client, "?due=overdue") == ["Late"]
    assert titles(client, "?due=none") == ["Never"]
    assert titles(client, "?q=far") == ["Far"]


def test_whose_account_play_and_state_are_asked_in_the_address(cast: Cast, client: Client) -> None:
    mine, hers = task(cast.cleo, cast.acme, "Mine"), task(cast.mara, cast.acme, "Hers")
    task(cast.cleo, cast.acme, "Nobody's", assignee=None)
    task(cast.carl, cast.bolt, "At Bolt")
    assert titles(client, "?who=anybody") == ["Mine", "Hers", "Nobody's"]
    assert titles(client, "?who=team") == ["Mine"]
    assert titles(client, "?who=nobody") == ["Nobody's"]
    finish_tasks(cast.cleo, [mine])
    snooze_tasks(cast.mara, [hers], today() + timedelta(days=3))
    assert titles(client, "?who=anybody&state=done") == ["Mine"]
    assert titles(client, "?who=anybody&state=waiting") == ["Hers"]
    assert titles(client, f"?who=anybody&state=all&account={cast.acme.pk}") == ["Mine", "Hers", "Nobody's"]
    assert titles(client, f"?who=anybody&state=all&account={cast.bolt.pk}") == []
    assert titles(client, "?who=somebody") == []
    client.force_login(cast.mara)
    assert titles(client, "?who=team&state=all") == ["Mine", "Hers"]
    assert titles(client, f"?who={cast.cleo.pk}&state=all") == ["Mine"]
    assert [str(name) for _key, name in client.get("/tasks/").context["filters"].fields["who"].choices][4:] == ["Cleo"]
    client.force_login(cast.carl)
    assert titles(client, f"?who={cast.cleo.pk}&state=all") == []


def test_an_account_filtered_by_is_named_but_not_one_that_is_not_seen(cast: Cast, client: Client) -> None:
    chosen = client.get(f"/tasks/?account={cast.acme.pk}").context["chosen"]
    assert [(one.label, one.value) for one in chosen] == [("Account", "Acme")]
    chosen = client.get(f"/tasks/?account={cast.bolt.pk}").context["chosen"]
    assert [one.value for one in chosen] == [str(cast.bolt.pk)]


def test_what_cannot_be_read_is_refused_in_words(client: Client) -> None:
    assert client.get("/tasks/?sort=colour").status_code == 400
    assert client.get("/tasks/?account=x").status_code == 200


@pytest.mark.parametrize(
    ("given", "state", "told"),
    [
        ({"deed": "done", "words": "Agreed"}, "done", "Finished 2 tasks"),
        ({"deed": "skip", "words": "Moved"}, "skipped", "Skipped 2 tasks"),
        ({"deed": "snooze", "until": "2199-01-01"}, "open", "Put off 2 tasks"),
        ({"deed": "skip", "words": " "}, "open", "Say why it is not done."),
        ({"deed": "snooze"}, "open", "Say until when."),
        ({"deed": "dance"}, "open", "Select a valid choice"),
    ],
)
def test_many_are_done_skipped_and_put_off_at_once(
    cast: Cast, client: Client, given: dict[str, str], state: str, told: str
) -> None:
    rows = [f"{task(cast.cleo, cast.acme, title).pk}:1" for title in ("One", "Two")]
    answer = client.post("/tasks/do/?who=anybody&sort=title", {"row": rows, **given})
    assert answer["Location"] == "/tasks/?who=anybody&sort=title"
    assert set(Task.objects.values_list("state", flat=True)) == {state}
    assert told in client.get("/my-day/").content.decode()


def test_many_are_handed_on_to_somebody_who_sees_them(cast: Cast, client: Client) -> None:
    rows = [task(cast.cleo, cast.acme, title).pk for title in ("One", "Two")]
    client.post("/tasks/do/", {"row": rows, "deed": "hand_on", "assignee": cast.carl.pk})
    assert "Carl does not see Acme" in client.get("/my-day/").content.decode()
    assert set(Task.objects.values_list("assignee", flat=True)) == {cast.cleo.pk}
    client.post("/tasks/do/", {"row": rows, "deed": "hand_on", "assignee": cast.mara.pk})
    assert set(Task.objects.values_list("assignee", flat=True)) == {cast.mara.pk}
    assert "Handed on 2 tasks to Mara" in client.get("/my-day/").content.decode()


@pytest.mark.parametrize("given", [{}, {"assignee": ""}, {"assignee": "999999999"}])
def test_tasks_stay_with_who_has_them_where_nobody_is_chosen(cast: Cast, client: Client, given: dict[str, str]) -> None:
    one = task(cast.cleo, cast.acme)
    client.post("/tasks/do/", {"row": one.pk, "deed": "hand_on", **given})
    said = "Select a valid choice" if given.get("assignee") else "Say to whom."
    assert said in client.get("/my-day/").content.decode()
    assert said in client.post(f"/tasks/{one.pk}/hand-on/", given).content.decode()
    assert Task.objects.values_list("assignee", "row_version").get() == (cast.cleo.pk, 1)


def test_tasks_are_handed_on_to_nobody_where_that_is_said(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme)
    assert client.get(f"/tasks/{one.pk}/hand-on/").context["form"]["assignee"].value() == cast.cleo.pk
    client.post("/tasks/do/", {"row": one.pk, "deed": "hand_on", "assignee": "none"})
    assert Task.objects.get().assignee is None
    assert "Handed on a task to nobody" in client.get("/my-day/").content.decode()


def test_all_that_match_are_done_and_no_other(cast: Cast, client: Client) -> None:
    for days in (-3, -2, 5):
        task(cast.cleo, cast.acme, f"In {days}", days)
    client.post("/tasks/do/?due=overdue", {"all": "1", "deed": "done"})
    assert list(Task.objects.order_by("pk").values_list("state", flat=True)) == ["done", "done", "open"]


def test_tasks_of_others_accounts_are_not_done_and_a_foreign_way_back_is_not_taken(cast: Cast, client: Client) -> None:
    other = task(cast.carl, cast.bolt)
    answer = client.post("/tasks/do/", {"row": other.pk, "deed": "done", "back": "//evil.example/"})
    assert answer["Location"] == "/tasks/"
    assert Task.objects.get().state == "open"
    back = reverse("accounts:details", args=[cast.acme.pk])
    assert client.post("/tasks/do/", {"deed": "done", "back": back})["Location"] == back


def test_many_are_edited_by_the_list_and_left_out_where_they_changed(cast: Cast, client: Client) -> None:
    fresh, stale = task(cast.cleo, cast.acme, "Fresh"), task(cast.cleo, cast.acme, "Stale")
    edit_task(cast.mara, stale, title="Changed")
    given = {"row": [f"{fresh.pk}:1", f"{stale.pk}:1"], "set": "1", "due_on": "2199-02-01", "assignee": cast.mara.pk}
    client.post("/lists/tasks/edit/", given)
    rows = Task.objects.order_by("pk").values_list("due_on", "assignee__name")
    assert [(on.year, name) for on, name in rows if on] == [(2199, "Mara"), (today().year, "Cleo")]


def test_the_list_is_taken_away_as_csv(cast: Cast, client: Client) -> None:
    task(cast.cleo, cast.acme, "Call", 0)
    task(cast.mara, cast.acme, "Hers", 0)
    answer: Any = client.get("/lists/tasks/export/?format=iso&columns=title,account,due,assignee")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["title,account,due,assignee", f"Call,Acme,{today().isoformat()},Cleo"]


def test_a_task_is_shown_over_the_page_and_as_a_page(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme, "Call <them>", -1, text="Dear Ana,\n\nhello.")
    page = client.get(f"/tasks/{one.pk}/")
    assert "<html" in page.content.decode()
    dialog = client.get(f"/tasks/{one.pk}/", headers=DIALOG).content.decode()
    assert "<html" not in dialog
    for shown in ("Call &lt;them&gt;", "Dear Ana,\n\nhello.", "overdue", "Copy the text"):
        assert shown in dialog
    client.force_login(cast.edda)
    assert "Copy the text" in client.get(f"/tasks/{one.pk}/").content.decode()
    assert "What came of it" not in client.get(f"/tasks/{one.pk}/").content.decode()
    client.force_login(cast.carl)
    assert client.get(f"/tasks/{one.pk}/").status_code == 404


def test_done_in_the_dialog_says_so_and_stays_on_the_page(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme)
    answer = client.post(f"/tasks/{one.pk}/done/", {"outcome": "They renew"}, headers=DIALOG)
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    assert Task.objects.get().outcome == "They renew"
    page = client.get("/my-day/").content.decode()
    assert "Finished a task" in page
    assert reverse("accounts:undo", args=[Act.objects.latest("pk").pk]) in page
    again = client.post(f"/tasks/{one.pk}/done/", {"outcome": "Twice"})
    assert "The task is over: done." in again.content.decode()
    assert Task.objects.get().outcome == "They renew"


@pytest.mark.parametrize(
    ("deed", "given", "kept"),
    [
        ("skip", {"reason": " "}, "This field is required."),
        ("put-off", {"until": "2020-01-01"}, "2020-01-01"),
        ("edit", {"title": "", "text": "Typed a lot", "row_version": "1"}, "Typed a lot"),
        ("comment", {"text": " "}, "This field is required."),
    ],
)
def test_what_is_refused_keeps_what_was_typed_and_changes_nothing(
    cast: Cast, client: Client, deed: str, given: dict[str, str], kept: str
) -> None:
    one = task(cast.cleo, cast.acme)
    answer = client.post(f"/tasks/{one.pk}/{deed}/", given)
    assert (answer.status_code, kept in answer.content.decode()) == (200, True)
    assert (Task.objects.get().row_version, TaskComment.objects.count()) == (1, 0)


def test_a_task_is_put_off_until_the_next_business_day_unless_one_says_another(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme)
    form = client.get(f"/tasks/{one.pk}/put-off/").context["form"]
    assert form["until"].value() == next_work_day(cast.cleo).isoformat()
    client.post(f"/tasks/{one.pk}/put-off/", {"until": form["until"].value()})
    assert Task.objects.get().snoozed_until == next_work_day(cast.cleo) > today()


def test_a_stale_save_shows_both_versions(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme)
    seen = client.get(f"/tasks/{one.pk}/edit/").context["form"].initial["seen"]
    edit_task(cast.mara, one, title="Visit them")
    given = {"title": "Write to them", "row_version": 1, "seen": seen}
    page = client.post(f"/tasks/{one.pk}/edit/", given).content.decode()
    assert "Visit them" in page
    assert "Write to them" in page
    assert Task.objects.get().title == "Visit them"


def test_a_task_is_handed_on_reopened_commented_on_and_removed(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme)
    client.post(f"/tasks/{one.pk}/hand-on/", {"assignee": cast.mara.pk})
    client.post(f"/tasks/{one.pk}/skip/", {"reason": "Moved"})
    client.post(f"/tasks/{one.pk}/reopen/")
    client.post(f"/tasks/{one.pk}/comment/", {"text": "Ask Ana first"})
    page = client.get(f"/tasks/{one.pk}/").content.decode()
    for shown in ("Mara", "Ask Ana first", "Took up a task again", "Skipped a task"):
        assert shown in page
    comment = TaskComment.objects.get()
    client.post(f"/tasks/{one.pk}/comments/{comment.pk}/remove/")
    assert TaskComment.objects.standing().count() == 0
    assert client.post(f"/tasks/{one.pk}/remove/")["Location"] == "/tasks/"
    assert client.get(f"/tasks/{one.pk}/").status_code == 404


def test_only_ones_own_comment_is_taken_back(cast: Cast, client: Client) -> None:
    one = task(cast.cleo, cast.acme)
    client.post(f"/tasks/{one.pk}/comment/", {"text": "Ask Ana first"})
    client.force_login(cast.mara)
    comment = TaskComment.objects.get()
    assert client.post(f"/tasks/{one.pk}/comments/{comment.pk}/remove/").status_code == 403
    assert TaskComment.objects.standing().count() == 1


def test_an_account_shows_how_many_are_at_hand_and_late_and_is_found_by_it(cast: Cast, client: Client) -> None:
    for days in (-2, 0, 9):
        task(cast.cleo, cast.acme, "Call", days)
    snooze_tasks(cast.cleo, [task(cast.cleo, cast.acme, "Away", -5)], today() + timedelta(days=1))
    page = client.get(reverse("accounts:details", args=[cast.acme.pk])).content.decode()
    assert f'href="/accounts/{cast.acme.pk}/plays/">3 ' in page
    assert "1 overdue" in page
    client.force_login(cast.ada)
    found = {key: client.get(f"/accounts/?tasks={key}").context["page"].rows for key in ("overdue", "open", "none")}
    names = {key: sorted(account.name for account in rows) for key, rows in found.items()}
    assert names == {"overdue": ["Acme"], "open": ["Acme"], "none": ["Bolt", "Comet"]}
    first = client.get("/accounts/?sort=-tasks&columns=tasks").context["page"].rows[0]
    assert (first.name, first.tasks_at_hand, first.tasks_overdue) == ("Acme", 3, 1)


def test_the_row_of_a_task_for_other_pages_offers_done_only_where_that_can_be(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme, "Call", -1)
    shown = {"task": one, "today": today(), "may_edit": True, "back": "/accounts/1/plays/", "csrf_token": "x"}
    row = render_to_string("playbooks/_task_item.html", shown)
    for words in ("Call", "Cleo", "overdue", "due yesterday", 'value="/accounts/1/plays/"', 'data-row-key="d"'):
        assert words in row
    assert "<form" not in render_to_string("playbooks/_task_item.html", {**shown, "may_edit": False})
    finish_tasks(cast.cleo, [one], "They renew")
    over = render_to_string("playbooks/_task_item.html", {**shown, "task": Task.objects.get()})
    assert ("They renew" in over, "<form" in over) == (True, False)
