"""Every example in a docstring runs, and the tables in the docs are those in code."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import playbooks.domain
from playbooks.domain.condition_words import FLAG_WORDS, condition_words, trigger_words
from playbooks.domain.conditions import parse
from playbooks.domain.fact_meanings import MEANINGS, example_of, facts_as_markdown, places_as_markdown
from playbooks.domain.facts import FLAGS, NUMBERS, WORDS
from playbooks.domain.reading import read
from tests.playbooks.writing import LIBRARY

MODULES = [found.name for found in pkgutil.iter_modules(playbooks.domain.__path__)]
DOCS = Path(__file__).parents[3] / "docs" / "playbooks.md"


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"playbooks.domain.{name}")).failed == 0


def test_the_tables_in_the_docs_are_those_in_code() -> None:
    text = DOCS.read_text()
    assert facts_as_markdown() in text
    assert places_as_markdown() in text


def test_every_fact_has_words_a_meaning_and_an_example_that_can_be_read() -> None:
    assert set(MEANINGS) == {*NUMBERS, *WORDS, *FLAGS}
    assert set(FLAG_WORDS) == set(FLAGS)
    assert [name for name in MEANINGS if parse(example_of(name)).parts[0].name != name] == []


def test_every_condition_and_trigger_of_the_library_has_words() -> None:
    for path in LIBRARY.glob("*.yaml"):
        found, _faults = read(path.read_text())
        assert found is not None
        conditions = [found.for_whom, found.is_over_when, *(step.only_when for step in found.steps)]
        said = [condition_words(each) for each in conditions if each] + [trigger_words(t) for t in found.triggers]
        assert all(said), path.name
        assert not any("_" in words for words in said), (path.name, said)


def test_conditions_in_words_say_each_comparison() -> None:
    assert condition_words(parse("threads < 2, threads <= 3, score > 1, score >= 1, arr = 5, arr != 5")) == (
        "threads below 2, threads at most 3, score above 1, score at least 1, annual value exactly 5 "
        "and annual value other than 5"
    )
    assert condition_words(parse('segment not in "A B" C, no champion, no alert:route_lost, band = red')) == (
        "segment not A B or C, there is no champion, no alert “Route lost” is open and health red"
    )
    assert condition_words(parse("")) == ""
