"""The clocks of a handoff: hand-computed answers, and properties over time zones and changes of the clocks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.deals import DealStage, IntroductionPoint
from stakeholders.domain.handoff_clocks import (
    Clock,
    ClockKind,
    ClockState,
    DealFacts,
    Held,
    Why,
    clocks,
)

CLOSED = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WON = DealFacts(DealStage.WON, IntroductionPoint.AFTER_CLOSING, closed_at=CLOSED)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"]
MOMENTS = st.integers(0, 2 * 365 * 86400).map(lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
SPANS = st.timedeltas(timedelta(0), timedelta(days=40))


def of(facts: DealFacts, now: datetime) -> dict[ClockKind, Clock]:
    return {clock.kind: clock for clock in clocks(facts, now)}


def states(facts: DealFacts, now: datetime) -> dict[str, str]:
    return {kind.value: clock.state.value for kind, clock in of(facts, now).items()}


def test_the_debrief_is_in_time_to_the_very_instant_and_breached_after_it() -> None:
    due = CLOSED + 48 * HOUR
    assert of(WON, due)[ClockKind.DEBRIEF] == Clock(
        ClockKind.DEBRIEF, ClockState.RUNNING, Why.CLOSED, CLOSED, due, None, timedelta(0)
    )
    after = of(WON, due + timedelta(microseconds=1))[ClockKind.DEBRIEF]
    assert (after.state, after.left) == (ClockState.BREACHED, timedelta(microseconds=1))
    at_due = of(replace(WON, debriefs=(due,)), due + DAY)[ClockKind.DEBRIEF]
    assert (at_due.state, at_due.held, at_due.left) == (ClockState.IN_TIME, Held(due), None)
    late = of(replace(WON, debriefs=(due + 3 * HOUR,)), due + DAY)[ClockKind.DEBRIEF]
    assert (late.state, late.left) == (ClockState.LATE, 3 * HOUR)


def test_a_debrief_before_closing_is_in_time_and_one_that_lies_ahead_is_none() -> None:
    assert states(replace(WON, debriefs=(CLOSED - DAY,)), CLOSED)["debrief"] == "in_time"
    assert states(replace(WON, debriefs=(CLOSED + DAY,)), CLOSED + HOUR)["debrief"] == "running"


def test_the_introduction_after_closing_takes_five_days() -> None:
    due = CLOSED + 5 * DAY
    assert of(WON, CLOSED + 12 * HOUR)[ClockKind.INTRODUCTION].left == 4.5 * DAY
    met = replace(WON, met=(Held(CLOSED - HOUR, 1), Held(due, 2)))
    assert of(met, due)[ClockKind.INTRODUCTION].held == Held(due, 2)
    assert states(met, due)["introduction"] == "in_time"
    assert states(replace(WON, met=(Held(CLOSED - HOUR, 1),)), due + HOUR)["introduction"] == "breached"
    assert states(replace(WON, introductions=(CLOSED - DAY,)), due + HOUR)["introduction"] == "in_time"


def test_low_touch_waits_for_go_live() -> None:
    low = replace(WON, point=IntroductionPoint.AFTER_GO_LIVE)
    waits = of(low, CLOSED + 30 * DAY)[ClockKind.INTRODUCTION]
    assert (waits.state, waits.why, waits.due_at) == (ClockState.WAITING, Why.NOT_LIVE, None)
    live = replace(low, live_at=CLOSED + 30 * DAY, met=(Held(CLOSED + DAY, 1),))
    runs = of(live, CLOSED + 31 * DAY)[ClockKind.INTRODUCTION]
    assert (runs.state, runs.why, runs.left) == (ClockState.RUNNING, Why.LIVE, 4 * DAY)


def test_high_touch_is_due_before_closing() -> None:
    likely = CLOSED - 20 * DAY
    high = DealFacts(DealStage.OPEN, IntroductionPoint.BEFORE_CLOSING, 79)
    assert of(high, CLOSED)[ClockKind.INTRODUCTION].why is Why.NOT_LIKELY
    runs = of(replace(high, probability=80, likely_at=likely, expected_at=CLOSED), CLOSED - DAY)
    assert (runs[ClockKind.INTRODUCTION].state, runs[ClockKind.INTRODUCTION].left) == (ClockState.RUNNING, DAY)
    assert runs[ClockKind.DEBRIEF].state is ClockState.WAITING
    overdue = of(replace(high, probability=90, likely_at=likely, expected_at=CLOSED), CLOSED + 9 * DAY)
    assert (overdue[ClockKind.INTRODUCTION].state, overdue[ClockKind.INTRODUCTION].left) == (
        ClockState.RUNNING,
        timedelta(0),
    )
    won = replace(WON, point=IntroductionPoint.BEFORE_CLOSING, likely_at=likely)
    assert states(won, CLOSED)["introduction"] == "running"
    assert states(won, CLOSED + HOUR)["introduction"] == "breached"
    assert states(replace(won, met=(Held(CLOSED, 1),)), CLOSED + HOUR)["introduction"] == "in_time"
    assert states(replace(won, met=(Held(likely - HOUR, 1),)), CLOSED + HOUR)["introduction"] == "breached"
    late = of(replace(won, met=(Held(CLOSED + 2 * DAY, 1),)), CLOSED + 3 * DAY)[ClockKind.INTRODUCTION]
    assert (late.state, late.left) == (ClockState.LATE, 2 * DAY)


def test_before_closing_contact_counts_from_when_the_deal_came_to_be_known() -> None:
    """Known on the 2nd of February, closed on the 2nd of March; the CSM was in touch 17 months and 10 days before."""
    known = CLOSED - 28 * DAY
    won = replace(WON, point=IntroductionPoint.BEFORE_CLOSING, known_at=known)
    long_ago, lately = Held(known - 510 * DAY, 1), Held(CLOSED - 10 * DAY, 2)
    assert states(replace(won, met=(long_ago,)), CLOSED + HOUR)["introduction"] == "breached"
    held = of(replace(won, met=(long_ago, lately)), CLOSED + HOUR)[ClockKind.INTRODUCTION]
    assert (held.state, held.started_at, held.held) == (ClockState.IN_TIME, known, lately)
    after_eighty = replace(won, likely_at=CLOSED - 5 * DAY, met=(lately,))
    assert states(after_eighty, CLOSED + HOUR)["introduction"] == "breached"
    said = replace(won, introductions=(known - 510 * DAY,))
    assert states(said, CLOSED + HOUR)["introduction"] == "in_time"
    unknown = replace(won, known_at=None, met=(lately,))
    assert states(unknown, CLOSED + HOUR)["introduction"] == "breached"


@pytest.mark.parametrize("point", list(IntroductionPoint))
@pytest.mark.parametrize("stage", [DealStage.OPEN, DealStage.WON])
def test_who_had_this_csm_before_needs_no_introduction(point: IntroductionPoint, stage: DealStage) -> None:
    first = Held(CLOSED - 510 * DAY, 1)
    closed_at = CLOSED if stage is DealStage.WON else None
    facts = DealFacts(stage, point, 90, CLOSED - 9 * DAY, closed_at=closed_at, acquainted=first)
    now = CLOSED + 30 * DAY
    clock = of(facts, now)[ClockKind.INTRODUCTION]
    assert clock == Clock(ClockKind.INTRODUCTION, ClockState.ALREADY_KNOWN, Why.KNOWN_BEFORE, held=first)
    assert (clock.counts, clock.presses(now)) == (False, False)
    said = of(replace(facts, introductions=(CLOSED - HOUR,)), now)[ClockKind.INTRODUCTION]
    assert said.state is not ClockState.ALREADY_KNOWN


def test_a_lost_deal_has_no_clocks() -> None:
    assert clocks(replace(WON, stage=DealStage.LOST), CLOSED + 9 * DAY) == ()


@pytest.mark.parametrize(
    ("debriefs", "changed_after", "first", "again"),
    [
        ((), 10, "started_again", "running"),
        ((5,), 10, "in_time", "running"),
        ((20,), 10, "started_again", "in_time"),
        ((), 60, "breached", "running"),
        ((55,), 60, "late", "running"),
        ((70,), 60, "breached", "in_time"),
        ((10,), 10, "started_again", "in_time"),
    ],
)
def test_a_new_owner_starts_the_debrief_again(
    debriefs: tuple[int, ...], changed_after: int, first: str, again: str
) -> None:
    facts = replace(
        WON, owner_changes=(CLOSED + changed_after * HOUR,), debriefs=tuple(CLOSED + hours * HOUR for hours in debriefs)
    )
    found = states(facts, CLOSED + (changed_after + 12) * HOUR)
    assert (found["debrief"], found["new_owner_debrief"]) == (first, again)


def test_each_change_of_owner_starts_a_debrief_and_the_former_ones_stay_decided_and_ask_for_nothing() -> None:
    changes = (CLOSED + 10 * DAY, CLOSED + 30 * DAY, CLOSED + 31 * DAY)
    facts = replace(WON, owner_changes=changes, debriefs=(CLOSED + DAY, CLOSED + 13 * DAY))
    now = CLOSED + 40 * DAY
    found = [
        (clock.kind.value, clock.state.value, clock.started_at, clock.presses(now))
        for clock in clocks(facts, now)
        if clock.kind is not ClockKind.INTRODUCTION
    ]
    assert found == [
        ("debrief", "in_time", CLOSED, False),
        ("new_owner_debrief", "late", changes[0], False),
        ("new_owner_debrief", "started_again", changes[1], False),
        ("new_owner_debrief", "breached", changes[2], True),
    ]
    before = clocks(facts, CLOSED + 12 * DAY + HOUR)
    assert [(clock.state.value, clock.presses(CLOSED + 12 * DAY + HOUR)) for clock in before[:2]] == [
        ("in_time", False),
        ("breached", True),
    ]


def test_an_owner_from_before_closing_starts_nothing_again() -> None:
    assert "new_owner_debrief" not in states(replace(WON, owner_changes=(CLOSED,)), CLOSED + DAY)


def test_what_was_breached_presses_for_ninety_days() -> None:
    due = CLOSED + 48 * HOUR
    for now, presses in ((due, True), (due + 90 * DAY, True), (due + 90 * DAY + HOUR, False)):
        assert of(WON, now)[ClockKind.DEBRIEF].presses(now) is presses


@given(MOMENTS, SPANS, st.lists(SPANS, max_size=3), st.sampled_from(list(IntroductionPoint)), st.sampled_from(ZONES))
def test_zones_and_daylight_saving_change_nothing(
    closed_at: datetime, passed: timedelta, held: list[timedelta], point: IntroductionPoint, zone: str
) -> None:
    """The same instants said in another time zone, on whichever side of a change of the clocks, give the same."""
    there = ZoneInfo(zone)
    plain = DealFacts(
        DealStage.WON,
        point,
        closed_at=closed_at,
        live_at=closed_at + 2 * DAY,
        owner_changes=(closed_at + DAY, closed_at + 4 * DAY),
        debriefs=tuple(closed_at + one for one in held),
        met=tuple(Held(closed_at + one, place) for place, one in enumerate(held)),
    )
    local = replace(
        plain,
        closed_at=closed_at.astimezone(there),
        live_at=(closed_at + 2 * DAY).astimezone(there),
        owner_changes=tuple((closed_at + days * DAY).astimezone(there) for days in (4, 1)),
        debriefs=tuple((closed_at + one).astimezone(there) for one in held),
        met=tuple(Held((closed_at + one).astimezone(there), place) for place, one in enumerate(held)),
    )
    now = closed_at + passed
    here, elsewhere = clocks(plain, now), clocks(local, now.astimezone(there))
    assert [(one.kind, one.state, one.left) for one in here] == [(one.kind, one.state, one.left) for one in elsewhere]
    assert [one.due_at for one in here] == [one.due_at.astimezone(UTC) if one.due_at else None for one in elsewhere]


@given(MOMENTS, SPANS, st.none() | SPANS)
def test_the_debrief_is_what_counting_seconds_says(
    closed_at: datetime, passed: timedelta, held_after: timedelta | None
) -> None:
    """Against the plainest way to say it: seconds since the epoch."""
    debriefs = () if held_after is None else (closed_at + held_after,)
    now = closed_at + passed
    state = of(replace(WON, closed_at=closed_at, debriefs=debriefs), now)[ClockKind.DEBRIEF].state
    elapsed, limit = now.timestamp() - closed_at.timestamp(), 48 * 3600
    is_held = held_after is not None and held_after <= passed
    if is_held and held_after is not None:
        assert state is (ClockState.IN_TIME if held_after.total_seconds() <= limit else ClockState.LATE)
    else:
        assert state is (ClockState.RUNNING if elapsed <= limit else ClockState.BREACHED)


@given(MOMENTS, st.lists(SPANS, min_size=1, max_size=4), SPANS)
def test_as_time_passes_a_clock_never_goes_back(closed_at: datetime, held: list[timedelta], step: timedelta) -> None:
    """Running, then breached or in time, then late: with fixed facts no later state leads to an earlier one."""
    rank = {ClockState.RUNNING: 0, ClockState.BREACHED: 1, ClockState.IN_TIME: 2, ClockState.LATE: 2}
    facts = replace(WON, closed_at=closed_at, debriefs=tuple(closed_at + one for one in held))
    before, after = (of(facts, closed_at + at)[ClockKind.DEBRIEF].state for at in (step, 2 * step))
    assert rank[before] <= rank[after]
