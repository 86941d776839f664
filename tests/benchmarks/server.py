"""The web server that is measured: the application as it is, and beside it the bare handler of the floor.

`python -m gunicorn tests.benchmarks.server:application` in the environment that `serving` gives it.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import django
import orjson
import psycopg2

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csm.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from tests.benchmarks.databases import use_portfolio  # noqa: E402

FLOOR_PATH = "/floor/accounts"
PAGE_PATH = "/floor/page/"
PATIENCE_SECONDS = 60
StartResponse = Callable[..., Any]


class Floor(NamedTuple):
    """What the bare handler asks and answers: the statement of the API, its keys, the address of the next page."""

    statement: str
    keys: list[str]
    limit: int
    following: str | None


def floor_file() -> Path:
    return Path(settings.DATA_DIR) / "bench-floor.json"


def page_file() -> Path:
    return Path(settings.DATA_DIR) / "bench-floor-page.html"


class BareHandler:
    """Rows from psycopg2 to orjson, on one connection a thread, with nothing between."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.local = threading.local()
        wanted = connection.get_connection_params()
        self.arguments = {name: each for name, each in wanted.items() if name in PSYCOPG_ARGUMENTS}

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        floor = self.floor
        with self._connection().cursor() as cursor:
            cursor.execute(floor.statement)
            rows = cursor.fetchall()[: floor.limit]
        results = [dict(zip(floor.keys, row, strict=False)) for row in rows]  # the paging asks two columns more
        body = orjson.dumps({"results": results, "next": floor.following, "previous": None}, default=str)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _connection(self) -> Any:
        if not hasattr(self.local, "connection"):
            self.local.connection = psycopg2.connect(**self.arguments)
            self.local.connection.autocommit = True
        return self.local.connection


PSYCOPG_ARGUMENTS = {"dbname", "user", "password", "host", "port"}


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer as the floor where that is asked for, else as the application."""
    if environ["PATH_INFO"] == FLOOR_PATH:
        return _bare()(environ, start_response)
    return _whole()(environ, start_response)


@cache
def _whole() -> Callable[..., Iterable[bytes]]:
    from csm.wsgi import application as whole  # late: only the server loads every view

    return whole


_kept: list[BareHandler] = []


def _bare() -> BareHandler:
    if not _kept:
        _kept.append(BareHandler(Floor(**json.loads(floor_file().read_text()))))
    return _kept[0]


if "BENCH_SERVES" in os.environ:
    settings.ROOT_URLCONF = "tests.benchmarks.bare_page"
    use_portfolio()
    _whole()


@contextmanager
def serving(port: int) -> Iterator[HTTPConnection]:
    """Run the web server as the launcher does; gives a connection that stays open."""
    command = [
        sys.executable, "-m", "gunicorn", "tests.benchmarks.server:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--log-level", "warning",
        "--keep-alive", "60",
    ]  # fmt: skip
    log = (Path(settings.DATA_DIR) / "bench-server.log").open("ab")
    process = subprocess.Popen(command, env={**os.environ, "BENCH_SERVES": "1"}, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield HTTPConnection("127.0.0.1", port, timeout=60)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(os.environ.get("BENCH_PORT", "0"))))
        return int(listener.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The web server of the benchmarks does not answer; see bench-server.log.")
