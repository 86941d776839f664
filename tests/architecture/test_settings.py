"""What an operator can set: the catalogue, its table, and what is refused."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from csm.environment import BASE_DIR, Environment, read

SAFE_PRODUCTION = {"PRODUCTION": "true", "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "sky.example"}


def _documented() -> list[tuple[str, str, str]]:
    table = (BASE_DIR / "docs" / "settings.md").read_text()
    return re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", table, re.MULTILINE)


def test_table_of_the_documentation_is_the_catalogue() -> None:
    catalogue = [
        (
            entry.name.upper(),
            f"`{entry.metadata['default']}`" if entry.metadata["default"] else "",
            entry.metadata["meaning"],
        )
        for entry in fields(Environment)
    ]
    assert _documented() == catalogue


def test_defaults_need_no_variable() -> None:
    environment = read({})
    assert environment.production is False
    assert environment.data_dir == BASE_DIR / ".data"
    assert environment.web_workers == 2
    assert environment.base_currency == "EUR"


def test_values_are_parsed() -> None:
    environment = read(
        {"ALLOWED_HOSTS": "a.example, b.example", "OPEN_READING": "yes", "DATA_DIR": "/srv/sky", "PORT": "81"}
    )
    assert environment.allowed_hosts == ["a.example", "b.example"]
    assert environment.open_reading is True
    assert environment.data_dir == Path("/srv/sky")
    assert environment.port == 81


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("WEB_WORKERS", "0"),
        ("WEB_WORKERS", "many"),
        ("WORKER_CONCURRENCY", "65"),
        ("PORT", "65536"),
        ("SESSION_HOURS", "-1"),
        ("DATABASE_URL", "mysql://localhost/sky"),
        ("REDIS_URL", "localhost:6379"),
        ("EMAIL_URL", "pigeon://"),
        ("TIME_ZONE", "Europe/Nowhere"),
        ("LANGUAGE_CODE", "tlh"),
        ("BASE_CURRENCY", "euro"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("PUBLIC_URL", "sky.example"),
        ("CSRF_TRUSTED_ORIGINS", "sky.example"),
    ],
)
def test_wrong_value_is_refused_with_the_name_of_its_variable(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read({name: value})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"DEBUG": "true"}, "DEBUG"),
    ],
)
def test_production_is_refused_when_unsafe(change: dict[str, str], named: str) -> None:
    read(SAFE_PRODUCTION)
    with pytest.raises(ImproperlyConfigured, match=named):
        read({**SAFE_PRODUCTION, **change})


def test_start_fails_and_names_the_wrong_variable() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "csm.settings", "TIME_ZONE": "Mars/Olympus"}
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "TIME_ZONE='Mars/Olympus' cannot be used" in started.stderr


def test_production_settings_pass_the_deployment_check_without_a_warning(tmp_path: Path) -> None:
    environment = {**os.environ, **SAFE_PRODUCTION, "DJANGO_SETTINGS_MODULE": "csm.settings", "DATA_DIR": str(tmp_path)}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser that tests drive asks for it
    environment["SECRET_KEY"] = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr
    assert "no issues (0 silenced)" in checked.stdout
