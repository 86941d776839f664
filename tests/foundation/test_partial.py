"""Columns of rows by key: undoing a change puts back what it concerned and leaves the rest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csm.foundation.partial import KeyedRows, TakenOver

FIELD = KeyedRows()
ROWS = (
    st.lists(st.sampled_from("abcde"), unique=True)
    .flatmap(
        lambda keys: st.tuples(
            *(st.builds(lambda key, n: {"key": key, "n": n}, st.just(key), st.integers(0, 2)) for key in keys)
        )
    )
    .map(list)
)


def rows(text: str) -> list[dict[str, Any]]:
    """Rows as in "a1 b2"."""
    return [{"key": word[0], "n": int(word[1:])} for word in text.split()]


@given(ROWS, ROWS)
def test_what_was_changed_alone_is_put_back(before: Any, after: Any) -> None:
    former, written = FIELD.concerned(before, after)
    back = FIELD.put_back(after, former, written)
    assert {row["key"]: row for row in back} == {row["key"]: row for row in before}


@pytest.mark.parametrize(
    ("before", "after", "held", "back"),
    [
        ("a1 b1", "a2 b1", "a2 b9", "a1 b9"),
        ("a1 b1", "a1", "a3", "a3 b1"),
        ("a1 b1 c1", "a1 c1", "a1 c1 d1", "a1 b1 c1 d1"),
        ("a1", "a1 n1", "x1 a1 n1", "x1 a1"),
        ("a1 b1", "b1", "b2", "a1 b2"),
    ],
)
def test_others_may_have_changed_other_rows(before: str, after: str, held: str, back: str) -> None:
    former, written = FIELD.concerned(rows(before), rows(after))
    assert FIELD.put_back(rows(held), former, written) == rows(back)


@pytest.mark.parametrize(("before", "after", "held"), [("a1", "a2", "a3"), ("a1", "a2", ""), ("a1 b1", "b1", "a5 b1")])
def test_a_row_that_was_changed_again_is_not_put_back(before: str, after: str, held: str) -> None:
    former, written = FIELD.concerned(rows(before), rows(after))
    with pytest.raises(TakenOver):
        FIELD.put_back(rows(held), former, written)


def test_acts_that_remember_all_rows_are_put_back_whole_or_not_at_all() -> None:
    assert FIELD.put_back(rows("a2"), rows("a1 b1"), rows("a2")) == rows("a1 b1")
    with pytest.raises(TakenOver):
        FIELD.put_back(rows("a3"), rows("a1"), rows("a2"))
