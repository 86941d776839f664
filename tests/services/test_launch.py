"""One command starts everything, heals what is killed, refuses a second start, and leaves nothing when it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from csm.environment import BASE_DIR
from csm.foundation.embedded_postgres import EmbeddedPostgres

CHILDREN = ("csm.wsgi", "csm worker", "csm beat")
PATIENCE_SECONDS = 180


class Launched:
    """The launcher of an installation of its own, as another process."""

    def __init__(self, data_dir: Path, redis_url: str) -> None:
        self.data_dir = data_dir
        variables = {"DATA_DIR": str(data_dir), "REDIS_URL": redis_url, "PORT": str(_free_port())}
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(data_dir), **variables}
        self.command = [sys.executable, "-m", "csm.launch"]
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.address = self._address()

    def _address(self) -> str:
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"is open at (\S+)", line):
                return found[1]
        raise AssertionError(said)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}readyz", timeout=60) as answer:
                return bool(json.load(answer) == {"ready": True, "problems": []})
        except (OSError, HTTPException):
            return False

    def children(self) -> dict[str, int]:
        """Return the process id of each child, by what it runs."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        ).stdout
        rows = [line.split(None, 1) for line in listed.splitlines()]
        return {name: int(pid) for name in CHILDREN for pid, command in rows if name in command}

    def processes(self) -> list[str]:
        """Return every process that carries this installation's address, children of children too."""
        mark = f"DATA_DIR={self.data_dir}".encode()
        return [place.parent.name for place in Path("/proc").glob("[0-9]*/environ") if mark in _content(place)]


def _content(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold in the time there is; what held once is not asked again."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        if holds():
            return True
        time.sleep(0.1)
    return False


class Home(NamedTuple):
    """Where an installation keeps its data, and its transport."""

    data_dir: Path
    redis_url: str


@pytest.fixture(scope="module", params=["files", "redis"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A place on the embedded PostgreSQL, on either transport; who starts there second finds the database made."""
    data_dir = tmp_path_factory.mktemp("home")
    yield Home(data_dir, settings.GIVEN_REDIS_URL if request.param == "redis" else "")
    EmbeddedPostgres(data_dir).forget()


@pytest.fixture
def launched(home: Home) -> Iterator[Launched]:
    started = Launched(*home)
    yield started
    started.process.kill()
    started.process.wait()
    _until(lambda: not started.processes())


def test_whatever_is_killed_is_healed_and_nothing_outlives_the_supervisor(launched: Launched) -> None:
    assert launched.is_ready()
    for name in CHILDREN:
        before = launched.children()
        os.kill(before[name], signal.SIGKILL)
        assert _until(lambda killed=before[name], name=name: launched.children().get(name, killed) != killed)  # type: ignore[misc]
        assert _until(launched.is_ready)
    second = subprocess.run(
        launched.command, cwd=BASE_DIR, env=launched.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"It is running already: {launched.address}" in second.stderr
    launched.process.kill()
    assert _until(lambda: not launched.processes())


def test_stopping_it_ends_everything_in_order(launched: Launched) -> None:
    launched.process.send_signal(signal.SIGINT)
    assert launched.process.wait(PATIENCE_SECONDS) == 0
    assert launched.processes() == []
    assert not EmbeddedPostgres(launched.data_dir).is_running
