"""The whole product under its supervisor on the database at hand, and somebody signed in to it."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import requests
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.benchmarks import server  # noqa: F401 (sets Django up)

MEGABYTE = 1024 * 1024


class Installation:
    """The product as it is started by an operator; needs a server of its own by `DATABASE_URL`."""

    def __init__(self, data: Path) -> None:
        given = connection.settings_dict
        address = (
            f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST'] or ''}:{given['PORT']}/{given['NAME']}"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "csm.launch"],
            env={**os.environ, "DATABASE_URL": address, "DATA_DIR": str(data), "SECRET_KEY": settings.SECRET_KEY},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.address = self._address()
        self.web = requests.Session()
        self.api = requests.Session()
        self.api.headers["Authorization"] = f"Bearer {_secret()}"
        self.web.cookies.update(_session())
        self.most_memory = 0

    def _address(self) -> str:
        assert self.process.stdout is not None
        said: list[str] = []
        for line in self.process.stdout:
            said.append(line.decode())
            if "is open at" in said[-1]:
                return said[-1].rsplit(" ", 1)[1].strip().rstrip("/")
        raise RuntimeError("The installation did not start:\n" + "".join(said))

    def visit(self, path: str) -> None:
        answer = self.web.get(self.address + path, timeout=60)
        if answer.status_code != 200 or "/sign-in/" in answer.url:
            raise RuntimeError(f"{path} answered {answer.status_code} at {answer.url}.")

    def weigh(self) -> None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            self.most_memory = max(self.most_memory, child.memory_info().rss // MEGABYTE)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)


def _secret() -> str:
    from accounts.models import TokenScope
    from accounts.services.tokens import create_token
    from tests.benchmarks.pages import administrator

    return create_token(administrator(), "Benchmark", TokenScope.WRITE)[1]


def _session() -> dict[str, str]:
    from tests.benchmarks.pages import administrator

    client = Client()
    client.force_login(administrator(), settings.AUTHENTICATION_BACKENDS[-1])
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}
