"""What an orchestrator may ask: is this process able to do its work?"""

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError


def readiness_problems() -> list[str]:
    """Return what keeps this installation from serving, each in a few words; empty when all is well."""
    return [*_database_problems(), *_broker_problems()]


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def _database_problems() -> list[str]:
    try:
        return ["migrations are missing"] if unapplied_migrations() else []
    except DatabaseError:
        return ["the database does not answer"]


def _broker_problems() -> list[str]:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return ["the broker does not answer"]
    return []
