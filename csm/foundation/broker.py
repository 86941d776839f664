"""Asking workers to do something now: the broker only makes it fast, a sweep finds the same work."""

from typing import Any

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

logger = structlog.get_logger(__name__)


def ask_on_commit(*asked: Any) -> None:
    """Send these tasks (as signatures) once what changed is committed; a broker that is away is no error."""
    transaction.on_commit(lambda: _send(asked))


def _send(asked: tuple[Any, ...]) -> None:
    try:
        for one in asked:
            one.delay()
    except (OperationalError, OSError) as error:
        logger.warning("broker unreachable, a sweep will find the work", task=one.task, error=str(error))
