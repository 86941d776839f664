"""The API of tasks and their comments."""

from datetime import timedelta

import pytest

from csm.foundation.clock import today
from playbooks.models import Task, TaskComment
from playbooks.selectors.workers import usual_due_on
from playbooks.services.starting import start_play
from stakeholders.services.people import add_stakeholder
from tests.callers import caller
from tests.personas import Cast
from tests.playbooks.making import task
from tests.playbooks.test_tasks import TWO_STEPS
from tests.playbooks.writing import written

pytestmark = pytest.mark.django_db
TASKS, COMMENTS = "/api/v1/tasks/", "/api/v1/task-comments/"


def test_a_task_is_created_with_what_is_usual_and_read_back(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    answer = cleo.post(TASKS, {"account_id": cast.acme.pk, "title": "Call"}, "json")
    row = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    assert (row["assignee_id"], row["due_on"]) == (cast.cleo.pk, usual_due_on(cast.cleo).isoformat())
    assert cleo.get(answer["Location"]).json() == row
    assert caller(cast.carl).get(answer["Location"]).status_code == 404
    bare = {"account_id": cast.acme.pk, "title": "Some day", "due_on": None, "assignee_id": None}
    row = cleo.post(TASKS, bare, "json").json()
    assert (row["assignee_id"], row["due_on"], row["state"]) == (None, None, "open")


def test_lists_are_filtered_and_refuse_what_they_do_not_know(cast: Cast) -> None:
    late, done = task(cast.cleo, cast.acme, "Late", -2), task(cast.mara, cast.acme, "Done", 0)
    cleo = caller(cast.cleo)
    cleo.post(f"{TASKS}finish/", {"ids": [done.pk], "outcome": "Signed"}, "json")
    asked = {
        "": [late.pk, done.pk],
        "?state=open": [late.pk],
        "?state=done": [done.pk],
        "?due=overdue": [late.pk],
        f"?assignee_id={cast.mara.pk}": [done.pk],
        f"?due_before={today().isoformat()}": [late.pk],
        "?q=lat": [late.pk],
        f"?account_id={cast.bolt.pk}": [],
        "?sort=-due_on": [done.pk, late.pk],
    }
    found = {query: [row["id"] for row in cleo.get(f"{TASKS}{query}").json()["results"]] for query in asked}
    assert found == asked
    assert cleo.get(f"{TASKS}?state=sleepy").status_code == 400
    assert cleo.get(f"{TASKS}?colour=red").status_code == 400


def test_a_change_heeds_the_version_and_who_sees_the_account(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    cleo = caller(cast.cleo)
    url = f"{TASKS}{one.pk}/"
    assert cleo.patch(url, {"title": "Visit"}, "json", headers={"If-Match": '"1"'}).json()["row_version"] == 2
    stale = cleo.patch(url, {"title": "Write"}, "json", headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]["title"]) == (412, "Visit")
    refused = cleo.patch(url, {"assignee_id": cast.carl.pk}, "json")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/assignee_id")
    bob = add_stakeholder(cast.ada, cast.bolt, name="Bob")
    assert cleo.patch(url, {"stakeholder_id": bob.pk}, "json").status_code == 400
    refused = caller(cast.ada).patch(url, {"stakeholder_id": bob.pk}, "json")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/stakeholder_id")
    assert Task.objects.values_list("title", "row_version", "assignee").get() == ("Visit", 2, cast.cleo.pk)


def test_deeds_on_many_answer_how_they_stand_now(cast: Cast) -> None:
    one, two = task(cast.cleo, cast.acme), task(cast.cleo, cast.acme)
    cleo = caller(cast.cleo)
    ids = [one.pk, two.pk]
    until = (today() + timedelta(days=3)).isoformat()
    rows = cleo.post(f"{TASKS}put-off/", {"ids": ids, "until": until}, "json").json()["results"]
    assert [row["snoozed_until"] for row in rows] == [until, until]
    unsaid = cleo.post(f"{TASKS}hand-on/", {"ids": ids}, "json")
    assert (unsaid.status_code, unsaid.json()["errors"][0]["pointer"]) == (400, "#/assignee_id")
    assert set(Task.objects.filter(pk__in=ids).values_list("assignee", flat=True)) == {cast.cleo.pk}
    rows = cleo.post(f"{TASKS}hand-on/", {"ids": ids, "assignee_id": None}, "json").json()["results"]
    assert [row["assignee_id"] for row in rows] == [None] * 2
    rows = cleo.post(f"{TASKS}hand-on/", {"ids": ids, "assignee_id": cast.mara.pk}, "json").json()["results"]
    assert [row["assignee_id"] for row in rows] == [cast.mara.pk] * 2
    assert cleo.post(f"{TASKS}skip/", {"ids": ids, "reason": ""}, "json").status_code == 400
    rows = cleo.post(f"{TASKS}skip/", {"ids": ids, "reason": "Moved"}, "json").json()["results"]
    assert [(row["state"], row["outcome"], row["ended_by_id"]) for row in rows] == [
        ("skipped", "Moved", cast.cleo.pk)
    ] * 2
    row = cleo.post(f"{TASKS}{one.pk}/reopen/").json()
    assert (row["state"], row["ended_on"]) == ("open", None)
    assert cleo.post(f"{TASKS}{one.pk}/reopen/").status_code == 400
    assert caller(cast.carl).post(f"{TASKS}finish/", {"ids": ids}, "json").status_code == 400
    assert caller(cast.edda).post(f"{TASKS}{two.pk}/reopen/").status_code == 403
    assert sorted(Task.objects.values_list("state", flat=True)) == ["open", "skipped"]


def test_a_sync_by_external_id_creates_once_and_changes_then(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    url = f"{TASKS}by-external-id/helpdesk/T-1/"
    made = cleo.put(url, {"account_id": cast.acme.pk, "title": "Call"}, "json")
    again = cleo.put(url, {"account_id": cast.acme.pk, "title": "Call them"}, "json")
    assert (made.status_code, again.status_code) == (201, 200)
    assert Task.objects.values_list("title", flat=True).get() == "Call them"
    assert cleo.get(url).json()["id"] == made.json()["id"]


def test_the_same_key_creates_once(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    for _time in range(2):
        given = {"account_id": cast.acme.pk, "title": "Call"}
        assert cleo.post(TASKS, given, "json", headers={"Idempotency-Key": "k"}).status_code == 201
    assert Task.objects.count() == 1


def test_a_task_is_removed_but_a_step_is_skipped(cast: Cast) -> None:
    cleo = caller(cast.cleo)
    assert cleo.delete(f"{TASKS}{task(cast.cleo, cast.acme).pk}/").status_code == 204
    start_play(cast.cleo, cast.acme, written(TWO_STEPS))
    step = Task.objects.standing().get()
    assert cleo.delete(f"{TASKS}{step.pk}/").status_code == 400
    assert cleo.post(f"{TASKS}finish/", {"ids": [step.pk]}, "json").status_code == 200
    [row] = cleo.get(f"{TASKS}?state=open&play_id={step.play_id}").json()["results"]
    assert (row["step"], row["title"]) == ("second", "Second")


def test_comments_are_written_listed_and_taken_back_by_whoever_wrote_them(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    cleo, mara = caller(cast.cleo), caller(cast.mara)
    made = cleo.post(COMMENTS, {"task_id": one.pk, "text": "Ask Ana first"}, "json")
    row = made.json()
    assert (made.status_code, row["text"], row["written_by_id"]) == (201, "Ask Ana first", cast.cleo.pk)
    assert [each["id"] for each in mara.get(f"{COMMENTS}?task_id={one.pk}").json()["results"]] == [row["id"]]
    assert caller(cast.carl).get(COMMENTS).json()["results"] == []
    assert mara.delete(f"{COMMENTS}{row['id']}/").status_code == 403
    assert TaskComment.objects.standing().count() == 1
    assert cleo.delete(f"{COMMENTS}{row['id']}/").status_code == 204
    assert TaskComment.objects.standing().count() == 0
