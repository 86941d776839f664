"""Two versions of a playbook: what differs, what one gets by taking parts of either, and texts word by word."""

from hypothesis import given
from hypothesis import strategies as st

from playbooks.domain.comparing import Piece, changes, parts_that_differ, put_together, word_changes
from playbooks.domain.definition import Definition, Step, Trigger, TriggerKind

KEYS = ("a", "b", "c", "d")
TITLES = st.sampled_from(["Ask", "Bring", "Close"])
STEPS = st.lists(st.sampled_from(KEYS), unique=True).flatmap(
    lambda keys: st.tuples(*(st.builds(Step, st.just(key), TITLES, due=st.integers(0, 2)) for key in keys))
)
TRIGGERS = st.lists(st.builds(Trigger, st.just(TriggerKind.PHASE), st.sampled_from(["land", "adopt"])), max_size=1)
DEFINITIONS = st.builds(
    Definition,
    st.just("key"),
    TITLES,
    purpose=TITLES,
    triggers=TRIGGERS.map(tuple),
    exit=st.sampled_from(["", "threads >= 2"]),
    steps=STEPS,
)


@given(DEFINITIONS, DEFINITIONS)
def test_nothing_taken_is_mine_and_all_taken_says_what_theirs_says(mine: Definition, theirs: Definition) -> None:
    assert put_together(mine, theirs, []) == mine
    both = put_together(mine, theirs, parts_that_differ(mine, theirs))
    assert {step.key: step for step in both.steps} == {step.key: step for step in theirs.steps}
    assert [each for each in changes(both, theirs) if each.part != "order" and each.field != "after"] == []


@given(DEFINITIONS, DEFINITIONS)
def test_there_are_changes_exactly_where_two_differ(one: Definition, other: Definition) -> None:
    assert changes(one, one) == []
    assert bool(changes(one, other)) == (one != other)


@given(st.text("ab \n", max_size=12), st.text("ab \n", max_size=12))
def test_word_changes_hold_both_texts(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(words for piece, words in pieces if piece is not Piece.COME) == before
    assert "".join(words for piece, words in pieces if piece is not Piece.GONE) == after


def test_a_step_written_out_after_the_one_before_it_is_no_change() -> None:
    one = Definition("k", "K", steps=(Step("a", "A"), Step("b", "B")))
    other = Definition("k", "K", steps=(Step("a", "A"), Step("b", "B", after="a")))
    assert changes(one, other) == []


def test_moving_a_step_is_said_once_with_what_it_now_comes_after() -> None:
    one = Definition("k", "K", steps=(Step("a", "A"), Step("b", "B"), Step("c", "C")))
    other = Definition("k", "K", steps=(Step("b", "B"), Step("a", "A"), Step("c", "C")))
    assert [(each.part, each.field, each.before, each.after) for each in changes(one, other)] == [
        ("step:b", "after", "a", "start"),
        ("step:a", "after", "start", "b"),
        ("step:c", "after", "b", "a"),
        ("order", "", "a, b, c", "b, a, c"),
    ]
