"""The committed schema is the one the code gives, valid and without a warning; `make openapi` writes it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from accounts.models import User

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.fixture(scope="module")
def schema() -> Any:
    with GENERATOR_STATS.silence():
        return SchemaGenerator().get_schema(request=None, public=True)


def test_the_committed_schema_is_that_of_the_code(schema: Any) -> None:
    written = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    assert COMMITTED.read_text() == written, "The API changed: look at the difference and run `make openapi`."


def test_the_schema_is_valid_and_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))
    validate_schema(yaml.safe_load(COMMITTED.read_text()))


def test_every_operation_documents_its_errors_as_problems(schema: Any) -> None:
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            assert {"400", "401", "403", "406", "429"} <= set(answers), (method, path)
            errors = {status: answer for status, answer in answers.items() if status >= "400"}
            assert all(answer["content"] == PROBLEM for answer in errors.values()), (method, path)
            assert ("404" in answers) == ("{" in path), (method, path)
            assert operation.get("description"), (method, path)


def test_operations_have_names_of_their_own(schema: Any) -> None:
    names = [operation["operationId"] for path in schema["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    assert "accounts_read_by_external_id" in names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "read"), [("application/json", json.loads), ("application/yaml", yaml.safe_load), ("*/*", yaml.safe_load)]
)
def test_the_schema_is_served_as_one_asks_for_it(asked: str, read: Callable[[bytes], Any], client: Client) -> None:
    client.force_login(User.objects.create_user("ida@ours.example", name="Ida"))
    answer = client.get("/api/v1/schema/", headers={"Accept": asked})
    assert answer.status_code == 200
    assert read(answer.content)["openapi"] == yaml.safe_load(COMMITTED.read_text())["openapi"]
