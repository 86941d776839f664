"""The first steps and what people type on them."""

import pytest

from accounts.domain.first_steps import Begun, Step, is_complete, stands
from accounts.domain.invitees import Doubt, Invitee, parse_invitees

ALL = frozenset(step.value for step in Step)


def test_an_empty_installation_begins_with_the_company() -> None:
    found = stands(Begun(has_domains=False, user_count=1, account_count=0))
    assert [(stand.step, stand.is_done, stand.is_next) for stand in found] == [
        (Step.COMPANY, False, True),
        (Step.SEGMENTS, False, False),
        (Step.COLLEAGUES, False, False),
        (Step.FILES, False, False),
    ]


def test_what_is_there_counts_as_done_and_the_first_gap_comes_next() -> None:
    found = stands(Begun(has_domains=True, user_count=5, account_count=9))
    assert [stand.step for stand in found if not stand.is_done] == [Step.SEGMENTS]
    assert [stand.step for stand in found if stand.is_next] == [Step.SEGMENTS]


def test_settled_steps_need_no_fruit() -> None:
    assert is_complete(Begun(False, 1, 0, ALL))
    assert not any(stand.is_next for stand in stands(Begun(False, 1, 0, ALL)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ana Silva <Ana@Ours.example>", [Invitee("Ana Silva", "ana@ours.example")]),
        ('"Silva, Ana" <ana@ours.example>', [Invitee("Silva Ana", "ana@ours.example")]),
        ("ana@ours.example, Ana Silva", [Invitee("Ana Silva", "ana@ours.example")]),
        ("jo.van-berg+x@ours.example", [Invitee("Jo Van Berg", "jo.van-berg+x@ours.example")]),
        ("a@o.example, b@o.example", [Invitee("A", "a@o.example"), Invitee("B", "b@o.example")]),
        ("A B <a@o.example>; C D <c@o.example>;", [Invitee("A B", "a@o.example"), Invitee("C D", "c@o.example")]),
        ("\n \n", []),
    ],
)
def test_colleagues_are_read_as_they_are_pasted(typed: str, expected: list[Invitee]) -> None:
    found = parse_invitees(typed)
    assert (list(found.known), found.doubts) == (expected, ())


def test_lines_that_cannot_be_understood_are_named() -> None:
    found = parse_invitees("ana@ours.example\nBob\nANA@ours.example\nx@y.example z@y.example")
    assert found.doubts == (
        Doubt(2, "Bob", "address"),
        Doubt(3, "ana@ours.example", "twice"),
        Doubt(4, "x@y.example z@y.example", "address"),
    )
