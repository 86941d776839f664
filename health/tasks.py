"""Celery doors: each is safe to run twice and calls one service."""

from celery import shared_task

from health.services import notices


@shared_task
def send_digests() -> None:
    """Send the summaries that are due; one that was begun is not sent again."""
    notices.send_digests()


@shared_task
def send_webhooks() -> None:
    """Post what opened to the webhooks of teams, once each."""
    notices.send_webhooks()
