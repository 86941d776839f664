"""Celery doors: each is safe to run twice, loads by id and calls one service."""

import time

import structlog
from celery import shared_task
from django.db import InterfaceError
from django.db import OperationalError as DatabaseUnavailable

from accounts.models import ImportRun, ImportSet, ListEdit
from accounts.services.importing.set_working import sets_at_work, work_on_set
from accounts.services.importing.working import runs_at_work, work_on
from accounts.services.list_edits import carry_on, edits_at_work, stop
from accounts.services.merging import doubles
from csm.foundation.broker import ask_on_commit

SLICE_SECONDS = 240  # far below the time limit of a task

logger = structlog.get_logger(__name__)


@shared_task
def work_on_import(run_id: int) -> None:
    """Move an import on until it waits for a person."""
    if work_on(run_id, SLICE_SECONDS):
        ask_on_commit(work_on_import.s(run_id))


@shared_task
def work_on_import_set(set_id: int) -> None:
    """Move a set of imports on until it waits for a person."""
    if work_on_set(set_id, SLICE_SECONDS):
        ask_on_commit(work_on_import_set.s(set_id))


@shared_task
def work_on_edit(edit_id: int) -> None:
    """Edit many rows, chunk by chunk, to the end."""
    until = time.monotonic() + SLICE_SECONDS
    try:
        while carry_on(edit_id):
            if time.monotonic() > until:
                ask_on_commit(work_on_edit.s(edit_id))
                return
    except (DatabaseUnavailable, InterfaceError):
        raise
    except Exception:
        stop(edit_id)
        raise


@shared_task
def resume_edits() -> None:
    """Find each minute the edits of many rows whose worker died or whose message was lost."""
    for edit_id in edits_at_work():
        work_on_edit.delay(edit_id)


def ask_to_edit(edit: ListEdit) -> None:
    """Have a worker carry on an edit once what was asked is committed; the sweep makes sure."""
    ask_on_commit(work_on_edit.s(edit.pk))


@shared_task
def resume_imports() -> None:
    """Find each minute the imports whose worker died or whose message was lost."""
    for run_id in runs_at_work():
        work_on_import.delay(run_id)
    for set_id in sets_at_work():
        work_on_import_set.delay(set_id)


@shared_task
def find_doubles() -> None:
    """Look each night for rows that look like one."""
    logger.info("doubles_found", count=doubles.find_doubles())


def ask_to_work_on(run: ImportRun) -> None:
    """Have a worker move an import on once what was asked is committed; the sweep makes sure."""
    ask_on_commit(work_on_import.s(run.pk))


def ask_to_work_on_set(one: ImportSet) -> None:
    """Have a worker move a set on once what was asked is committed; the sweep makes sure."""
    ask_on_commit(work_on_import_set.s(one.pk))
