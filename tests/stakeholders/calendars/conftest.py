"""Acme with a domain and somebody known there, and the way in for calendars."""

import io
from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import ImportRun, Installation, User
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of
from stakeholders.services.people import add_stakeholder
from tests.accounts.imports.conftest import apply, check
from tests.personas import Cast, assemble
from tests.stakeholders.calendars.writing import ANA

AS_OF = date(2026, 6, 30)
Bring = Callable[..., ImportRun]


@pytest.fixture
def cast(db: None) -> Cast:
    """Ours are at ours.example; Ana is known at Acme, whose domain is acme.example; Bolt's is bolt.example."""
    cast = assemble()
    Installation.objects.create(pk=1, company="Ours", domains=["ours.example"])
    for account in (cast.acme, cast.bolt):
        account.domain = f"{account.name.lower()}.example"
        account.save(update_fields=["domain"])
    add_stakeholder(cast.ada, cast.acme, name="Ana Silva", email=ANA)
    return cast


def receive(text: str | bytes, actor: User | None, belongs_to: User | None = None, as_of: date = AS_OF) -> ImportRun:
    """Take a calendar in."""
    kind = kind_of("calendar")
    assert kind is not None
    raw = text.encode() if isinstance(text, str) else text
    return runs.receive_file(actor, kind, io.BytesIO(raw), "team.ics", as_of=as_of, belongs_to=belongs_to)


@pytest.fixture
def bring(cast: Cast) -> Bring:
    """Check and apply a calendar as Otto of operations; what was foretold is what happened."""

    def run_through(text: str | bytes, actor: User | None = None, belongs_to: User | None = None) -> ImportRun:
        run = check(receive(text, actor or cast.otto, belongs_to))
        foretold = (run.created, run.updated, run.unchanged, run.failed)
        run = apply(run)
        assert (run.created, run.updated, run.unchanged, run.failed) == foretold
        assert (run.state, run.rows_done) == ("applied", run.rows_total)
        return run

    return run_through
