"""Celery doors: each is safe to run twice, loads by id and calls one service."""

import time

from celery import shared_task
from django.db import IntegrityError, InterfaceError
from django.db import OperationalError as DatabaseUnavailable

from csm.foundation.broker import ask_on_commit
from playbooks.models import Rollout
from playbooks.services.rollouts import carry_on, rollouts_at_work, stop

SLICE_SECONDS = 240  # far below the time limit of a task
TRIES = 5


@shared_task
def work_on_rollout(rollout_id: int) -> None:
    """Start plays on many accounts, or take them back, chunk by chunk, to the end."""
    until = time.monotonic() + SLICE_SECONDS
    try:
        while _next_chunk(rollout_id):
            if time.monotonic() > until:
                ask_on_commit(work_on_rollout.s(rollout_id))
                return
    except (DatabaseUnavailable, InterfaceError):
        raise
    except Exception:
        stop(rollout_id)
        raise


def _next_chunk(rollout_id: int) -> bool:
    """Whether there is more; somebody who starts one of the plays in the same moment makes it try the chunk again."""
    for _each in range(TRIES - 1):
        try:
            return carry_on(rollout_id)
        except IntegrityError:
            continue
    return carry_on(rollout_id)


@shared_task
def resume_rollouts() -> None:
    """Find each minute the rollouts whose worker died or whose message was lost."""
    for rollout_id in rollouts_at_work():
        work_on_rollout.delay(rollout_id)


def ask_to_roll_out(rollout: Rollout) -> None:
    """Have a worker carry on a rollout once what was asked is committed; the sweep makes sure."""
    ask_on_commit(work_on_rollout.s(rollout.pk))
