"""Celery doors: each is safe to run twice, loads by id and calls one service."""

import time

import structlog
from celery import shared_task

from csm.foundation.broker import ask_on_commit
from stakeholders.services import clock_sweeps, conclusions
from stakeholders.services.hazards import estimate_hazard_rates
from stakeholders.services.title_round import apply_title_rules, look_again

logger = structlog.get_logger(__name__)

HELPERS = 3
SWEEP_SECONDS = 50.0  # a sweep comes each minute; it stops before the next begins


@shared_task
def conclude_accounts(account_ids: list[int]) -> None:
    """Judge these accounts as far as they are due."""
    conclusions.conclude_accounts(account_ids)


@shared_task
def conclude_while_due() -> None:
    """Judge whatever is due, chunk by chunk, beside any number of workers doing the same."""
    until = time.monotonic() + SWEEP_SECONDS
    judged = 0
    while time.monotonic() < until and (done := conclusions.conclude_due()):
        judged += done
    if judged:
        logger.info("concluded", accounts=judged)


def ask_to_conclude_while_due() -> None:
    """Have a worker judge what is due once what changed is committed; the sweep makes sure."""
    ask_on_commit(conclude_while_due.s())


@shared_task
def sweep_due_accounts() -> None:
    """Find each minute what no message told of, clocks that ran out too; when it is much, any idle worker helps."""
    clock_sweeps.make_run_out_due()
    if conclusions.count_due() > conclusions.CHUNK:
        for _helper in range(HELPERS):
            conclude_while_due.delay()
    conclude_while_due()


@shared_task
def conclude_everything() -> None:
    """Time passes for all: what was set aside is tried again; the new day makes every account due."""
    conclusions.forgive_attempts()
    sweep_due_accounts()


@shared_task
def estimate_hazards() -> None:
    """Estimate how likely people leave, by level, once a month."""
    estimate_hazard_rates()


@shared_task
def apply_rules_about_titles() -> None:
    """Hold what is assumed of everybody to the rules in force; does nothing while they are the ones applied last."""
    changed = apply_title_rules(SWEEP_SECONDS)
    if changed:
        logger.info("title rules applied", people=changed)


def ask_to_apply_title_rules() -> None:
    """Have a worker apply the rules once what changed is committed; the sweep makes sure."""
    ask_on_commit(apply_rules_about_titles.s())


@shared_task
def look_at_titles_again() -> None:
    """Once a day everybody is looked at again."""
    look_again()
    apply_rules_about_titles()
