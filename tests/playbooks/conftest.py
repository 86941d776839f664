"""What every test of playbooks has at hand."""

import pytest

from tests.personas import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()
