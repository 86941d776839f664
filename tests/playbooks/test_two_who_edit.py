"""Two people at one playbook or one play: different steps do not collide, of the same step both versions are shown."""

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Act, User
from accounts.services.undo import UndoConflict, undo_act
from playbooks.domain.definition import predecessor
from playbooks.models import Play, Playbook, Task
from playbooks.services.editing import import_text
from playbooks.services.plays import adapt_step, add_step, drop_step, tag_of_step
from playbooks.services.starting import start_play
from tests.personas import Cast
from tests.playbooks.test_playbook_pages import client_of, edit_url, form_of
from tests.playbooks.writing import CALL, written

pytestmark = pytest.mark.django_db
THREE = CALL + "  - key: write\n    title: Write\n    due: 3\n  - key: end\n    title: End\n    wait: 2\n"
JSON = "application/json"


@pytest.fixture
def play(cast: Cast) -> Play:
    made, _outcome = start_play(cast.cleo, cast.acme, written(THREE))
    assert made is not None
    return made


def said(play: Play, key: str, **changed: Any) -> dict[str, Any]:
    """What the form of a step sends, opened now."""
    step = next(step for step in play.own_steps if step.key == key)
    held = {"title": step.title, "text": step.text, "job": step.job, "wait": step.wait, "due": step.due}
    return {**held, "row_version": tag_of_step(play, key), "seen": json.dumps({"title": step.title}), **changed}


def url(play: Play, what: str) -> str:
    return f"/accounts/{play.account_id}/plays/{play.pk}/steps/{what}"


def titles(play: Play) -> list[str]:
    play.refresh_from_db()
    return [step.title for step in play.own_steps]


def form_at(client: Client, playbook: Playbook, **changed: str) -> dict[str, str]:
    """What the editor sends that was opened now, with what was seen."""
    return {**form_of(playbook, **changed), "seen": json.dumps(playbook.draft)}


def test_two_adapt_different_steps_and_both_stand(play: Play, cast: Cast) -> None:
    first, second = said(play, "write", title="Write to Ana"), said(play, "end", title="End it well")
    assert client_of(cast.cleo).post(url(play, "write/adapt/"), first).status_code == 302
    assert client_of(cast.mara).post(url(play, "end/adapt/"), second).status_code == 302
    assert titles(play) == ["Call them", "Write to Ana", "End it well"]


def test_of_the_same_step_both_versions_are_shown_and_one_is_chosen(play: Play, cast: Cast) -> None:
    first, second = said(play, "end", title="End soon"), said(play, "end", title="End it well", text="Long typed")
    client_of(cast.cleo).post(url(play, "end/adapt/"), first)
    page = client_of(cast.mara).post(url(play, "end/adapt/"), second).content.decode()
    assert [words in page for words in ("End soon", "End it well", "Long typed")] == [True] * 3
    assert titles(play) == ["Call them", "Write", "End soon"]
    again = said(play, "end", title="End it well", text="Long typed", settling="1")
    client_of(cast.mara).post(url(play, "end/adapt/"), {**again, "choose-title": "theirs"})
    step = Play.objects.get().own_steps[2]
    assert (step.title, step.text) == ("End soon", "Long typed")


def test_what_was_typed_of_a_step_that_is_gone_stays(play: Play, cast: Cast) -> None:
    typed = said(play, "end", title="End it well")
    drop_step(cast.mara, play, "end")
    page = client_of(cast.cleo).post(url(play, "end/adapt/"), typed).content.decode()
    assert "Somebody left this step out meanwhile" in page
    assert "End it well" in page
    assert client_of(cast.cleo).get(url(play, "end/adapt/")).status_code == 404


def test_a_step_that_somebody_changed_is_not_left_out_unseen(play: Play, cast: Cast) -> None:
    tag = tag_of_step(play, "end")
    adapt_step(cast.mara, play, "end", title="End it well")
    client_of(cast.cleo).post(url(play, "end/drop/"), {"tag": tag})
    assert titles(play) == ["Call them", "Write", "End it well"]
    client_of(cast.cleo).post(url(play, "end/drop/"), {"tag": tag_of_step(play, "end")})
    assert titles(play) == ["Call them", "Write"]


def test_undoing_one_change_leaves_those_of_other_steps(play: Play, cast: Cast) -> None:
    adapt_step(cast.cleo, play, "write", title="Write to Ana")
    first = Act.objects.latest("pk")
    adapt_step(cast.mara, play, "end", title="End it well")
    second = Act.objects.latest("pk")
    undo_act(first, cast.cleo)
    assert titles(play) == ["Call them", "Write", "End it well"]
    assert play.is_adapted
    adapt_step(cast.mara, play, "end", title="End at last")
    with pytest.raises(UndoConflict):
        undo_act(second, cast.mara)
    assert titles(play) == ["Call them", "Write", "End at last"]


