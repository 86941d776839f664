"""The cast and the way in, for imports of people and what they do."""

import pytest

from tests.accounts.imports.conftest import bring
from tests.personas import Cast, assemble

__all__ = ["bring", "cast"]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()
