"""What is typed into the editor reads as the same playbook in YAML does, with each fault at its field."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.domain.reading import MOST_STEPS, read
from playbooks.domain.typed import Typed
from tests.playbooks.writing import LIBRARY

FILES = sorted(LIBRARY.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_library_goes_through_the_form_unchanged(path: object) -> None:
    found, _faults = read(path.read_text())  # type: ignore[attr-defined]
    assert found is not None
    assert Typed.of(found).read() == (found, [])


def test_every_fault_is_at_the_field_that_was_typed() -> None:
    typed = Typed(
        {"name": "", "key": "Bad Key", "audience": "thread > 2", "exit": "threads > x"},
        [("", ""), ("days_before_renewal", "soon"), ("phase:nowhere", "")],
        [
            {"key": "a", "title": "", "due": "x", "wait": "-1", "job": "csm"},
            {"key": "a", "title": "{gaol}", "after": "z", "when": "band = blue", "wait_for": "no"},
        ],
    )
    _found, faults = typed.read()
    assert sorted(typed.field_of(fault) for fault in faults) == [
        ("head", 0, "audience"),
        ("head", 0, "exit"),
        ("head", 0, "key"),
        ("head", 0, "name"),
        ("steps", 0, "due"),
        ("steps", 0, "title"),
        ("steps", 0, "wait"),
        ("steps", 1, "after"),
        ("steps", 1, "key"),
        ("steps", 1, "title"),
        ("steps", 1, "wait_for"),
        ("steps", 1, "when"),
        ("triggers", 1, "days"),
        ("triggers", 2, "what"),
    ]


def test_keys_are_made_of_titles_and_differ() -> None:
    typed = Typed(
        {"name": "Map the Sky"}, [], [{"title": "Ask {owner}"}, {"title": "Ask owner"}, {"key": "x", "title": "X"}]
    )
    typed.fill_keys()
    assert typed.head["key"] == "map-the-sky"
    assert [step["key"] for step in typed.steps] == ["ask-owner", "ask-owner-2", "x"]


def test_moving_and_removing_keep_all_else_that_was_typed() -> None:
    typed = Typed(
        {}, [], [{"key": "a", "title": "A"}, {"key": "b", "title": "B", "after": "a"}, {"key": "c", "after": "b"}]
    )
    assert typed.move_step(0, -1) == 0
    assert typed.move_step(2, -1) == 1
    assert [step["key"] for step in typed.steps] == ["a", "c", "b"]
    typed.remove_step(2)
    assert typed.steps == [{"key": "a", "title": "A"}, {"key": "c", "after": "a"}]


def test_no_more_steps_than_can_be_kept() -> None:
    typed = Typed()
    for _each in range(MOST_STEPS + 3):
        typed.add_step()
    assert len(typed.steps) == MOST_STEPS


def test_yaml_that_cannot_be_kept_is_a_fault_and_no_error() -> None:
    told = {
        "[" * 50_000: "",
        'key: a\nname: "\\0"\nsteps: [{key: a, title: A}]': "name",
        "key: a\nname: A\nsteps: [{key: a, title: A, due: " + "9" * 5000 + "}]": "steps[1].due",
        'key: a\nname: "\\ud800"\nsteps: [{key: a, title: A}]': "name",
    }
    assert [read(text)[1][0].field for text in told] == list(told.values())


@given(st.lists(st.tuples(st.sampled_from(["remove", "trigger"]), st.integers(0, 5)), max_size=6))
def test_all_that_was_removed_comes_back_where_it_stood_in_any_order_of_removing(
    deeds: list[tuple[str, int]],
) -> None:
    steps = [{"key": key, "title": key, "after": "a" if key == "d" else ""} for key in "abcd"]
    typed = Typed({"name": "N", "key": "n"}, [("deal:closed", ""), ("phase:land", "")], copy.deepcopy(steps))
    for deed, place in deeds:
        if deed == "remove" and place < len(typed.steps):
            typed.remove_step(place)
        elif deed == "trigger" and place < len(typed.triggers):
            typed.remove_trigger(place)
    while typed.removed:
        typed.bring_back(0)
    assert [step["key"] for step in typed.steps] == list("abcd")
    assert typed.triggers == [("deal:closed", ""), ("phase:land", "")]


def test_what_is_brought_back_is_followed_again_by_what_followed_it() -> None:
    typed = Typed(steps=[{"key": "a"}, {"key": "b"}, {"key": "c", "after": "a"}, {"key": "d", "after": "c"}])
    typed.remove_step(0)
    assert [step.get("after", "") for step in typed.steps] == ["", "", "c"]
    typed.steps[1]["title"] = "Typed meanwhile"
    assert typed.bring_back(0) == 0
    assert [(step["key"], step.get("after", "")) for step in typed.steps] == [
        ("a", ""),
        ("b", ""),
        ("c", "a"),
        ("d", "c"),
    ]
    assert typed.steps[2]["title"] == "Typed meanwhile"
