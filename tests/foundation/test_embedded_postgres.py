"""The embedded server: started when needed, shared, stopped by the last, taken over, refused when of another major."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from csm.environment import BASE_DIR
from csm.foundation import unprivileged
from csm.foundation.embedded_postgres import MAJOR, EmbeddedPostgres, EmbeddedPostgresError

HOLD = """
import sys, time
from pathlib import Path
from csm.foundation.embedded_postgres import EmbeddedPostgres
EmbeddedPostgres(Path(sys.argv[1])).hold()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    embedded = EmbeddedPostgres(tmp_path_factory.mktemp("embedded"))
    yield embedded
    embedded.release()
    embedded.forget()


def _other_holder(server: EmbeddedPostgres) -> "subprocess.Popen[str]":
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(server.data_dir)],
        cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def _ask(server: EmbeddedPostgres, question: str) -> object:
    connection = psycopg2.connect(server.address)
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    connection.close()
    return row and row[0]


def test_server_is_of_the_major_version_and_checks_what_it_stores(server: EmbeddedPostgres) -> None:
    server.hold()
    assert str(_ask(server, "SHOW server_version")).split(".")[0] == str(MAJOR)
    assert _ask(server, "SHOW data_checksums") == "on"
    assert _ask(server, "SHOW server_encoding") == "UTF8"
    assert _ask(server, "SHOW listen_addresses") == ""


def test_last_holder_stops_the_server_and_an_earlier_one_does_not(server: EmbeddedPostgres) -> None:
    server.hold()
    other = _other_holder(server)
    server.release()
    assert server.is_running
    other.communicate("")
    assert not server.is_running


def test_server_whose_holder_was_killed_is_taken_over_and_stopped(server: EmbeddedPostgres) -> None:
    other = _other_holder(server)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert server.is_running
    before = _ask(server, "SELECT pg_postmaster_start_time()")
    server.hold()
    assert _ask(server, "SELECT pg_postmaster_start_time()") == before
    server.release()
    assert not server.is_running


def test_server_that_was_killed_is_started_again_with_what_was_saved(server: EmbeddedPostgres) -> None:
    server.hold()
    connection = psycopg2.connect(server.address)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS star (name text)")
        cursor.execute("INSERT INTO star VALUES ('Vega')")
    connection.close()
    os.kill(int((server.cluster / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    server.hold()
    assert _ask(server, "SELECT count(*) FROM star") == 1


def test_only_the_owner_reaches_data_and_socket(server: EmbeddedPostgres) -> None:
    server.hold()
    for directory in (server.home, server.cluster, server.socket_dir):
        assert directory.stat().st_mode & 0o777 == 0o700


def test_data_of_another_major_version_are_refused_with_a_recipe_and_kept(tmp_path: Path) -> None:
    old = EmbeddedPostgres(tmp_path)
    unprivileged.make_directory(old.home)
    old.cluster.mkdir()
    (old.cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match=r"written by PostgreSQL 16.*make backup.*make restore"):
        old.hold()
    assert (old.cluster / "PG_VERSION").read_text() == "16\n"
    old.release()


def test_long_directories_get_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("deep" * 20) / "postgres"
    assert len(str(unprivileged.short_directory(home))) < 80
    assert unprivileged.short_directory(home) != unprivileged.short_directory(home.parent)