def test_the_mark_of_being_adapted_goes_with_the_last_change(play: Play, cast: Cast) -> None:
    adapt_step(cast.cleo, play, "write", title="Write to Ana")
    undo_act(Act.objects.latest("pk"), cast.cleo)
    play.refresh_from_db()
    assert not play.is_adapted


def test_a_step_that_was_left_out_is_brought_back_where_it_stood_with_its_task(play: Play, cast: Cast) -> None:
    call = Task.objects.get()
    drop_step(cast.cleo, play, "call")
    page = client_of(cast.cleo).get(f"/accounts/{play.account_id}/plays/{play.pk}/").content.decode()
    assert "Bring back: Call them" in unescape(page)
    assert list(Task.objects.standing().values_list("step", flat=True)) == ["write"]
    answer = client_of(cast.cleo).post(url(play, "call/back/"))
    assert answer["Location"].endswith("#step-call")
    assert titles(play) == ["Call them", "Write", "End"]
    assert [predecessor(play.own_steps, place) for place in range(3)] == ["start", "call", "write"]
    assert sorted(Task.objects.standing().values_list("step", flat=True)) == ["call", "write"]
    assert Task.objects.standing().get(step="call") == call
    assert not play.is_adapted


def test_two_steps_added_after_one_follow_each_other(play: Play, cast: Cast) -> None:
    add_step(cast.cleo, play, "write", title="Second")
    add_step(cast.mara, play, "write", title="First")
    assert titles(play) == ["Call them", "Write", "First", "Second", "End"]
    assert [predecessor(play.own_steps, place) for place in range(5)] == ["start", "call", "write", "first", "second"]


def test_what_is_no_step_of_the_playbook_is_not_brought_back(play: Play, cast: Cast) -> None:
    before = Play.objects.values().get()
    client = client_of(cast.cleo)
    for key in ("call", "nothing"):
        client.post(url(play, f"{key}/back/"))
    assert client_of(cast.edda).post(url(play, "call/back/")).status_code == 403
    assert client_of(cast.carl).post(url(play, "call/back/")).status_code == 404
    assert Play.objects.values().get() == before


def test_over_the_api_each_step_has_an_etag_of_its_own(play: Play, cast: Cast) -> None:
    cleo = client_of(cast.cleo)
    at = f"/api/v1/plays/{play.pk}/steps/"
    write, end = cleo.get(f"{at}write/"), cleo.get(f"{at}end/")
    assert write["ETag"] == f'"{write.json()["tag"]}"'
    done = cleo.patch(f"{at}write/", {"title": "Write to Ana"}, JSON, headers={"If-Match": write["ETag"]})
    assert (done.status_code, done.json()["title"]) == (200, "Write to Ana")
    other = cleo.patch(f"{at}end/", {"due": 4}, JSON, headers={"If-Match": end["ETag"]})
    assert other.status_code == 200
    stale = cleo.patch(f"{at}write/", {"title": "Late"}, JSON, headers={"If-Match": write["ETag"]})
    assert (stale.status_code, stale.json()["current"]["title"], stale["ETag"]) == (
        412,
        "Write to Ana",
        done["ETag"],
    )
    assert cleo.patch(f"{at}write/", {"title": "x"}, JSON, headers={"If-Match": '"3"'}).status_code == 400
    assert titles(play) == ["Call them", "Write to Ana", "End"]
    odd = cleo.patch(f"{at}end/", {"job": "nobody"}, JSON)
    assert (odd.status_code, odd.json()["errors"][0]["pointer"]) == (400, "#/job")
    added = cleo.post(at, {"title": "Thank them", "after": "write"}, JSON)
    assert (added.status_code, added.json()["key"]) == (201, "thank-them")
    assert cleo.delete(f"{at}end/", headers={"If-Match": end["ETag"]}).status_code == 412
    assert cleo.delete(f"{at}end/").status_code == 204
    assert cleo.delete(f"{at}end/").status_code == 404
    assert titles(play) == ["Call them", "Write to Ana", "Thank them"]
    assert cleo.post(f"{at}end/bring-back/", {}, JSON).json()["title"] == "End"
    assert titles(play) == ["Call them", "Write to Ana", "End", "Thank them"]
    assert client_of(cast.carl).patch(f"{at}write/", {"title": "x"}, JSON).status_code == 404
    assert client_of(cast.edda).patch(f"{at}write/", {"title": "x"}, JSON).status_code == 403


