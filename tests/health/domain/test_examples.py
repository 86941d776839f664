"""The examples in the docstrings of the domain hold."""

import doctest
import importlib
import pkgutil

import pytest

import health.domain

MODULES = [name for _, name, _ in pkgutil.walk_packages(health.domain.__path__, "health.domain.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
