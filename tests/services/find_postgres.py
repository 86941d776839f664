"""Print the address of a PostgreSQL server to test against: one on loopback, else the embedded one until SIGTERM.

`python -m tests.services.find_postgres`
"""

import signal
import sys

import psycopg2

from csm.environment import BASE_DIR
from csm.foundation.embedded_postgres import EmbeddedPostgres

_LOOPBACK = "postgres://postgres@127.0.0.1:5432/postgres"
_OLDEST = 15_00_00


def main() -> None:
    """Print the address; stay while it is the embedded server's."""
    if _loopback_answers():
        _say(_LOOPBACK)
        return
    server = EmbeddedPostgres(BASE_DIR / ".data" / "tests")
    server.hold()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _say(server.address)
    while True:
        signal.pause()


def _loopback_answers() -> bool:
    try:
        connection = psycopg2.connect(_LOOPBACK, connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    is_new_enough = connection.server_version >= _OLDEST
    connection.close()
    return is_new_enough


def _say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