def test_two_edit_different_parts_of_a_draft_and_both_are_kept(cast: Cast) -> None:
    playbook = import_text(cast.ada, THREE.replace("key: end", "key: close"))  # a key that follows no title
    mine = form_at(client_of(cast.otto), playbook, step__1__title="Write to {champion}")
    theirs = form_at(client_of(cast.ada), playbook, step__2__title="End well", purpose="Say hello")
    client_of(cast.ada).post(edit_url(playbook), theirs)
    answer = client_of(cast.otto).post(edit_url(playbook), mine, follow=True)
    playbook.refresh_from_db()
    assert [step.title for step in playbook.drafted.steps] == ["Call them", "Write to {champion}", "End well"]
    assert playbook.drafted.purpose == "Say hello"
    words = "Kept too what somebody else saved meanwhile: Purpose, Step “End”."
    assert words in unescape(answer.content.decode())


def test_publishing_meanwhile_hinders_no_edit(cast: Cast) -> None:
    playbook = written(THREE, cast.ada)
    mine = form_at(client_of(cast.otto), playbook, step__1__title="Write to Ana", row_version="1")
    assert client_of(cast.otto).post(edit_url(playbook), mine).status_code == 302
    playbook.refresh_from_db()
    assert playbook.drafted.steps[1].title == "Write to Ana"


def test_the_same_step_changed_by_two_shows_both(cast: Cast) -> None:
    playbook = import_text(cast.ada, THREE)
    mine = form_at(client_of(cast.otto), playbook, step__1__title="Write to Ana", purpose="Mine")
    client_of(cast.ada).post(
        edit_url(playbook), form_at(client_of(cast.ada), playbook, step__1__title="Write to Bea", exit="threads >= 2")
    )
    page = unescape(client_of(cast.otto).post(edit_url(playbook), mine).content.decode())
    assert [words in page for words in ("Write to Ana", "Write to Bea", "Mine")] == [True] * 3
    playbook.refresh_from_db()
    assert playbook.drafted.steps[1].title == "Write to Bea"


def test_parts_that_do_not_fit_together_are_asked_about(cast: Cast) -> None:
    playbook = import_text(cast.ada, THREE)
    mine = form_at(client_of(cast.otto), playbook, step__2__after="call")
    gone = {name: value for name, value in form_of(playbook).items() if not name.startswith("step-0-")}
    client_of(cast.ada).post(edit_url(playbook), {**gone, "seen": json.dumps(playbook.draft)})
    page = client_of(cast.otto).post(edit_url(playbook), mine).content.decode()
    assert "Somebody else saved this meanwhile" in page
    playbook.refresh_from_db()
    assert [step.key for step in playbook.drafted.steps] == ["write", "end"]


def test_over_the_api_one_step_of_a_draft_is_changed(cast: Cast) -> None:
    playbook = import_text(cast.ada, THREE)
    otto, at = client_of(cast.otto), f"/api/v1/playbooks/{playbook.pk}/steps/"
    write, end = (otto.get(f"{at}{key}/") for key in ("write", "end"))
    assert otto.patch(f"{at}end/", {"due": 7}, JSON, headers={"If-Match": end["ETag"]}).json()["due"] == 7
    assert otto.patch(f"{at}write/", {"title": "Write them"}, JSON, headers={"If-Match": write["ETag"]}).json()[
        "title"
    ] == ("Write them")
    stale = otto.patch(f"{at}end/", {"due": 9}, JSON, headers={"If-Match": end["ETag"]})
    assert (stale.status_code, stale.json()["current"]["due"]) == (412, 7)
    odd = otto.patch(f"{at}end/", {"when": "mood > 3"}, JSON)
    assert (odd.status_code, odd.json()["errors"][0]["pointer"]) == (400, "#/when")
    assert otto.get(f"{at}nothing/").status_code == 404
    playbook.refresh_from_db()
    assert [(step.title, step.due) for step in playbook.drafted.steps] == [
        ("Call them", 1),
        ("Write them", 3),
        ("End", 7),
    ]
    assert client_of(cast.cleo).patch(f"{at}end/", {"due": 1}, JSON).status_code == 403


def test_readers_cannot_change_steps(cast: Cast, play: Play) -> None:
    user: User = cast.edda
    assert client_of(user).post(url(play, "write/adapt/"), said(play, "write", title="x")).status_code == 403
    assert titles(play) == ["Call them", "Write", "End"]
