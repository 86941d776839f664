"""What people do with tasks, one or many at once, and how it is undone."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import Act, FactsVersion
from accounts.services.acts import StaleEdit
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from playbooks.models import Play, PlayState, Task, TaskComment, TaskState
from playbooks.selectors.task_history import history_of
from playbooks.selectors.workers import usual_due_on
from playbooks.services import tasks as services
from playbooks.services.starting import start_play
from stakeholders.models import Stakeholder
from stakeholders.services.people import add_stakeholder
from tests.personas import Cast
from tests.playbooks.making import task
from tests.playbooks.writing import written

pytestmark = pytest.mark.django_db
TWO_STEPS = """
key: two
name: Two
steps:
  - key: first
    title: First
  - key: second
    title: Second
    due: 2
"""


def written_down() -> Any:
    """All that a deed writes."""
    return (
        list(Task.objects.order_by("pk").values()),
        list(Act.objects.order_by("pk").values()),
        list(FactsVersion.objects.order_by("pk").values()),
    )


def test_finishing_many_writes_who_when_and_what_and_undoing_takes_it_back(cast: Cast) -> None:
    first, second = task(cast.cleo, cast.acme), task(cast.cleo, cast.acme, "Write")
    before = list(Task.objects.order_by("pk").values())
    assert services.finish_tasks(cast.mara, [first, second], "  They are glad. ") == 2
    rows = Task.objects.order_by("pk").values_list("state", "ended_on", "ended_by_id", "outcome", "row_version")
    assert list(rows) == [("done", today(), cast.mara.pk, "They are glad.", 2)] * 2
    act = Act.objects.latest("pk")
    assert (act.kind, act.summary, act.account_id) == ("finish_task", "Finished 2 tasks", cast.acme.pk)
    undo_act(act, cast.mara)
    after = list(Task.objects.order_by("pk").values())
    assert [{**row, "row_version": 0} for row in after] == [{**row, "row_version": 0} for row in before]


def test_what_is_over_stays_as_it_was_when_it_is_finished_again(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    services.finish_tasks(cast.cleo, [one], "First")
    before = written_down()
    assert services.finish_tasks(cast.mara, [one], "Second") == 0
    assert written_down() == before


def test_finishing_a_step_begins_the_next_and_undoing_takes_both_back(cast: Cast) -> None:
    start_play(cast.cleo, cast.acme, written(TWO_STEPS))
    services.finish_tasks(cast.cleo, [Task.objects.get()])
    assert list(Task.objects.standing().order_by("pk").values_list("step", "state")) == [
        ("first", "done"),
        ("second", "open"),
    ]
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert list(Task.objects.standing().values_list("step", "state")) == [("first", "open")]


def test_taking_up_a_step_of_an_ended_play_again_leaves_the_play_ended(cast: Cast) -> None:
    start_play(cast.cleo, cast.acme, written(TWO_STEPS))
    services.finish_tasks(cast.cleo, [Task.objects.get(step="first")])
    services.skip_tasks(cast.cleo, [Task.objects.get(step="second")], "No need")
    assert Play.objects.get().state == PlayState.COMPLETED
    again = services.reopen_task(cast.cleo, Task.objects.select_related("play").get(step="second"))
    assert (again.state, again.outlived, Play.objects.get().state) == (
        TaskState.OPEN,
        Play.objects.get(),
        PlayState.COMPLETED,
    )
    services.finish_tasks(cast.cleo, [again], "Sent after all")
    assert (Task.objects.get(step="second").outcome, Play.objects.get().state) == (
        "Sent after all",
        PlayState.COMPLETED,
    )


def test_a_task_of_its_own_is_taken_up_again(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    services.skip_tasks(cast.cleo, [one], "Not now")
    reopened = services.reopen_task(cast.cleo, Task.objects.get())
    assert (reopened.state, reopened.ended_on, reopened.outcome) == (TaskState.OPEN, None, "")
    with pytest.raises(ValidationError, match="is open"):
        services.reopen_task(cast.cleo, reopened)


@pytest.mark.parametrize("until", [date(2026, 1, 1), None])
def test_it_is_put_off_only_to_a_day_ahead(cast: Cast, until: date | None) -> None:
    one = task(cast.cleo, cast.acme)
    before = written_down()
    with pytest.raises(ValidationError, match="after today"):
        services.snooze_tasks(cast.cleo, [one], until or today())
    assert written_down() == before


def test_what_is_put_off_is_not_at_hand_until_its_day(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    services.snooze_tasks(cast.cleo, [one], today() + timedelta(days=2))
    counts = [
        (
            Task.objects.at_hand(today() + timedelta(days=days)).count(),
            Task.objects.waiting(today() + timedelta(days=days)).count(),
        )
        for days in (0, 1, 2)
    ]
    assert counts == [(0, 1), (0, 1), (1, 0)]


def test_nobody_is_given_a_task_at_an_account_they_do_not_see(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    before = written_down()
    words = "Carl does not see Acme"
    with pytest.raises(ValidationError, match=words):
        services.reassign_tasks(cast.cleo, [one], cast.carl)
    with pytest.raises(ValidationError, match=words):
        services.add_task(cast.cleo, cast.acme, title="Call", assignee=cast.carl)
    with pytest.raises(ValidationError, match=words):
        services.edit_task(cast.cleo, one, assignee=cast.carl)
    assert written_down() == before
    assert services.reassign_tasks(cast.cleo, [one], cast.mara) == 1
    assert Task.objects.get().assignee == cast.mara
    services.reassign_tasks(cast.cleo, [Task.objects.get()], None)
    assert Task.objects.get().assignee is None


def test_a_task_is_about_somebody_of_its_account(cast: Cast) -> None:
    ann = add_stakeholder(cast.ada, cast.bolt, name="Ann")
    before = written_down()
    with pytest.raises(ValidationError, match="another account"):
        task(cast.cleo, cast.acme, stakeholder=ann)
    assert written_down() == before
    assert Stakeholder.objects.get() == ann


def test_a_stale_edit_is_refused_and_changes_nothing(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    services.edit_task(cast.mara, one, 1, title="Visit them")
    before = written_down()
    with pytest.raises(StaleEdit):
        services.edit_task(cast.cleo, Task.objects.get(), 1, title="Write")
    assert written_down() == before


def test_a_task_is_removed_but_not_a_step(cast: Cast) -> None:
    services.remove_task(cast.cleo, task(cast.cleo, cast.acme))
    assert Task.objects.standing().count() == 0
    start_play(cast.cleo, cast.acme, written(TWO_STEPS))
    before = written_down()
    with pytest.raises(ValidationError, match="step of a play"):
        services.remove_task(cast.cleo, Task.objects.standing().get())
    assert written_down() == before


def test_more_than_five_hundred_at_once_are_refused(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    before = written_down()
    with pytest.raises(ValidationError, match="At most 500"):
        services.finish_tasks(cast.cleo, [one] * 501)
    assert written_down() == before


def test_a_comment_is_kept_taken_back_and_told_in_the_history(cast: Cast) -> None:
    one = task(cast.cleo, cast.acme)
    comment = services.comment_on_task(cast.mara, one, " They asked twice. ")
    assert comment.text == "They asked twice."
    services.edit_task(cast.cleo, one, title="Call today")
    other = task(cast.cleo, cast.acme, "Another")
    services.finish_tasks(cast.cleo, [one, other])
    words = [(event.by, event.words) for event in history_of(Task.objects.get(pk=one.pk))]
    assert words == [("Cleo", "Finished 2 tasks"), ("Cleo", "Edited a task"), ("Cleo", "Added a task")]
    services.remove_comment(cast.mara, comment)
    assert TaskComment.objects.standing().count() == 0


@pytest.mark.parametrize(
    ("country", "zone", "due_on"),
    [
        ("", "UTC", date(2026, 12, 28)),
        ("DE", "Europe/Berlin", date(2026, 12, 29)),
        ("", "Pacific/Auckland", date(2026, 12, 29)),
    ],
)
def test_a_task_is_due_after_three_business_days_of_whoever_does_it(
    cast: Cast, country: str, zone: str, due_on: date
) -> None:
    cast.cleo.country, cast.cleo.time_zone = country, zone
    with time_machine.travel("2026-12-23T14:00:00Z", tick=False):  # a Wednesday; in Auckland it is Thursday already
        assert usual_due_on(cast.cleo) == due_on
