"""The estimate of Kaplan and Meier: published figures, and the same by another way."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.step_curve import HEIGHT, WIDTH, step_curve
from health.domain.waiting_times import TOGETHER, Wait, curve_of, stretches_of

# Weeks in remission under 6-MP (Freireich et al. 1963, as in Gehan 1965): those with a + were still in it.
SIX_MP = [
    *(Wait(week, True) for week in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Wait(week, False) for week in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
# The shares still in remission as text books give them, with how many were at risk.
PUBLISHED = [
    (6, 21, 0.857), (7, 17, 0.807), (10, 15, 0.753), (13, 12, 0.690), (16, 11, 0.627), (22, 7, 0.538), (23, 6, 0.448),
]  # fmt: skip


def test_the_published_figures_of_remission() -> None:
    found = curve_of(SIX_MP)
    assert [(drop.day, drop.at_risk, round(drop.share_waiting, 3)) for drop in found.drops] == PUBLISHED
    assert (found.median, found.done, found.waiting, found.longest) == (23, 9, 12, 35)


def test_without_anybody_waiting_it_is_the_plain_share_and_median() -> None:
    found = curve_of([Wait(days, True) for days in (1, 2, 3, 4)])
    assert [drop.share_waiting for drop in found.drops] == pytest.approx([0.75, 0.5, 0.25, 0])
    assert (found.median, found.share_waiting(0)) == (2, 1.0)
    assert found.share_waiting(3) == pytest.approx(0.25)


def test_nobody_and_nobody_done_have_no_median() -> None:
    assert (curve_of([]).median, curve_of([]).longest) == (None, 0)
    assert curve_of([Wait(300, False), Wait(5, False)]).median is None


def test_who_is_done_on_the_first_day_counts() -> None:
    found = curve_of([Wait(0, True), Wait(0, False), Wait(9, True)])
    assert [(drop.day, drop.at_risk) for drop in found.drops] == [(0, 3), (9, 1)]
    assert found.share_waiting(0) == pytest.approx(2 / 3)


def redistributed(waits: Sequence[Wait]) -> dict[int, float]:
    """The share waiting after each day, by Efron's way: who is still waiting hands their weight to all who come after.

    Source: B. Efron, The two sample problem with censored data (1967).
    """
    ordered = sorted(waits, key=lambda wait: (wait.days, not wait.is_over))
    weights = [1 / len(ordered)] * len(ordered)
    for place, wait in enumerate(ordered):
        after = len(ordered) - place - 1
        if not wait.is_over and after:
            for other in range(place + 1, len(ordered)):
                weights[other] += weights[place] / after
            weights[place] = 0.0
    days = {wait.days for wait in ordered if wait.is_over}
    return {
        day: 1 - sum(weight for wait, weight in zip(ordered, weights, strict=True) if wait.is_over and wait.days <= day)
        for day in days
    }


waits = st.lists(st.builds(Wait, st.integers(0, 12), st.booleans(), st.just(1)), min_size=1, max_size=12)


@given(waits)
def test_it_is_what_handing_on_the_weight_of_those_who_wait_gives(some: list[Wait]) -> None:
    found = curve_of(some)
    assert {drop.day: drop.share_waiting for drop in found.drops} == pytest.approx(redistributed(some), abs=1e-9)


@given(waits, st.randoms())
def test_order_and_counting_together_change_nothing(some: list[Wait], random: object) -> None:
    shuffled = sorted(some, key=lambda wait: random.random())  # type: ignore[attr-defined]
    together = [wait._replace(many=some.count(wait)) for wait in set(some)]
    assert curve_of(some) == curve_of(shuffled) == curve_of(together)


@given(waits)
def test_whoever_begins_to_wait_never_makes_it_shorter(some: list[Wait]) -> None:
    before, after = curve_of(some).median, curve_of([*some, Wait(20, False)]).median
    assert after is None or (before is not None and before <= after)


@given(waits)
def test_the_picture_falls_within_its_frame(some: list[Wait]) -> None:
    drawn = step_curve(curve_of(some))
    assert all(0 <= x <= WIDTH and -1e-9 <= y <= HEIGHT + 1e-9 for x, y in drawn.points)
    assert list(drawn.points) == sorted(drawn.points)


@given(st.lists(st.integers(0, 2000), max_size=300), st.integers(1, 60))
def test_days_taken_together_leave_few_rows_and_lose_nobody(days: list[int], most: int) -> None:
    found = curve_of([Wait(day, True) for day in days])
    rows = stretches_of(found, most)
    assert sum(row.ended for row in rows) == found.done
    assert len(rows) <= most or {row.last + 1 - row.first for row in rows} == {TOGETHER[-1]}
    for row in rows:
        assert row.share_waiting == found.share_waiting(row.last)
        assert row.at_risk == sum(day >= row.first for day in days)
