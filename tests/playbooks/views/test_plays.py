"""The plays of an account on its pages: started, done, adapted, ended; what is refused leaves everything as it was."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Act
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from health.models import Alert
from playbooks.models import Occasion, Outcome, Play, Playbook, PlayState, Task
from playbooks.selectors.known_plays import plays_of_alerts
from playbooks.services.starting import start_play
from tests.personas import Cast
from tests.playbooks.writing import CALL, REDRAW, written

THREE = CALL + "  - key: write\n    title: Write\n    due: 3\n  - key: end\n    title: End\n    wait: 2\n"


@pytest.fixture
def play(cast: Cast) -> Play:
    """Cleo started three steps at Acme."""
    made, _outcome = start_play(cast.cleo, cast.acme, written(THREE))
    assert made is not None
    return made


@pytest.fixture
def cleo(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def at(play: Play, what: str = "") -> str:
    return f"/accounts/{play.account_id}/plays/{play.pk}/{what}"


def states() -> list[tuple[str, str]]:
    return list(Task.objects.standing().order_by("pk").values_list("step", "state"))


def test_a_play_is_started_from_what_is_offered(cast: Cast, cleo: Client) -> None:
    playbook = written(REDRAW)
    Playbook.objects.exclude(pk=playbook.pk).update(is_archived=True)
    page = cleo.get(f"/accounts/{cast.acme.pk}/plays/start/").content.decode()
    assert "Find a second way to the decision." in page
    assert "Nobody would notice when it has reached its end, since this is not known here: threads." in page
    answer = cleo.post(f"/accounts/{cast.acme.pk}/plays/start/", {"playbook": playbook.pk})
    play = Play.objects.get()
    assert answer["Location"] == f"/accounts/{cast.acme.pk}/plays/#play-{play.pk}"
    assert (play.reason, play.recorded_by, play.owner) == ("Started by hand.", cast.cleo, cast.cleo)
    again = cleo.post(f"/accounts/{cast.acme.pk}/plays/start/", {"playbook": playbook.pk}).content.decode()
    assert "This playbook is already running on the account." in again
    assert Play.objects.count() == 1


def test_the_tab_says_whose_turn_it_is_and_the_page_all_steps(play: Play, cleo: Client) -> None:
    tab = cleo.get(f"/accounts/{play.account_id}/plays/").content.decode()
    assert "0 of 3 steps" in tab
    assert "Cleo" in tab
    page = cleo.get(at(play)).content.decode()
    assert [title in page for title in ("Call them", "Write", "End", "expected")] == [True] * 4


def test_a_step_is_done_and_undone_with_what_followed(play: Play, cleo: Client, cast: Cast) -> None:
    cleo.post(at(play, "steps/call/done/"), {"outcome": "They were glad"})
    assert states() == [("call", "done"), ("write", "open")]
    assert Task.objects.get(step="call").outcome == "They were glad"
    undo_act(Act.objects.filter(kind="finish_task").latest("pk"), cast.cleo)
    assert states() == [("call", "open")]
    cleo.post(at(play, "steps/call/done/"), {})
    assert states() == [("call", "done"), ("write", "open")]


def test_a_play_is_paused_resumed_and_handed_over(play: Play, cleo: Client, cast: Cast) -> None:
    cleo.post(at(play, "pause/"), {"reason": "They move house"})
    play.refresh_from_db()
    assert (play.state, play.result) == (PlayState.PAUSED, "They move house")
    assert "They move house" in cleo.get(f"/accounts/{play.account_id}/plays/").content.decode()
    cleo.post(at(play, "hand-over/"), {"owner": cast.mara.pk})
    cleo.post(at(play, "resume/"))
    play.refresh_from_db()
    assert (play.state, play.result, play.owner) == (PlayState.RUNNING, "", cast.mara)


@pytest.mark.parametrize(
    ("deed", "field", "state"),
    [("cancel", "reason", PlayState.CANCELLED), ("complete", "result", PlayState.COMPLETED)],
)
def test_a_play_ends_only_with_words(deed: str, field: str, state: str, play: Play, cleo: Client) -> None:
    refused = cleo.post(at(play, f"{deed}/"), {field: "  "}).content.decode()
    assert "This field is required." in refused
    play.refresh_from_db()
    assert play.state == PlayState.RUNNING
    cleo.post(at(play, f"{deed}/"), {field: "Known by now"})
    play.refresh_from_db()
    assert (play.state, play.result, states()) == (state, "Known by now", [("call", "dropped")])


def test_a_step_is_adapted_here_and_the_playbook_stays(play: Play, cleo: Client) -> None:
    said = {"title": "Call Ana", "text": "Ask for news", "job": "owner", "wait": 0, "due": 1}
    page = cleo.post(at(play, "steps/call/adapt/"), {**said, "when": "thread < 2"})
    assert "There is no fact named thread. Did you mean threads" in page.content.decode()
    assert "Ask for news" in page.content.decode()
    cleo.post(at(play, "steps/call/adapt/"), said)
    play.refresh_from_db()
    assert play.is_adapted
    assert Task.objects.get().title == "Call Ana"
    assert play.playbook.in_force.defined.steps[0].title == "Call them"


def test_steps_are_added_and_left_out_here(play: Play, cleo: Client) -> None:
    new = {"title": "Send the notes", "text": "", "job": "owner", "wait": 0, "due": 1}
    cleo.post(at(play, "steps/new/?after=call"), new)
    play.refresh_from_db()
    assert [step.key for step in play.own_steps] == ["call", "send-the-notes", "write", "end"]
    cleo.post(at(play, "steps/call/drop/"))
    assert states() == [("send-the-notes", "open")]
    play.refresh_from_db()
    assert [step.key for step in play.own_steps] == ["send-the-notes", "write", "end"]


def test_each_change_of_a_play_can_be_undone(play: Play, cleo: Client, cast: Cast) -> None:
    before: Any = Play.objects.values().get(), list(Task.objects.standing().values("step", "state", "title"))
    for deed, data in (
        ("pause/", {}),
        ("cancel/", {"reason": "No"}),
        ("steps/call/adapt/", {"title": "X", "text": "", "job": "owner", "wait": 0, "due": 1}),
        ("steps/write/drop/", {}),
    ):
        cleo.post(at(play, deed), data)
        undo_act(Act.objects.latest("pk"), cast.cleo)
        now = Play.objects.values().get(), list(Task.objects.standing().values("step", "state", "title"))
        changing = {"row_version"}
        assert {k: v for k, v in now[0].items() if k not in changing} == {
            k: v for k, v in before[0].items() if k not in changing
        }, deed
        assert now[1] == before[1]


def departure(play: Play) -> Alert:
    """An alert that the play was started by."""
    alert = Alert.objects.create(
        account=play.account, kind="departure", figures={"people": [], "roles": []},
        first_seen_on=today(), opened_on=today(),
    )  # fmt: skip
    Occasion.objects.create(
        playbook=play.playbook, account=play.account, key=f"alert:{alert.pk}", outcome=Outcome.STARTED, play=play
    )
    return alert


@pytest.mark.parametrize("url", ["/alerts/", "/accounts/{}/alerts/"])
def test_an_alert_leads_to_the_play_that_it_set_going(play: Play, cleo: Client, url: str) -> None:
    departure(play)
    told, link = f"Play under way: {play.name}", f'href="{at(play)}"'
    page = cleo.get(url.format(play.account_id)).content.decode()
    assert (told in page, link in page) == (True, True)
    Play.objects.update(state=PlayState.CANCELLED, ended_on=today())
    assert told not in cleo.get(url.format(play.account_id)).content.decode()


def test_a_play_on_an_account_one_does_not_see_is_not_told_of(cast: Cast, play: Play) -> None:
    alert = departure(play)
    assert set(plays_of_alerts(cast.cleo, [alert.pk])) == {alert.pk}
    assert plays_of_alerts(cast.carl, [alert.pk]) == {}
