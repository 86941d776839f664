"""What a work on many rows passed over."""

from typing import Any

from csm.foundation.left_out import note, sentence


def test_all_are_counted_and_the_first_ten_are_named() -> None:
    held: dict[str, Any] = {}
    note(held, [f"A{number}" for number in range(8)])
    note(held, [], 100)
    note(held, ["B0", "B1", "B2"])
    assert held == {"count": 111, "names": [*(f"A{number}" for number in range(8)), "B0", "B1"]}


def test_a_sentence_names_five_and_says_that_there_are_more() -> None:
    names = ["A", "B", "C", "D", "E", "F"]
    assert sentence("Gone: %(count)d", {"count": 6, "names": names}) == "Gone: 6 (A, B, C, D, E, …)."
    assert sentence("Gone: %(count)d", {"count": 2, "names": names[:2]}) == "Gone: 2 (A, B)."
    assert sentence("Gone: %(count)d", {"count": 3, "names": []}) == "Gone: 3."
