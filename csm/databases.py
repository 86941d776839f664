"""How Django reaches its database: the server given by address, or the embedded one."""

from pathlib import Path
from typing import Any

import dj_database_url

from csm.foundation.embedded_postgres import EmbeddedPostgres

# Our statements are many and short: compiling them costs more than it saves, and the data lie in memory or on flash.
# Whoever says `?options=` in the address has their own way.
PLANNING = "-c jit=off -c random_page_cost=1.1"


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Return the settings of the one database; connections are kept a minute and checked before use."""
    if url:
        return _reached_at(url)
    return {**_reached_at(EmbeddedPostgres(data_dir).address), "ENGINE": "csm.foundation.embedded_engine"}


def _reached_at(url: str) -> dict[str, Any]:
    parsed: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    return {**parsed, "OPTIONS": {"options": PLANNING, **parsed.get("OPTIONS", {})}}
