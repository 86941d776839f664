"""The cast, for the tests of this app."""

import pytest

from tests.personas import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()
