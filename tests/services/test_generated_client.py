"""A client generated from the committed schema creates, reads, changes and lists an account over real HTTP."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from accounts.models import Account
from accounts.services.tokens import create_token
from tests.personas import assemble

ROOT = Path(__file__).parents[2]
PACKAGE = "constellation_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, as an integrator would generate it."""
    where = tmp_path_factory.mktemp("client")
    generator = Path(sys.executable).with_name("openapi-python-client")
    command = [str(generator), "generate", "--path", str(ROOT / "docs" / "openapi.yaml"), "--meta", "none"]
    done = subprocess.run(
        [*command, "--output-path", str(where / PACKAGE), "--fail-on-warning"],
        capture_output=True,
        text=True,
        cwd=where,
        env={**os.environ, "PATH": f"{generator.parent}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return where


@pytest.fixture
def module(generated: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a module of the generated package by its name below it."""
    monkeypatch.syspath_prepend(str(generated))

    def load(name: str) -> ModuleType:
        return importlib.import_module(f"{PACKAGE}.{name}")

    return load


@pytest.mark.django_db(transaction=True)
def test_a_generated_client_makes_a_round_trip(module: Any, live_server: Any) -> None:
    cast = assemble()
    _token, secret = create_token(cast.ada, "client", "write")
    client = module("client").AuthenticatedClient(base_url=live_server.url, token=secret)
    models = module("models")

    made = module("api.accounts.accounts_create").sync(
        client=client, body=models.AccountInputRequest(name="Delta", employees=12)
    )
    assert isinstance(made, models.Account)
    read = module("api.accounts.accounts_read").sync(made.id, client=client)
    assert (read.name, read.employees) == ("Delta", 12)
    changed = module("api.accounts.accounts_change").sync(
        made.id, client=client, if_match='"1"', body=models.PatchedAccountInputRequest(region="North")
    )
    assert changed.region == "North"
    stale = module("api.accounts.accounts_change").sync(
        made.id, client=client, if_match='"1"', body=models.PatchedAccountInputRequest(region="South")
    )
    assert isinstance(stale, models.Problem)
    assert stale.status == 412
    listed = module("api.accounts.accounts_list").sync(client=client, limit=500)
    assert [row.name for row in listed.results] == ["Acme", "Bolt", "Comet", "Delta"]
    assert Account.objects.get(pk=made.id).region == "North"
