"""Which step comes next: by hand-worked cases, and properties over every order of events."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.business_days import WorkWeek
from playbooks.domain.conditions import contradiction, parse
from playbooks.domain.definition import START, Step, predecessor, without_step
from playbooks.domain.running import (
    Begin,
    Foreseen,
    Moves,
    Progress,
    Skip,
    StepState,
    Waiting,
    Worker,
    due_on,
    foresee,
    next_moves,
    plan,
)

MONDAY = date(2026, 11, 2)
DONE, SKIPPED, OPEN = StepState.DONE, StepState.SKIPPED, StepState.OPEN
STEPS = (
    Step("talk", "Talk", due=2),
    Step("meet", "Meet", due=5, when="threads < 2"),
    Step("check", "Check", wait=3, due=1),
    Step("thank", "Thank", after="talk", wait_for="connected"),
)


def moves(progress: dict[str, Progress], on: date, steps: tuple[Step, ...] = STEPS, **facts: Any) -> Moves:
    return next_moves(steps, progress, MONDAY, lambda job: Worker(on), facts)


def keys(found: Moves) -> list[tuple[str, Any]]:
    return [(move.step.key, move.due_on if isinstance(move, Begin) else "skipped") for move in found.moves]


def test_first_step_begins_with_the_play() -> None:
    found = moves({}, MONDAY, threads=1)
    assert keys(found) == [("talk", date(2026, 11, 4))]
    assert not found.is_through


def test_when_one_is_done_those_after_it_begin_or_wait() -> None:
    progress = {"talk": Progress(DONE, date(2026, 11, 4))}
    found = moves(progress, date(2026, 11, 4), threads=1)
    assert keys(found) == [("meet", date(2026, 11, 11))]
    assert found.waiting == (Waiting(STEPS[3]),)
    assert keys(moves(progress, date(2026, 11, 4), threads=1, connected=True))[1] == ("thank", date(2026, 11, 4))


def test_a_skipped_step_lets_the_next_count_from_that_day() -> None:
    found = moves({"talk": Progress(DONE, date(2026, 11, 4))}, date(2026, 11, 6), threads=2)
    assert keys(found) == [("meet", "skipped")]
    assert found.waiting[0] == Waiting(STEPS[2], date(2026, 11, 11))


def test_unknown_facts_are_no_reason_to_skip() -> None:
    found = moves({"talk": Progress(DONE, MONDAY)}, MONDAY)
    assert keys(found) == [("meet", date(2026, 11, 9))]


def test_through_when_every_step_is_over() -> None:
    over = {step.key: Progress(DONE, MONDAY) for step in STEPS}
    assert moves(over, MONDAY).is_through
    assert not moves({**over, "thank": Progress(OPEN)}, MONDAY).is_through


def test_due_before_the_renewal_on_a_working_day_and_never_before_it_begins() -> None:
    step = Step("offer", "Offer", before_renewal=30)
    week = WorkWeek()
    assert due_on(step, MONDAY, date(2027, 1, 4), week) == date(2026, 12, 4)  # 5 December is a Saturday
    assert due_on(step, MONDAY, date(2026, 11, 20), week) == MONDAY
    assert due_on(step, MONDAY, None, week) == date(2026, 11, 9)


def test_each_works_by_their_own_days() -> None:
    thanksgiving = {"us": Worker(date(2026, 11, 25), WorkWeek("US")), "de": Worker(date(2026, 11, 25), WorkWeek("DE"))}
    steps = (Step("a", "A", job="us", after=START, due=1), Step("b", "B", job="de", after=START, due=1))
    found = next_moves(steps, {}, date(2026, 11, 25), thanksgiving.__getitem__, {})
    assert keys(found) == [("a", date(2026, 11, 27)), ("b", date(2026, 11, 26))]


steps_drawn = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 5),
        st.sampled_from(["", "threads < 2", "bridge"]),
        st.sampled_from(["", "connected"]),
        st.integers(-1, 6),
    ),
    min_size=1,
    max_size=6,
)


def drawn(rows: list[tuple[int, int, str, str, int]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for place, (wait, due, when, wait_for, after) in enumerate(rows):
        before = START if after == 0 else f"s{after - 1}" if 0 < after <= place else ""
        steps.append(Step(f"s{place}", "S", wait=wait, due=due, when=when, wait_for=wait_for, after=before))
    return tuple(steps)


def done_by(found: Moves, progress: dict[str, Progress], on: date) -> dict[str, Progress]:
    fresh = {move.step.key: Progress(SKIPPED, on) if isinstance(move, Skip) else Progress(OPEN) for move in found.moves}
    return {**progress, **fresh}


@given(steps_drawn, st.integers(0, 2), st.booleans(), st.booleans(), st.lists(st.integers(0, 5), max_size=12))
def test_asking_again_gives_nothing_more_and_every_step_gets_its_turn(
    rows: list[tuple[int, int, str, str, int]], threads: int, bridge: bool, connected: bool, order: list[int]
) -> None:
    steps = drawn(rows)
    facts: dict[str, Any] = {"threads": threads, "bridge": bridge, "connected": connected}
    progress: dict[str, Progress] = {}
    on = MONDAY
    for day in range(80):
        found = next_moves(steps, progress, MONDAY, lambda job, on=on: Worker(on), facts)  # type: ignore[misc]
        progress = done_by(found, progress, on)
        again = next_moves(steps, progress, MONDAY, lambda job, on=on: Worker(on), facts)  # type: ignore[misc]
        assert again.moves == ()
        for move in found.moves:
            assert not isinstance(move, Begin) or move.due_on >= on
        open_ones = [key for key, one in progress.items() if one.state is OPEN]
        if open_ones:
            chosen = open_ones[(order[day % len(order)] if order else 0) % len(open_ones)]
            progress[chosen] = Progress(DONE, on)
        on += timedelta(days=1)
    blocked = {
        step.key
        for place, step in enumerate(steps)
        if step.wait_for and not connected and parse(step.when).judge(facts) is not False
    }
    for place, step in enumerate(steps):
        if predecessor(steps, place) in blocked:
            blocked.add(step.key)
    assert set(progress) == {step.key for step in steps} - blocked


@given(steps_drawn, st.integers(0, 2))
def test_a_plan_is_what_happens_when_each_is_done_on_its_day(
    rows: list[tuple[int, int, str, str, int]], threads: int
) -> None:
    steps = drawn(rows)
    facts: dict[str, Any] = {"threads": threads, "bridge": False, "connected": True}
    planned = {one.step.key: one for one in plan(steps, MONDAY, lambda job: Worker(MONDAY), facts)}
    progress: dict[str, Progress] = {}
    due: dict[str, date] = {}
    for day in range(120):
        on = MONDAY + timedelta(days=day)
        for _round in steps:
            found = next_moves(steps, progress, MONDAY, lambda job, on=on: Worker(on), facts)  # type: ignore[misc]
            progress = done_by(found, progress, on)
            due |= {move.step.key: move.due_on for move in found.moves if isinstance(move, Begin)}
            progress |= {
                key: Progress(DONE, on) for key, one in progress.items() if one.state is OPEN and due[key] == on
            }
    assert due == {key: one.due_on for key, one in planned.items() if not one.is_skipped}
    assert {key for key, one in progress.items() if one.state is SKIPPED} == {
        key for key, one in planned.items() if one.is_skipped
    }


def test_leaving_a_step_out_joins_its_neighbours() -> None:
    assert [step.after for step in without_step(STEPS, "talk")] == ["start", "", "start"]
    steps = without_step(STEPS, "meet")
    assert [(step.key, predecessor(steps, place)) for place, step in enumerate(steps)] == [
        ("talk", START),
        ("check", "talk"),
        ("thank", "talk"),
    ]


def test_what_can_be_told_of_an_exit_beforehand() -> None:
    def told(text: str, **facts: Any) -> Foreseen:
        condition = parse(text)
        return foresee(condition, contradiction(condition), facts)

    assert told("") is Foreseen.NONE
    assert told("threads < 2, threads > 3", threads=1) is Foreseen.IMPOSSIBLE
    assert told("threads >= 2", threads=2) is Foreseen.HELD
    assert told("threads >= 2, score > 50", threads=1) is Foreseen.UNKNOWN
    assert told("threads >= 2", threads=0) is Foreseen.OPEN
