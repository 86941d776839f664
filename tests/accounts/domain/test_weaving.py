"""Two records with dates made one: every day once, none lost."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.weaving import Strand, weave

DAY = date(2026, 1, 1)


def on(days: int | None) -> date | None:
    return None if days is None else DAY + timedelta(days=days)


def strand(row_id: int, since: int | None, until: int | None, rank: int = 0, says: str = "a") -> Strand:
    return Strand(row_id, on(since), on(until), (rank,), says)


def test_what_lies_inside_cuts_the_other_in_two() -> None:
    woven = weave([strand(1, 10, 20), strand(2, None, None, rank=1, says="b")])
    assert woven.kept == {1: (on(10), on(20)), 2: (None, on(10))}
    assert woven.tails == [(2, on(20), None)]
    assert woven.contradicted == {2: 1}


def test_what_is_covered_whole_is_taken_back() -> None:
    woven = weave([strand(1, None, None), strand(2, 3, 9, rank=1, says="b")])
    assert (woven.kept, woven.tails, woven.contradicted) == ({1: (None, None)}, [], {2: 1})


def test_what_says_the_same_becomes_one() -> None:
    woven = weave([strand(1, 10, None), strand(2, 0, 30, rank=1)])
    assert (woven.kept, woven.contradicted) == ({1: (on(0), None)}, {})


def test_without_joining_each_keeps_its_own_days() -> None:
    woven = weave([strand(1, 10, None), strand(2, 0, 30, rank=1)], joins=False)
    assert woven.kept == {1: (on(10), None), 2: (on(0), on(10))}


ends = st.one_of(st.none(), st.integers(0, 30))
strands = st.lists(
    st.tuples(ends, st.integers(1, 20), st.integers(0, 2), st.sampled_from("ab")), min_size=1, max_size=5
).map(
    lambda given: [
        strand(number, since, None if length == 20 else (since or 0) + length, rank, says)
        for number, (since, length, rank, says) in enumerate(given, start=1)
    ]
)


def days_of(since: date | None, until: date | None) -> set[int]:
    """The days of an interval within the span that is looked at."""
    first = -5 if since is None else (since - DAY).days
    last = 60 if until is None else (until - DAY).days
    return set(range(first, last))


@given(strands)
def test_every_day_is_told_once_by_who_is_believed_most(given_strands: list[Strand]) -> None:
    woven = weave(given_strands)
    parts = [(pk, *days) for pk, days in woven.kept.items()] + woven.tails
    told: dict[int, str] = {}
    says = {one.row_id: one.says for one in given_strands}
    for pk, since, until in parts:
        for each in days_of(since, until):
            assert each not in told
            told[each] = says[pk]
    for each in set().union(*(days_of(one.since, one.until) for one in given_strands)):
        best = min(
            (one for one in given_strands if each in days_of(one.since, one.until)),
            key=lambda one: (one.rank, one.row_id),
        )
        assert told.pop(each) == best.says
    assert told == {}
