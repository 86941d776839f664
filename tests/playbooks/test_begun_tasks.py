"""What somebody has begun of a play outlives it; what nobody has begun goes with it and says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Account, Act, Segment
from accounts.services.accounts import edit_account
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from playbooks.models import Play, PlayState, Task, TaskComment, TaskState
from playbooks.selectors.plays import account_plays, begun_tasks
from playbooks.selectors.tasks import origin_words, outlived_words
from playbooks.services import tasks as services
from playbooks.services.plays import adapt_step, cancel_play, complete_play, drop_step
from playbooks.services.starting import start_play
from tests.callers import caller
from tests.health.maps import judge
from tests.personas import Cast
from tests.playbooks.writing import written

pytestmark = pytest.mark.django_db
BOTH = """
key: both
name: Both
exit: touch = low
steps:
  - key: call
    title: Call them
  - key: write
    title: Write to them
    after: start
"""
Begin = Callable[[Cast, Task], Any]


@pytest.fixture
def play(cast: Cast) -> Play:
    """Two steps are open at Acme; the play ends once the account is served with low touch."""
    judge(cast.acme)
    made, _outcome = start_play(cast.mara, cast.acme, written(BOTH))
    assert made is not None
    return made


def reach_the_end(cast: Cast) -> None:
    account = Account.objects.get(pk=cast.acme.pk)
    edit_account(cast.ada, account, account.row_version, segment=Segment.objects.get(name="Low touch"))
    judge(cast.acme)


def states() -> dict[str, str]:
    return dict(Task.objects.standing().values_list("step", "state"))


def one(step: str = "call") -> Task:
    found: Task = Task.objects.standing().select_related("play", "assignee").get(step=step)
    return found


BEGINNINGS: dict[str, Begin] = {
    "taken up": lambda cast, task: services.take_up_tasks(cast.cleo, [task]),
    "commented": lambda cast, task: services.comment_on_task(cast.cleo, task, "She calls back on Monday."),
    "put off": lambda cast, task: services.snooze_tasks(cast.cleo, [task], today() + timedelta(days=2)),
    "said otherwise": lambda cast, task: services.edit_task(cast.cleo, task, title="Call Ana about the move"),
    "taken up again": lambda cast, task: (
        services.skip_tasks(cast.cleo, [task], "Nobody there"),
        services.reopen_task(cast.cleo, one()),
    ),
}
NO_BEGINNINGS: dict[str, Begin] = {
    "nothing": lambda cast, task: None,
    "handed on": lambda cast, task: services.reassign_tasks(cast.mara, [task], cast.mara),
    "dated anew": lambda cast, task: services.edit_task(cast.mara, task, due_on=today() + timedelta(days=9)),
    "adapted": lambda cast, task: adapt_step(cast.mara, task.play, "call", text="In their words"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("how", BEGINNINGS)
def test_what_was_begun_stays_open_when_the_play_reaches_its_end(how: str, play: Play, cast: Cast) -> None:
    BEGINNINGS[how](cast, one())
    reach_the_end(cast)
    play.refresh_from_db()
    assert (play.state, states()) == (PlayState.EXITED, {"call": "open", "write": "dropped"})
    assert one("write").outcome == "The play reached its end. Reached: touch level low"
    kept = one()
    assert (kept.assignee, kept.play) == (cast.cleo, play)
    assert origin_words(kept) == "step 1 of Both, which has ended"
    assert outlived_words(kept).startswith("The play reached its end. This was begun: finish it, or skip it")
    assert [task.pk for task in account_plays(cast.acme).loose] == [kept.pk]


@pytest.mark.parametrize("how", NO_BEGINNINGS)
def test_what_nobody_has_begun_goes_with_the_play(how: str, play: Play, cast: Cast) -> None:
    NO_BEGINNINGS[how](cast, one())
    reach_the_end(cast)
    assert states() == {"call": "dropped", "write": "dropped"}
    assert account_plays(cast.acme).loose == []


def test_a_comment_that_was_taken_back_begins_nothing(play: Play, cast: Cast) -> None:
    services.remove_comment(cast.cleo, services.comment_on_task(cast.cleo, one(), "Wrong account"))
    assert begun_tasks(play) == []
    services.take_up_tasks(cast.cleo, [one()])
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert begun_tasks(play) == []


def test_taking_up_twice_says_so_once(play: Play, cast: Cast) -> None:
    assert services.take_up_tasks(cast.cleo, [one(), one("write")]) == 2
    acts = Act.objects.count()
    assert services.take_up_tasks(cast.mara, [one()]) == 0
    assert Act.objects.count() == acts


def test_what_outlived_its_play_is_finished_and_the_play_stays_as_it_ended(play: Play, cast: Cast) -> None:
    services.comment_on_task(cast.cleo, one(), "Half way")
    reach_the_end(cast)
    before = Play.objects.values().get()
    services.finish_tasks(cast.cleo, [one()], "They will move in May")
    assert states() == {"call": "done", "write": "dropped"}
    assert Play.objects.values().get() == before
    assert account_plays(cast.acme).loose == []


def test_what_was_dropped_can_be_taken_up_all_the_same(play: Play, cast: Cast) -> None:
    reach_the_end(cast)
    services.reopen_task(cast.cleo, one("write"))
    assert (states(), Play.objects.get().state) == ({"call": "dropped", "write": "open"}, PlayState.EXITED)
    judge(cast.acme)
    assert states() == {"call": "dropped", "write": "open"}


@pytest.mark.parametrize("drops_begun", [False, True])
def test_ending_a_play_by_hand_drops_what_was_begun_only_when_said(
    drops_begun: bool, play: Play, cast: Cast, client: Client
) -> None:
    client.force_login(cast.mara)
    address = f"/accounts/{cast.acme.pk}/plays/{play.pk}/cancel/"
    assert "drops_begun" not in client.get(address).content.decode()
    services.take_up_tasks(cast.cleo, [one()])
    assert "Else it stays open: Call them (Cleo)" in client.get(address).content.decode()
    client.post(address, {"reason": "They were sold", **({"drops_begun": "on"} if drops_begun else {})})
    assert states() == {"call": "dropped" if drops_begun else "open", "write": "dropped"}
    assert one("write").outcome == "The play was cancelled: They were sold"
    undo_act(Act.objects.filter(kind="cancel_play").latest("pk"), cast.mara)
    assert (states(), Play.objects.get().state) == ({"call": "open", "write": "open"}, PlayState.RUNNING)


def test_completing_says_what_came_of_it_on_what_it_drops(play: Play, cast: Cast) -> None:
    services.take_up_tasks(cast.cleo, [one()])
    complete_play(cast.mara, play, result="They renewed")
    assert (one("write").outcome, outlived_words(one())[:23]) == (
        "The play was completed: They renewed",
        "The play was completed.",
    )


def test_the_pages_say_why_it_is_open_and_lead_on(play: Play, cast: Cast, client: Client) -> None:
    client.force_login(cast.cleo)
    client.post(f"/tasks/{one().pk}/take-up/")
    assert "begun" in client.get(f"/tasks/{one().pk}/").content.decode()
    reach_the_end(cast)
    words = "The play reached its end. This was begun"
    tab, page, task = (
        client.get(address).content.decode()
        for address in (
            f"/accounts/{cast.acme.pk}/plays/",
            f"/accounts/{cast.acme.pk}/plays/{play.pk}/",
            f"/tasks/{one().pk}/",
        )
    )
    assert [words in shown for shown in (tab, page, task)] == [True] * 3
    assert "Take it up all the same: Write to them" in page
    client.post(f"/accounts/{cast.acme.pk}/plays/{play.pk}/steps/call/done/", {"outcome": "Done at last"})
    assert one().state == TaskState.DONE


def test_over_the_api_it_is_taken_up_and_a_play_cancelled_with_or_without_it(
    play: Play, cast: Cast, client: Client
) -> None:
    client.force_login(cast.mara)
    said = client.post("/api/v1/tasks/take-up/", {"ids": [one().pk]}, "application/json").json()
    assert said["results"][0]["taken_up_on"] == str(today())
    refused = client.post(f"/api/v1/plays/{play.pk}/cancel/", {"reason": "x", "drops_begun": "yes"}, "application/json")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/drops_begun")
    assert states() == {"call": "open", "write": "open"}
    client.post(f"/api/v1/plays/{play.pk}/cancel/", {"reason": "Sold", "drops_begun": True}, "application/json")
    assert states() == {"call": "dropped", "write": "dropped"}


def test_nobody_takes_up_what_they_may_not_change(play: Play, cast: Cast, client: Client) -> None:
    client.force_login(cast.carl)
    assert client.post(f"/tasks/{one().pk}/take-up/").status_code == 404
    client.force_login(cast.edda)
    assert client.post(f"/tasks/{one().pk}/take-up/").status_code == 403
    assert (one().taken_up_on, TaskComment.objects.count()) == (None, 0)
    with pytest.raises(ValidationError):
        cancel_play(cast.mara, play, reason=" ")


def test_a_step_that_somebody_has_begun_is_left_out_only_when_that_is_meant(
    play: Play, cast: Cast, client: Client
) -> None:
    services.take_up_tasks(cast.cleo, [one()])
    services.reassign_tasks(cast.mara, [one()], cast.cleo)
    client.force_login(cast.mara)
    address = f"/accounts/{play.account_id}/plays/{play.pk}/steps/call/drop/"
    assert f'hx-get="{address}"' in client.get(f"/accounts/{play.account_id}/plays/{play.pk}/").content.decode()
    asked = client.post(address, {"tag": ""}).content.decode()
    assert "Cleo has begun it: “Call them”." in asked
    assert 'name="drops_begun" value="True"' in asked
    assert states() == {"call": "open", "write": "open"}
    assert "Cleo has begun it" in client.get(address).content.decode()
    with pytest.raises(ValidationError, match="Cleo has begun it"):
        drop_step(cast.mara, play, "call")
    client.post(address, {"tag": "", "drops_begun": "True"})
    assert states() == {"write": "open"}
    assert client.get(address).status_code == 404


def test_a_step_that_nobody_has_begun_is_left_out_at_once(play: Play, cast: Cast, client: Client) -> None:
    client.force_login(cast.mara)
    address = f"/accounts/{play.account_id}/plays/{play.pk}/steps/call/drop/"
    assert "It is left out on this account alone." in client.get(address).content.decode()
    assert client.post(address)["Location"].endswith("#left-out-call")
    assert states() == {"write": "open"}


def test_other_systems_say_that_a_step_goes_though_it_was_begun(play: Play, cast: Cast) -> None:
    services.take_up_tasks(cast.mara, [one()])
    address = f"/api/v1/plays/{play.pk}/steps/call/"
    refused = caller(cast.mara).delete(address)
    assert (refused.status_code, "has begun it" in refused.content.decode()) == (400, True)
    assert states() == {"call": "open", "write": "open"}
    assert caller(cast.mara).delete(f"{address}?drops_begun=true").status_code == 204
    assert states() == {"write": "open"}


def test_the_page_of_the_account_lists_every_open_step(play: Play, cast: Cast, client: Client) -> None:
    client.force_login(cast.mara)
    page = client.get(f"/accounts/{play.account_id}/plays/").content.decode()
    reading = account_plays(cast.acme).under_way[0]
    assert [line.step.key for line in reading.next_lines] == ["call", "write"]
    for task in Task.objects.standing():
        assert f'href="/tasks/{task.pk}/"' in page
    services.finish_tasks(cast.mara, [one("call")])
    assert [line.step.key for line in account_plays(cast.acme).under_way[0].next_lines] == ["write"]
