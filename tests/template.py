"""A migrated database from which those of the tests are copied: to migrate takes most of a minute, to copy a second.

It is named after what the migrations say and read, so that a change of either makes another; it stays on the server
for the next run, and may be dropped at any time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

PREFIX = "constellation_template_"
LOCK = 20_261_126
# The migrations, and what of the rest some of them read.
MADE_OF = ("*/migrations/*.py", "*/domain/**/*.py", "*/library/*", "requirements/*.txt")


def use_template() -> None:
    """Let the database of this process's tests be copied from the template, made now where it is missing."""
    connection.settings_dict["TEST"]["TEMPLATE"] = _template()


def _template() -> str:
    name = PREFIX + _digest()
    with _alone() as cursor:
        if not _exists(cursor, name):
            begun = f"{name}_begun"
            cursor.execute(f'DROP DATABASE IF EXISTS "{begun}"')
            cursor.execute(f'CREATE DATABASE "{begun}"')
            _migrate(begun)
            cursor.execute(f'ALTER DATABASE "{begun}" RENAME TO "{name}"')
    return name


def _digest() -> str:
    base = Path(settings.BASE_DIR)
    found = sha256()
    for path in sorted({path for pattern in MADE_OF for path in base.glob(pattern)}):
        found.update(path.relative_to(base).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[Any]:
    """A cursor beside the database, while no other process of the server makes a template."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor  # the lock ends with the connection


def _exists(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _migrate(name: str) -> None:
    configured = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = configured
