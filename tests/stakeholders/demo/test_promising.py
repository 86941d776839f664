"""What the demo promises: nothing before we knew them or after the day, and of every kind something."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.concerns import FOLLOWING, Stage
from stakeholders.domain.demo.promising import draw_promises

TODAY = date(2026, 3, 4)


@given(st.integers(0, 300), st.integers(0, 5), st.integers(1, 40), st.integers(0, 60))
def test_drawn_promises_hold_together(index: int, seed: int, present: int, months: int) -> None:
    drawn = draw_promises(index, seed, TODAY, present, months)
    for made in drawn.commitments:
        assert made.promised_on <= made.due_on
        assert (made.state == "open") == (made.settled_on is None)
        assert made.settled_on is None or made.promised_on <= made.settled_on <= TODAY
    for raised in drawn.concerns:
        stage, on = Stage.RAISED, raised.raised_on
        for step, taken_on in raised.way:
            assert step in FOLLOWING[stage]
            assert on <= taken_on <= TODAY
            stage, on = step, taken_on
    for told in drawn.recognitions:
        assert told.recognised_on <= TODAY
        assert set(told.whom) <= set(range(present))
        assert told.milestone is None or drawn.milestones[told.milestone].reached_on is not None


def test_every_kind_of_thing_is_there() -> None:
    drawn = [draw_promises(index, 1, TODAY, 12, 24) for index in range(60)]
    states = {made.state for each in drawn for made in each.commitments}
    stages = {raised.way[-1][0] for each in drawn for raised in each.concerns}
    assert states == {"open", "kept", "broken"}
    assert stages == {Stage.HEARD, Stage.PROPOSED, Stage.DELIVERED, Stage.CONFIRMED}
    assert any(told.is_ours_praised for each in drawn for told in each.recognitions)
    assert any(made.due_on < TODAY for each in drawn for made in each.commitments if made.state == "open")
