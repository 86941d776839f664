"""Every example in a docstring of the domain runs and shows what it says."""

import doctest
import importlib
import pkgutil

import pytest

import stakeholders.domain

MODULES = [found.name for found in pkgutil.iter_modules(stakeholders.domain.__path__) if not found.ispkg]
# Plain data and words: nothing to run.
WITHOUT_EXAMPLES = {"sky", "changes"}


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"stakeholders.domain.{name}"))
    assert found.failed == 0
    assert found.attempted > 0 or name in WITHOUT_EXAMPLES
