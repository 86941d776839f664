import doctest
from importlib import import_module

import pytest

MODULES = (
    "disjoint_routes",
    "export",
    "hazards",
    "history",
    "introductions",
    "joining",
    "layout",
    "network",
    "routes",
    "survival",
    "threads",
    "truth_table",
    "warm_path",
    "what_if",
    "worlds",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_docstrings_run(name: str) -> None:
    found = doctest.testmod(import_module(f"stakeholders.domain.{name}"))
    assert found.failed == 0
    assert found.attempted > 0
