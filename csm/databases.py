"""How Django reaches its database: the server given by address, or the embedded one."""

from pathlib import Path
from typing import Any

import dj_database_url

from csm.foundation.embedded_postgres import EmbeddedPostgres


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Return the settings of the one database; connections are kept a minute and checked before use."""
    if url:
        return {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    embedded = dj_database_url.parse(EmbeddedPostgres(data_dir).address, conn_max_age=60, conn_health_checks=True)
    return {**embedded, "ENGINE": "csm.foundation.embedded_engine"}
