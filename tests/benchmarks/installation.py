"""The whole product under its supervisor on the database at hand, and somebody signed in to it."""

import os
from pathlib import Path

import psutil
import requests
from django.conf import settings
from django.test import Client

from tests.benchmarks import server  # noqa: F401 (sets Django up)
from tests.journeys.installation import Installation as Started

MEGABYTE = 1024 * 1024


class Installation(Started):
    """The product as it is started by an operator, seen by an administrator and a program of theirs."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, redis_url=os.environ.get("REDIS_URL", ""))
        self.web = requests.Session()
        self.api = requests.Session()
        self.api.headers["Authorization"] = f"Bearer {_secret()}"
        self.web.cookies.update(_session())
        self.most_memory = 0

    def visit(self, path: str) -> None:
        answer = self.web.get(self.url + path, timeout=60)
        if answer.status_code != 200 or "/sign-in/" in answer.url:
            raise RuntimeError(f"{path} answered {answer.status_code} at {answer.url}.")

    def weigh(self) -> None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            self.most_memory = max(self.most_memory, child.memory_info().rss // MEGABYTE)


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
