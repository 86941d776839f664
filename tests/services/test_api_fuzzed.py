"""Schemathesis: every operation with made-up requests, as an administrator; no 5xx and nothing undocumented."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import yaml
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, seed, settings
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.services.tokens import create_token
from tests.architecture.access_world import World, build

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
READ = [each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok)]
OPERATIONS = {f"{each.method.upper()} {each.path}": each for each in READ}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12


@pytest.fixture(autouse=True)
def _connection_of_the_test() -> Iterator[None]:
    """Requests are answered inside the transaction of the test, so none may close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once, since every request is undone by itself; gone with the transaction around all of them."""
    with django_db_blocker.unblock(), override_settings(API_REQUESTS_PER_MINUTE=1_000_000), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_request_is_answered_with_a_5xx_or_something_undocumented(name: str, world: World) -> None:
    _token, secret = create_token(world.cast.ada, "fuzz", "write")
    headers = {"Authorization": f"Bearer {secret}"}
    turn = iter(range(10**9))

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[name].as_strategy())
    def fuzz(case: Any) -> None:
        if next(turn) % 2:
            lead_somewhere(case, name, world)
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    fuzz()


def lead_somewhere(case: Any, name: str, world: World) -> None:
    """Put ids of what there is where made-up ones stand, so that more than 404 is met."""
    collection = name.split("/api/v1/")[1].split("/")[0]
    for parameter in case.path_parameters or {}:
        known = world.ids.get(collection if parameter == "id" else parameter)
        if known is not None:
            case.path_parameters[parameter] = known
    if isinstance(case.body, dict):
        case.body.update({key: world.ids[key] for key in case.body if key.endswith("_id") and key in world.ids})


def test_the_schema_served_is_the_committed_one() -> None:
    committed = yaml.safe_load((django_settings.BASE_DIR / "docs" / "openapi.yaml").read_text())
    assert set(SCHEMA.raw_schema["paths"]) == set(committed["paths"])
