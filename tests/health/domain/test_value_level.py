"""The level of value: each step and what it lacks by hand; counting levels against brute force."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.goals import At, GoalFacts, Share
from health.domain.value_level import LEVELS, GroupStep, Lack, Level, level_of_many, step_of_many, value_level

DAY, DUE = date(2026, 6, 1), date(2026, 12, 1)
BARE = GoalFacts(1, "Close faster", 20, date(2026, 1, 1), 10, DUE)
READ = replace(BARE, latest=At(15, DAY))
KNOWN = replace(READ, needs=2, answered=2)
PARTLY = replace(KNOWN, said=Share(30, DAY, True), theirs=Share(30, DAY, True))
USE = ("active_users",)


@pytest.mark.parametrize(
    ("usage", "goals", "level", "lack"),
    [
        ((), [], 1, Lack.USE),
        ((), [PARTLY], 1, Lack.USE),  # without measured use nothing above counts
        (USE, [], 2, Lack.GOAL),
        (USE, [BARE], 2, Lack.READING),
        (USE, [READ], 3, Lack.NEEDS),
        (USE, [replace(BARE, reached_on=DAY)], 3, Lack.NEEDS),
        (USE, [replace(READ, needs=2, answered=1)], 3, Lack.ANSWERS),
        (USE, [replace(READ, stands_alone=True)], 4, Lack.WORD),
        (USE, [KNOWN], 4, Lack.WORD),
        (USE, [replace(KNOWN, said=Share(50, DAY, False))], 4, Lack.THEIR_WORD),
        (USE, [replace(PARTLY, theirs=Share(0, DAY, True))], 4, Lack.SOMETHING),
        (USE, [PARTLY], 5, None),
        (USE, [replace(PARTLY, theirs=Share(1, DAY, True))], 5, None),  # part of it counts
        (USE, [replace(PARTLY, needs=0, answered=0)], 3, Lack.NEEDS),  # value alone does not skip a step
        (USE, [replace(PARTLY, latest=None), KNOWN], 4, Lack.WORD),  # the same goal must take all steps
        (USE, [BARE, PARTLY], 5, None),  # another goal takes nothing away
    ],
)
def test_the_level_is_the_highest_step_with_all_below_it(
    usage: tuple[str, ...], goals: list[GoalFacts], level: int, lack: Lack | None
) -> None:
    found = value_level(usage, goals)
    assert found.level == level
    assert (found.next_step.lack if found.next_step else None) is lack


def test_each_step_names_its_proof_and_what_is_lacking_its_goal() -> None:
    second = replace(READ, id=2, needs=3, answered=2)
    found = value_level(USE, [READ, second])
    assert found.steps[1].metrics == USE
    assert found.steps[2].goals == (1, 2)
    assert (found.steps[3].lack, found.steps[3].goal_id) == (Lack.ANSWERS, 2)  # the one that lacks least
    below = value_level(USE, [replace(PARTLY, needs=0, answered=0)])
    assert below.steps[4].lack is Lack.BELOW


@pytest.mark.parametrize(
    ("goals", "level", "lack", "goal_id"),
    [
        # Three open questions of one, one of another of which value was confirmed: that one is one answer from level 5.
        ([replace(READ, needs=3), replace(PARTLY, id=2, needs=0, answered=0)], 4, Lack.NEEDS, 2),
        ([replace(READ, needs=2, answered=1), replace(PARTLY, id=2, needs=0, answered=0)], 4, Lack.NEEDS, 2),
        ([READ, replace(READ, id=2, needs=2, answered=1)], 4, Lack.ANSWERS, 2),  # one each: the one that was begun
        ([READ, replace(READ, id=2, needs=3, answered=1)], 4, Lack.NEEDS, 1),
        ([BARE, replace(BARE, id=2, stands_alone=True)], 3, Lack.READING, 2),  # the reading brings it to level 4
        ([KNOWN, replace(KNOWN, id=2, said=Share(20, DAY, False))], 5, Lack.THEIR_WORD, 2),
        ([replace(KNOWN, theirs=Share(0, DAY, True)), replace(KNOWN, id=2)], 5, Lack.WORD, 2),
    ],
)
def test_the_next_step_names_the_goal_nearest_to_it(
    goals: list[GoalFacts], level: int, lack: Lack, goal_id: int
) -> None:
    step = value_level(USE, goals).next_step
    assert step is not None
    assert (step.level, step.lack, step.goal_id) == (level, lack, goal_id)
    assert value_level(USE, goals[::-1]).next_step == step


def test_another_fact_never_lowers_the_level() -> None:
    stages = [BARE, READ, KNOWN, PARTLY]
    for usage, first, second in product([(), USE], stages, stages):
        alone, both = value_level(usage, [first]), value_level(usage, [first, replace(second, id=2)])
        assert both.level >= alone.level


@given(st.lists(st.sampled_from([int(level) for level in LEVELS]), max_size=30))
def test_many_have_the_highest_level_that_half_of_them_reach(levels: list[int]) -> None:
    reached = [level for level in range(1, 6) if levels and 2 * sum(each >= level for each in levels) >= len(levels)]
    assert level_of_many(Counter(levels)) == (max(reached) if reached else None)
    assert level_of_many({level: 3 * count for level, count in Counter(levels).items()}) == level_of_many(
        Counter(levels)
    )


def test_levels_count_from_1_to_5() -> None:
    assert [int(level) for level in LEVELS] == [1, 2, 3, 4, 5]
    assert Level.RECEIVED > Level.PITCHED


def test_a_group_needs_half_of_its_accounts_on_the_next_level() -> None:
    step = step_of_many({(2, "goal"): 3, (2, "reading"): 1, (1, "use"): 1, (4, "word"): 1})
    assert step == GroupStep(3, 2, 2, (("goal", 3), ("reading", 1)))
    assert step_of_many({(5, ""): 2, (1, "use"): 1}) is None
    assert step_of_many({}) is None


def test_what_is_not_known_to_be_lacking_is_not_named() -> None:
    assert step_of_many({(2, ""): 3, (2, "goal"): 1}) == GroupStep(3, 2, 2, (("goal", 1),))


@given(st.dictionaries(st.tuples(st.integers(1, 5), st.sampled_from(["use", "goal", "word"])), st.integers(1, 9)))
def test_as_many_more_as_a_group_is_told_bring_it_there_and_one_less_does_not(
    counts: dict[tuple[int, str], int],
) -> None:
    step = step_of_many(counts)
    by_level = {level: sum(n for (on, _lack), n in counts.items() if on == level) for level in range(1, 6)}
    if step is None:
        assert level_of_many(by_level) in (None, 5)
        return

    def moved(many: int) -> int | None:
        left, after = many, dict(by_level)
        for level in range(step.level - 1, 0, -1):
            going = min(left, after[level])
            after[level], after[step.level], left = after[level] - going, after[step.level] + going, left - going
        return level_of_many(after)

    assert moved(step.more) == step.level
    assert moved(step.more - 1) == step.level - 1
    assert sum(count for _lack, count in step.lacks) == by_level[step.from_level]
