"""The door through which Django finds the engine."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from csm.foundation.embedded_postgres import EmbeddedPostgres


class DatabaseWrapper(base.DatabaseWrapper):
    """Hold the embedded server before connecting to it."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """Connect, to a server that runs."""
        EmbeddedPostgres(settings.DATA_DIR).hold()
        return super().get_new_connection(conn_params)
