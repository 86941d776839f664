"""Celery doors: each is safe to run twice and calls one service."""

import structlog
from celery import shared_task

from health.services import connections, notices

logger = structlog.get_logger(__name__)


@shared_task
def settle_connections() -> None:
    """Decide which measures no account of a segment knows; the accounts for whom that changed are judged again."""
    judged_again = connections.settle_connections()
    if judged_again:
        logger.info("connections settled", accounts=judged_again)


@shared_task
def send_digests() -> None:
    """Send the summaries that are due; one that was begun is not sent again."""
    notices.send_digests()


@shared_task
def send_webhooks() -> None:
    """Post what opened to the webhooks of teams, once each."""
    notices.send_webhooks()
