"""Celery doors: each is safe to run twice, loads by id and calls one service."""

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import ImportRun
from accounts.services.importing.working import runs_at_work, work_on

SLICE_SECONDS = 240  # far below the time limit of a task

logger = structlog.get_logger(__name__)


@shared_task
def work_on_import(run_id: int) -> None:
    """Move an import on until it waits for a person."""
    if work_on(run_id, SLICE_SECONDS):
        _enqueue(run_id)


@shared_task
def resume_imports() -> None:
    """Find each minute the imports whose worker died or whose message was lost."""
    for run_id in runs_at_work():
        work_on_import.delay(run_id)


def ask_to_work_on(run: ImportRun) -> None:
    """Have a worker move an import on once what was asked is committed; the sweep makes sure."""
    transaction.on_commit(lambda: _enqueue(run.pk))


def _enqueue(run_id: int) -> None:
    try:
        work_on_import.delay(run_id)
    except (OperationalError, OSError) as error:
        logger.warning("broker unreachable, the sweep will find the import", error=str(error))
