"""Two versions of a playbook: what differs, what one gets by taking parts of either, and texts word by word."""

from hypothesis import given
from hypothesis import strategies as st

from playbooks.domain.comparing import Piece, changes, merge, parts_that_differ, put_together, word_changes
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


@given(DEFINITIONS, DEFINITIONS)
def test_where_only_one_changed_something_merging_gives_that_version(seen: Definition, changed: Definition) -> None:
    assert merge(seen, changed, seen).definition == changed
    assert merge(seen, changed, seen).from_theirs == ()
    other = merge(seen, seen, changed)
    assert (changes(other.definition, changed), other.clashes) == ([], ())


@given(DEFINITIONS, DEFINITIONS, DEFINITIONS)
def test_merging_loses_no_change_without_saying_so(seen: Definition, mine: Definition, theirs: Definition) -> None:
    both = merge(seen, mine, theirs)
    for key in {step.key for one in (seen, mine, theirs) for step in one.steps}:
        was, my, their, now = (
            next((step for step in one.steps if step.key == key), None) for one in (seen, mine, theirs, both.definition)
        )
        if my != was and their != was and my != their:
            assert f"step:{key}" in both.clashes
            assert now == my
        else:
            assert now == (their if my == was else my)


def test_a_step_moved_by_one_and_a_title_changed_by_the_other_are_both_kept() -> None:
    seen = Definition("k", "K", steps=(Step("a", "A"), Step("b", "B"), Step("c", "C")))
    moved = Definition("k", "K", steps=(Step("b", "B"), Step("a", "A"), Step("c", "C")))
    said = Definition("k", "K", steps=(Step("a", "A"), Step("b", "B"), Step("c", "See")))
    for both in (merge(seen, moved, said), merge(seen, said, moved)):
        assert [(step.key, step.title) for step in both.definition.steps] == [("b", "B"), ("a", "A"), ("c", "See")]
        assert both.clashes == ()


def test_both_moved_otherwise_is_asked_about() -> None:
    seen = Definition("k", "K", steps=(Step("a", "A"), Step("b", "B"), Step("c", "C")))
    one = Definition("k", "K", steps=(Step("b", "B"), Step("a", "A"), Step("c", "C")))
    other = Definition("k", "K", steps=(Step("a", "A"), Step("c", "C"), Step("b", "B")))
    assert merge(seen, one, other).clashes == ("order",)
    assert put_together(one, other, ["order"]) == other
