"""The demo portfolio has plays that ended, a few that run, and leaves the playbooks as they came when it is removed."""

import pytest

from csm.foundation.clock import today
from csm.foundation.demo_parts import demo_parts
from playbooks.models import Play, Playbook, Task
from playbooks.models.plays import UNDER_WAY
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import load_demo

pytestmark = pytest.mark.django_db


def test_plays_ended_and_run_and_no_task_is_open_of_one_that_ended() -> None:
    load_demo(Order(60, 1, today()))
    ended = Play.objects.exclude(state__in=UNDER_WAY)
    running = Play.objects.filter(state__in=UNDER_WAY)
    assert ended.count() >= 15
    assert {play.state for play in ended} == {"exited", "completed", "cancelled"}
    assert 1 <= running.count() <= 3
    assert all(play.reason and play.tasks.open().exists() for play in running)
    assert not Task.objects.open().filter(play__in=ended).exists()
    for play in ended:
        assert (play.version_id, play.started_on < play.ended_on <= today()) == (play.playbook.current_id, True)
    assert Playbook.objects.switched_on().count() == 3
    part = demo_parts.get("plays")
    assert part is not None
    part.remove()
    assert not Playbook.objects.switched_on().exists()
