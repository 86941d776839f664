"""Save, load or forget the embedded database: `python -m csm.backup save | load FILE | forget`.

A server given by `DATABASE_URL` is saved with its own tools.
"""

import argparse
import fcntl
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from csm import environment
from csm.foundation.embedded_postgres import DATABASE, EmbeddedPostgres, EmbeddedPostgresError


def main() -> int:
    """Do what the command line says."""
    arguments = _arguments()
    settings = environment.read()
    server = EmbeddedPostgres(settings.data_dir)
    try:
        if settings.database_url:
            raise EmbeddedPostgresError("DATABASE_URL is set: save and load that server with pg_dump and pg_restore.")
        _act(arguments, server)
    except (EmbeddedPostgresError, OSError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _act(arguments: argparse.Namespace, server: EmbeddedPostgres) -> None:
    if arguments.act == "save":
        _save(server)
    elif arguments.act == "load":
        _refuse_while_running(server)
        _load(server, Path(arguments.file))
    else:
        _refuse_while_running(server)
        _forget(server)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m csm.backup", description="Save, load or forget the database.")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("save", help="write the database to a file beside it")
    acts.add_parser("load", help="replace the database by a saved one").add_argument("file")
    acts.add_parser("forget", help="remove the database, the queue and the logs")
    return parser.parse_args()


def _save(server: EmbeddedPostgres) -> None:
    server.hold()
    file = server.data_dir / f"backup-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.dump"
    _run(server, "pg_dump", "--format=custom", "--no-owner", f"--file={file}", f"--dbname={DATABASE}")
    file.chmod(0o600)
    print(f"Saved to {file}")


def _load(server: EmbeddedPostgres, file: Path) -> None:
    if not file.is_file():
        raise FileNotFoundError(f"There is no file {str(file)!r}: say FILE=<the backup>.")
    server.hold()
    _run(
        server,
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={DATABASE}",
        file,
    )
    print(f"Loaded {file}")


def _forget(server: EmbeddedPostgres) -> None:
    for data_dir in (server.data_dir, server.data_dir / "tests"):
        EmbeddedPostgres(data_dir).forget()
    for name in ("queue", "log", "tests", "check"):
        shutil.rmtree(server.data_dir / name, ignore_errors=True)
    print(f"Removed the database, queue and logs of {server.data_dir}; backups and the secret key stay.")


def _run(server: EmbeddedPostgres, program: str, *arguments: str | Path) -> None:
    address = [f"--host={server.socket_dir}", "--username=postgres"]
    subprocess.run([server.program(program), *address, *arguments], check=True)


def _refuse_while_running(server: EmbeddedPostgres) -> None:
    server.data_dir.mkdir(parents=True, exist_ok=True)
    with (server.data_dir / "running").open("a") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EmbeddedPostgresError("Constellation is running here: stop it first.") from error


if __name__ == "__main__":
    sys.exit(main())
