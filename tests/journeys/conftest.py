"""A browser, the running product, and visitors who are signed in."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from tests.journeys.installation import Installation
from tests.journeys.watching import Watch
from tests.journeys.world import Shared, build_world

# Playwright keeps an event loop in this thread, which Django would refuse to wait in.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Visit = Callable[..., Page]
AN_HOUR = 3600
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "These journeys need Chromium (Debian: chromium)."
    unboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*QUIET, "--no-first-run", *unboxed]}


@pytest.fixture(scope="session")
def journeys_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, also where no test of the session carries the mark that makes pytest-django create it."""
    if str(connection.settings_dict["NAME"]).startswith(TEST_DATABASE_PREFIX):
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="package")
def world(
    journeys_database: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Shared, str]]:
    """The shared world and the address where the product shows it; afterwards the database is as empty as before."""
    with django_db_blocker.unblock():
        assert str(connection.settings_dict["NAME"]).startswith(TEST_DATABASE_PREFIX)
        shared = build_world()
        installation = Installation(tmp_path_factory.mktemp("installation"))
        try:
            yield shared, installation.url
        finally:
            installation.stop()
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def shared(world: tuple[Shared, str]) -> Shared:
    return world[0]


@pytest.fixture(scope="package")
def url(world: tuple[Shared, str]) -> str:
    return world[1]


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[Visit]:
    """Open a page as somebody signed in (None: a stranger); until the test ends no console may hold an error."""
    contexts = []
    watches = []

    def open_as(user: User | None, path: str = "", **options: Any) -> Page:
        given = {"base_url": url, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(**given)
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": url}])
        page = context.new_page()
        watches.append(Watch(page))
        if path:
            page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert [error for watch in watches for error in watch.errors] == []


def session_of(user: User) -> str:
    """The cookie of somebody who has just given their password."""
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    given = {"method": "password", "at": time.time() + AN_HOUR, "email": user.email, "reauthenticated": True}
    session["account_authentication_methods"] = [given]
    session.save()
    return client.cookies["sessionid"].value
