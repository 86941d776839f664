"""Celery doors: each is safe to run twice and calls one service."""

import structlog
from celery import shared_task

from health.services import backtests, connections, notices

logger = structlog.get_logger(__name__)

GATHER_SECONDS = 300.0  # less than the time limit of a task; what is left is gathered at the next call


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


@shared_task
def gather_renewal_cases() -> None:
    """See past renewals as they looked before, as far as facts have changed since they were seen last."""
    gathered = backtests.gather_cases(GATHER_SECONDS)
    if gathered:
        logger.info("renewals gathered", cases=gathered)
