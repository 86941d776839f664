"""Start the whole installation on this machine: `python -m csm.launch [--demo]`.

Database, migrations and (if asked) the demo portfolio first; then web server, worker and beat under one supervisor.
"""

import argparse
import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TextIO

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from csm.foundation.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from csm.supervisor import Program, Supervisor

_USUAL_PORT = 8000
_PATIENCE_SECONDS = 60


def main() -> int:
    """Prepare, start, and stay until stopped."""
    arguments = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csm.settings")
    try:
        _prepare_django()
        with _only_one(settings.DATA_DIR) as note:
            _prepare(arguments)
            _serve(note, is_demo=arguments.demo)
    except (ImproperlyConfigured, EmbeddedPostgresError, AlreadyRunningError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted before it was open; the next start goes on from here.", file=sys.stderr)
        return 130
    return 0


class AlreadyRunningError(Exception):
    """This installation has been started already."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m csm.launch", description="Start Constellation on this machine.")
    parser.add_argument("--demo", action="store_true", help="load the demo portfolio if there are no accounts yet")
    parser.add_argument("--accounts", type=int, default=60, help="size of the demo portfolio")
    return parser.parse_args()


def _prepare_django() -> None:
    with _step("Reading the settings"):
        django.setup()


def _prepare(arguments: argparse.Namespace) -> None:
    if not settings.ENVIRONMENT.database_url:
        server = EmbeddedPostgres(settings.DATA_DIR)
        with _step(f"Starting the database in {_short(server.home)}"):
            server.hold()
    with _step("Bringing the database up to date"):
        _migrate()
    if arguments.demo:
        with _step(f"Looking after the demo portfolio of {arguments.accounts} accounts"):
            call_command("demo", accounts=arguments.accounts, if_empty=True)


def _migrate() -> None:
    # Imported late: it needs the apps.
    from csm.operations import unapplied_migrations

    if unapplied_migrations():
        call_command("migrate", interactive=False, verbosity=0)


def _serve(note: TextIO, *, is_demo: bool) -> None:
    listener = _listener(settings.DATA_DIR)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    supervisor = Supervisor(_programs(listener), report=lambda line: print(line, flush=True))
    with _step("Starting web server, worker and beat"):
        supervisor.start()
        is_up = _wait_until_it_answers(supervisor, listener.getsockname()[1])
    if is_up:
        _write(note, address)
        _welcome(address, is_demo=is_demo)
    elif not supervisor.is_stopping:
        print(f"The web server does not answer; {_short(settings.DATA_DIR / 'log' / 'web.log')} says why.", flush=True)
    supervisor.run()
    print("Stopped.", flush=True)


def _programs(listener: socket.socket) -> list[Program]:
    environment, data = settings.ENVIRONMENT, settings.DATA_DIR
    celery = [sys.executable, "-m", "celery", "--app", "csm"]
    web = [
        sys.executable, "-m", "gunicorn", "csm.wsgi:application", "--bind", f"fd://{listener.fileno()}",
        "--workers", str(environment.web_workers), "--threads", "4", "--preload", "--no-control-socket",
        "--graceful-timeout", "10", "--timeout", "60",
    ]  # fmt: skip
    worker = [
        *celery, "worker", "--concurrency", str(environment.worker_concurrency),
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    beat = [*celery, "beat", "--schedule", str(data / "beat-schedule"), "--pidfile", ""]
    return [
        Program("web server", web, data / "log" / "web.log", inherited=(listener.fileno(),)),
        Program("worker", worker, data / "log" / "worker.log"),
        Program("beat", beat, data / "log" / "beat.log"),
    ]


def _listener(data_dir: Path) -> socket.socket:
    """Return a listening socket on loopback: the port asked for, else the last one, else the usual, else any.

    The supervisor keeps it open, so that while the web server is restarted visitors wait and are not refused.
    """
    asked = settings.ENVIRONMENT.port
    kept = data_dir / "port"
    last = int(kept.read_text()) if kept.exists() else _USUAL_PORT
    for port in [asked] if asked else [last, _USUAL_PORT, 0]:
        listener = _bound(port)
        if listener is not None:
            kept.write_text(str(listener.getsockname()[1]))
            return listener
    raise ImproperlyConfigured(f"PORT={asked} is taken by another program.")


def _bound(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except OSError:
        listener.close()
        return None
    return listener


def _wait_until_it_answers(supervisor: Supervisor, port: int) -> bool:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while not supervisor.is_stopping and time.monotonic() < give_up_at:
        supervisor.tend()
        if _answers(port):
            return True
        time.sleep(0.05)
    return False


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _only_one(data_dir: Path) -> Iterator[TextIO]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "running").open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            note.seek(0)
            raise AlreadyRunningError(f"It is running already: {note.read() or 'it is just starting.'}") from error
        _write(note, "")
        yield note


def _write(note: TextIO, text: str) -> None:
    note.truncate(0)
    note.write(text)
    note.flush()


@contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"  {what} ...", flush=True)
    began = time.monotonic()
    yield
    print(f"    done in {time.monotonic() - began:.1f} s", flush=True)


def _welcome(address: str, *, is_demo: bool) -> None:
    print(f"\nConstellation is open at {address}")
    if is_demo:
        print("Sign in with one of these:", flush=True)
        call_command("demo", logins=True)
    else:
        print("The first visit creates the administrator.")
    print(f"What the programs say goes to {_short(settings.DATA_DIR / 'log')}. Ctrl-C stops everything.", flush=True)


def _short(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)


if __name__ == "__main__":
    sys.exit(main())
