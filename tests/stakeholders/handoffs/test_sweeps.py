"""Accounts whose clocks ran out are made due, once, whatever the number of clocks; nothing else is."""

from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.models import FactsVersion, OwnerChange
from accounts.services.deals import say_live
from stakeholders.domain.handoff_clocks import DEBRIEF_WITHIN, INTRODUCTION_WITHIN, PRESSES_FOR
from stakeholders.models import ClockSweep
from stakeholders.services.clock_sweeps import FIRST_LOOK, make_run_out_due
from tests.personas import Cast
from tests.stakeholders.handoffs.conftest import CLOSED, DAY, HOUR, won

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


def versions() -> dict[int, int]:
    return dict(FactsVersion.objects.values_list("pk", "facts_version"))


def begin(at: datetime) -> None:
    ClockSweep.objects.update_or_create(pk=1, defaults={"swept_at": at})


def test_an_account_is_due_once_just_after_its_clock_ran_out(cast: Cast) -> None:
    with time_machine.travel(CLOSED, tick=False):
        won(cast)
    begin(CLOSED)
    before = versions()
    due = CLOSED + DEBRIEF_WITHIN
    assert (make_run_out_due(due), versions()) == (0, before)
    assert make_run_out_due(due + TICK) == 1
    assert versions() == {**before, cast.acme.pk: before[cast.acme.pk] + 1}
    assert make_run_out_due(due + HOUR) == 0
    assert make_run_out_due(due - HOUR) == 0
    assert ClockSweep.objects.get().swept_at == due + HOUR


@pytest.mark.parametrize("length", [DEBRIEF_WITHIN, INTRODUCTION_WITHIN, DEBRIEF_WITHIN + PRESSES_FOR])
@pytest.mark.parametrize("start", ["closing", "live", "owner"])
def test_each_clock_is_found_at_its_end(cast: Cast, start: str, length: timedelta) -> None:
    at = CLOSED + 400 * DAY
    with time_machine.travel(at, tick=False):
        deal = won(cast, closed_at=at if start == "closing" else CLOSED)
        if start == "live":
            say_live(cast.ada, deal, at)
    if start == "owner":
        OwnerChange.objects.create(account=cast.acme, changed_at=at, former=cast.cleo, owner=cast.carl)
    begin(at + length - HOUR)
    assert make_run_out_due(at + length) == 0
    assert make_run_out_due(at + length + HOUR) == 1


def test_after_a_pause_nothing_is_missed(cast: Cast) -> None:
    with time_machine.travel(CLOSED, tick=False):
        for account in (cast.acme, cast.bolt):
            won(cast, account)
    begin(CLOSED)
    assert make_run_out_due(CLOSED + 30 * DAY) == 2


def test_who_never_looked_looks_back_two_days(cast: Cast) -> None:
    with time_machine.travel(CLOSED, tick=False):
        won(cast)
    assert make_run_out_due(CLOSED + DEBRIEF_WITHIN + FIRST_LOOK - HOUR) == 1
    ClockSweep.objects.all().delete()
    assert make_run_out_due(CLOSED + 5 * DAY + FIRST_LOOK + HOUR) == 0


def test_what_fails_is_found_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The instant looked up to is written with the versions, or not at all."""
    with time_machine.travel(CLOSED, tick=False):
        won(cast)
    begin(CLOSED)

    def killed(account_ids: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("stakeholders.services.clock_sweeps.raise_versions", killed)
        with pytest.raises(RuntimeError):
            make_run_out_due(CLOSED + 3 * DAY)
    assert make_run_out_due(CLOSED + 3 * DAY) == 1
