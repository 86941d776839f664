"""The databases of the benchmarks: beside the configured one, on the same server, made and filled when missing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.management import call_command
from django.db import connection

from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.conclusions import conclude_accounts
from stakeholders.services.demo.loading import load_demo
from tests.benchmarks.measuring import say

ACCOUNTS = int(os.environ.get("BENCH_ACCOUNTS", "10000"))
# An installation that has run for a while knows the scores of a week ago: what moved since is part of the portfolio.
LAST_WEEK = """
    INSERT INTO health_dailyscore (account_id, "on", score, low, high, band, is_settled, "leading", parts, version_id)
    SELECT account_id, %s, score, low, high, band, is_settled, "leading", parts, version_id FROM health_score
    ON CONFLICT DO NOTHING
"""
CONFIGURED = str(connection.settings_dict["NAME"])
SUFFIX = "_bench" if ACCOUNTS == 10_000 else f"_bench_{ACCOUNTS}"


def switch_to(name: str) -> None:
    """Let this process talk to another database of the same server from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def use_portfolio() -> None:
    """Talk to the database with the portfolio."""
    switch_to(CONFIGURED + SUFFIX)


def prepare_portfolio() -> None:
    """Make, migrate and fill the database of the portfolio where that was not done; conclude and tidy it for today."""
    _make(CONFIGURED + SUFFIX)
    use_portfolio()
    call_command("migrate", verbosity=0, interactive=False)
    # Models are loaded late: the first question must be asked of the right database.
    from accounts.models import Account

    if not Account.objects.exists():
        load_demo(Order(ACCOUNTS, 1, today()), lambda done, total: say(f"  {done} of {total} accounts", "\r"))
    conclude_accounts(Account.objects.standing().values_list("pk", flat=True))
    _settle_down()


def _settle_down() -> None:
    """Remember a week ago, and tidy up as the database does by itself within a minute or two after much was written."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_WEEK, [today() - timedelta(days=7)])
        cursor.execute("VACUUM (ANALYZE)")


@contextmanager
def scratch_database() -> Iterator[None]:
    """A fresh database with a small portfolio, gone afterwards."""
    name = f"{CONFIGURED}_bench_scratch"
    before = str(connection.settings_dict["NAME"])
    _drop(name)
    _make(name)
    switch_to(name)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        load_demo(Order(60, 1, today()))
        yield
    finally:
        switch_to(before)
        _drop(name)


def _make(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
