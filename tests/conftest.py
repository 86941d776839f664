"""What every test has at hand."""

import os

import pytest
from django.core.cache import cache
from hypothesis import settings

# A busy machine is not a failure; in CI the same examples are tried every time, elsewhere new ones are looked for.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()
