"""The whole product under its supervisor, on the test's database."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PATIENCE_SECONDS = 30


def address_of_the_test_database() -> str:
    """As `DATABASE_URL` says it; the embedded server has a socket's folder for a host, and no port or password."""
    given = connection.settings_dict
    password = f":{quote(str(given['PASSWORD']), safe='')}" if given["PASSWORD"] else ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    host = quote(str(given["HOST"]), safe="")
    return f"postgres://{given['USER']}{password}@{host}{port}/{given['NAME']}"


class Installation:
    """What `make start` starts, on the test's database or another; `url` is where it answers. `more` are settings."""

    def __init__(self, data: Path, database_url: str = "", redis_url: str = "", **more: str) -> None:
        environment = {name: kept for name, kept in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        environment |= {
            "DATABASE_URL": database_url or address_of_the_test_database(),
            "DATA_DIR": str(data),
            "SECRET_KEY": str(settings.SECRET_KEY),
        }
        if redis_url:
            environment["REDIS_URL"] = redis_url
        environment |= more
        self.process = subprocess.Popen(
            [sys.executable, "-m", "csm.launch"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.url = self._url()

    def _url(self) -> str:
        assert self.process.stdout is not None
        said: list[str] = []
        for line in self.process.stdout:
            said.append(line.decode())
            if "is open at" in said[-1]:
                return said[-1].rsplit(" ", 1)[1].strip().rstrip("/")
        raise AssertionError("The installation did not start:\n" + "".join(said))

    def stop(self) -> None:
        """End it at once: the children of a supervisor that was killed end with it."""
        self.process.kill()
        self.process.wait(PATIENCE_SECONDS)
