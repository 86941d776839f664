"""What every test has at hand."""

import os

import pytest
from django.core.cache import cache
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.template import use_template

# A busy machine is not a failure; in CI the same examples are tried every time, elsewhere new ones are looked for.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """What pytest-django asks before it makes the database of the tests."""
    with django_db_blocker.unblock():
        use_template()
