"""The share of commitments kept."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stakeholders.domain.commitments import CommitmentState, Given, count_kept

TODAY = date(2026, 3, 2)
STATES = {state.value: state for state in CommitmentState}


def made(due: int, state: str, settled: int | None = None) -> Given:
    on = None if settled is None else TODAY + timedelta(days=settled)
    return Given(TODAY + timedelta(days=due), STATES[state], on)


def test_share_is_of_those_due() -> None:
    given_ = [
        made(-9, "kept", -10),
        made(-9, "kept", -8),
        made(5, "kept", -1),
        made(-3, "broken", -1),
        made(-1, "open"),
        made(0, "open"),
        made(-7, "withdrawn", -7),
    ]
    found = count_kept(given_, TODAY)
    assert (found.kept_count, found.late_count, found.broken_count, found.overdue_count) == (3, 1, 1, 1)
    assert (found.due_count, found.share) == (5, 0.6)


def test_nothing_due_is_unknown_not_nought() -> None:
    assert count_kept([made(3, "open"), made(-3, "withdrawn", -3)], TODAY).share is None


@given(st.lists(st.tuples(st.integers(-9, 9), st.sampled_from(sorted(STATES)))))
def test_keeping_one_more_never_lowers_the_share(drawn: list[tuple[int, str]]) -> None:
    rows = [made(due, state, None if state == "open" else due) for due, state in drawn]
    before, after = count_kept(rows, TODAY), count_kept([*rows, made(-1, "kept", -1)], TODAY)
    assert before.due_count <= len(rows)
    assert after.share is not None
    assert after.share >= (before.share or 0)
