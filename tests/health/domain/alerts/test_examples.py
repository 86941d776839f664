"""Every example in a docstring of the alerts runs, and the table in the docs is the one in code."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import health.domain.alerts
from health.domain.alerts.kinds import BY_KEY, KINDS, AlertKind, table_as_markdown
from health.domain.alerts.words import REASONS

MODULES = [found.name for found in pkgutil.iter_modules(health.domain.alerts.__path__)]
WITHOUT_EXAMPLES = {"routes"}
DOCS = Path(__file__).parents[4] / "docs" / "alerts.md"


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"health.domain.alerts.{name}"))
    assert found.failed == 0
    assert found.attempted > 0 or name in WITHOUT_EXAMPLES


def test_the_table_in_the_docs_is_the_one_in_code() -> None:
    assert table_as_markdown() in DOCS.read_text()


def test_every_kind_has_a_row_and_words() -> None:
    assert len(KINDS) == len(BY_KEY) == len(AlertKind)
    assert set(AlertKind) <= set(REASONS)


def test_only_seven_kinds_notify_unless_somebody_chose_otherwise() -> None:
    assert [kind.key.value for kind in KINDS if kind.notifies] == [
        "route_lost",
        "renewal_at_risk",
        "departure",
        "departure_announced",
        "band_changed",
        "unusual_silence",
        "handoff_late",
    ]
