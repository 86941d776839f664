"""Steps added, left out and brought back keep what comes after what."""

from hypothesis import given
from hypothesis import strategies as st

from playbooks.domain.definition import (
    START,
    Step,
    predecessor,
    tag_of,
    with_step,
    with_step_again,
    without_step,
)

KEYS = "abcde"


@st.composite
def chains(draw: st.DrawFn) -> tuple[Step, ...]:
    """Two to five steps, each after the one before, the start or any earlier one."""
    keys = KEYS[: draw(st.integers(2, 5))]
    return tuple(
        Step(key, key.upper(), after=draw(st.sampled_from(["", START, *keys[:place]])))
        for place, key in enumerate(keys)
    )


def order(steps: tuple[Step, ...]) -> dict[str, str]:
    return {step.key: predecessor(steps, place) for place, step in enumerate(steps)}


@given(chains(), st.data())
def test_a_step_left_out_and_brought_back_comes_where_it_was(steps: tuple[Step, ...], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([step.key for step in steps]))
    again = with_step_again(without_step(steps, key), steps, key)
    assert [step.key for step in again] == [step.key for step in steps]
    assert order(again) == order(steps)


@given(chains(), st.data())
def test_what_is_left_out_leaves_no_name_behind_and_nothing_else_moves(
    steps: tuple[Step, ...], data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from([step.key for step in steps]))
    left = order(without_step(steps, key))
    was = order(steps)
    assert left == {one: was[key] if after == key else after for one, after in was.items() if one != key}


def test_a_step_comes_between_what_followed_each_other() -> None:
    steps = (Step("a", "A"), Step("b", "B"), Step("c", "C", after="a"))
    assert order(with_step(steps, Step("n", "N"), "a")) == {"a": START, "n": "a", "b": "n", "c": "a"}
    assert order(with_step(steps, Step("n", "N"), "nobody")) == {**order(steps), "n": "c"}
    assert order(with_step((), Step("n", "N"), "")) == {"n": START}


def test_a_tag_says_the_same_exactly_where_a_step_does() -> None:
    assert tag_of(Step("a", "A", after="start")) == tag_of(Step("a", "A"))
    tags = {tag_of(step) for step in (Step("a", "A"), Step("a", "B"), Step("a", "A", due=1), Step("a", "A", when="x"))}
    assert len(tags) == 4
