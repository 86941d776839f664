"""Plays in bulk: one occasion on thousands of accounts, settled chunk by chunk as while they are judged."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone
from psycopg2.extras import execute_values

from accounts.models import Account
from playbooks.models import Occasion, Play, Playbook, Task
from playbooks.services.settling import settle_plays
from stakeholders.services.conclusions import CHUNK
from tests.benchmarks.measuring import Measurement, against, seconds

PLAYBOOK, WITHIN = "renewal", timedelta(days=120)
WRITTEN: tuple[type[models.Model], ...] = (Play, Task, Occasion)  # in the order in which they refer to each other
ROUNDS = 3


class Rows(NamedTuple):
    """The rows that settling wrote into one table."""

    table: str
    columns: str
    values: list[tuple[Any, ...]]


def measure_plays() -> Measurement:
    """Plays started in a second by renewals that came near, against writing the same rows bare."""
    ids = list(Account.objects.standing().order_by("pk").values_list("pk", flat=True))
    rates, bare = zip(*(_measure(ids) for _round in range(ROUNDS)), strict=True)
    return against("plays", statistics.median(rates), "plays/s", statistics.median(bare))


def _measure(ids: Sequence[int]) -> tuple[float, float]:
    """Plays a second as settled and as written bare; nothing of either stays."""
    with _taken_back():
        last = [model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in WRITTEN]
        since = timezone.now() - WITHIN
        Playbook.objects.filter(key=PLAYBOOK).update(on_since=since)
        taken = seconds(lambda: _settle(ids))
        rows = [_rows_after(model, pk) for model, pk in zip(WRITTEN, last, strict=True)]
    plays = len(rows[0].values)
    if plays < len(ids) / 20:
        raise RuntimeError(f"Only {plays} plays were started.")
    with _taken_back():
        bare = seconds(lambda: _write(rows))
    return plays / taken, plays / bare


def _settle(ids: Sequence[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        settle_plays(ids[start : start + CHUNK], [])


def _write(rows: Sequence[Rows]) -> None:
    with connection.cursor() as cursor:
        for table, columns, values in rows:
            execute_values(cursor.cursor, f"INSERT INTO {table} ({columns}) VALUES %s", values, page_size=CHUNK)


def _rows_after(model: type[models.Model], pk: int) -> Rows:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(field.column or "") for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE id > %s ORDER BY id", [pk])
        return Rows(table, columns, cursor.fetchall())


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
