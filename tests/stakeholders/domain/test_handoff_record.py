"""What each side of a handoff still owes."""

import itertools

from stakeholders.domain.handoff_record import Owed, Record, Side, is_complete, owes


def test_each_side_owes_its_part_and_then_its_word() -> None:
    assert owes(Record(), Side.SALES) == (Owed.GOALS, Owed.PROMISES, Owed.PEOPLE, Owed.WORD)
    assert owes(Record(), Side.SUCCESS) == (Owed.RISKS, Owed.WORD)
    assert owes(Record("a", "b", "", 2), Side.SALES) == (Owed.WORD,)
    assert owes(Record(" ", "b", "", 2, sales_said=True), Side.SALES) == (Owed.GOALS,)


def test_it_is_complete_only_when_nothing_is_owed() -> None:
    """Every combination: complete where all of six are there."""
    for parts in itertools.product((False, True), repeat=6):
        goals, promises, risks, met, sales, success = parts
        record = Record("g" * goals, "p" * promises, "r" * risks, int(met), sales, success)
        assert is_complete(record) is all(parts)
