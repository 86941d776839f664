"""Importing as a test does it: a text in, the run out."""

import io
from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import ImportRun, User
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.working import work_on
from tests.personas import Cast

Import = Callable[..., ImportRun]


def upload(kind: str, text: str | bytes, actor: User | None = None, as_of: date | None = None) -> ImportRun:
    """Receive a file and take the proposed mapping."""
    found = kind_of(kind)
    assert found is not None
    raw = text.encode() if isinstance(text, str) else text
    run = runs.receive_file(actor, found, io.BytesIO(raw), f"{kind}.csv", as_of=as_of)
    runs.choose_mapping(run, run.mapping)
    return run


def check(run: ImportRun) -> ImportRun:
    runs.begin_checking(run)
    work_on(run.pk)
    run.refresh_from_db()
    return run


def apply(run: ImportRun) -> ImportRun:
    runs.begin_applying(run)
    work_on(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def bring(cast: Cast) -> Import:
    """Check and apply a text as Ada; what was foretold is what happened."""

    def run_through(kind: str, text: str, as_of: date | None = None, actor: User | None = None) -> ImportRun:
        run = check(upload(kind, text, actor or cast.ada, as_of))
        foretold = (run.created, run.updated, run.unchanged, run.failed)
        run = apply(run)
        assert (run.created, run.updated, run.unchanged, run.failed) == foretold
        assert run.rows_done == run.rows_total
        return run

    return run_through
