"""Kill worker, beat and web while facts stream in: when it is quiet, what is kept equals a fresh computation."""

import json
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings

from accounts.models import Account, ExternalId, Role
from accounts.services.tokens import create_token
from csm.foundation.clock import today
from health.domain.judgement import Judgement
from health.models import Score
from health.selectors.evidence import evidence_of
from health.selectors.scorecards import regime_on
from health.services.judging import judge_all
from stakeholders.domain.conclusions import conclude
from stakeholders.domain.findings import find
from stakeholders.models import Conclusion
from stakeholders.selectors.skies import skies_at
from stakeholders.services import conclusions, people, roles
from tests.journeys.installation import Installation as Started
from tests.personas import Cast, assemble

STREAM_SECONDS = 25
KILL_EVERY_SECONDS = 2.5
KILLS = 5
PATIENCE_SECONDS = 180  # on a busy machine what was killed takes its time to come back
QUIET_WITHIN_SECONDS = 150
UNKEPT = {"judged_at"}
PROGRAMS = {"worker": "worker", "beat": "beat", "web": "gunicorn"}


class Installation(Started):
    """The whole product on the test's database, with programs that can be killed."""

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def children(self, program: str) -> list[psutil.Process]:
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in found if PROGRAMS[program] in self._command(child)]

    def _command(self, child: psutil.Process) -> list[str]:
        with suppress(psutil.NoSuchProcess):
            return [Path(word).name for word in child.cmdline()]
        return []

    def kill(self, program: str) -> bool:
        victims = self.children(program)
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.send_signal(signal.SIGKILL)
        return bool(victims)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture(params=["filesystem", "redis"])
def installation(request: pytest.FixtureRequest, tmp_path: Path, transactional_db: None) -> Iterator[Installation]:
    assert settings.GIVEN_REDIS_URL, "REDIS_URL must name the broker of this suite."
    started = Installation(tmp_path, redis_url=settings.GIVEN_REDIS_URL if request.param == "redis" else "")
    yield started
    started.stop()


def ask_once(port: int, token: str, method: str, path: str, body: dict[str, Any] | None = None) -> int:
    """One request to the API; its status."""
    client = HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        client.request(method, path, json.dumps(body) if body else None, headers)
        answer = client.getresponse()
        answer.read()
        return answer.status
    finally:
        client.close()


def ask(port: int, token: str, method: str, path: str, body: dict[str, Any] | None = None) -> int:
    """The same, repeated until it is answered: what a careful integrator does."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError, HTTPException):
            status = ask_once(port, token, method, path, body)
            if status < 500:
                return status
        time.sleep(0.1)
    raise AssertionError(f"{path} was never answered.")


def populate(cast: Cast) -> list[tuple[int, int]]:
    """Four people at each account, one of whom decides: (account id, stakeholder id)."""
    known = []
    decider = Role.objects.get(key="decision_maker")
    for account in (cast.acme, cast.bolt, cast.comet):
        for name in ("Ana", "Ben", "Cyd", "Dan"):
            someone = people.add_stakeholder(cast.ada, account, name=name)
            known.append((account.pk, someone.pk))
            if name == "Dan":
                roles.assign_role(cast.ada, someone, decider)
    return known


def figures(row: Conclusion) -> dict[str, Any]:
    return {name: getattr(row, name) for name in conclusions.KEPT if name not in UNKEPT}


JUDGED = ("account_id", "score", "low", "high", "band", "is_settled", "ask_first", "leading", "version_id")


def kept_scores() -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in Score.objects.values_list(*JUDGED)}


def fresh_scores(ids: list[int]) -> dict[int, tuple[Any, ...]]:
    """What these accounts are judged now, from nothing that was kept."""
    findings = {pk: find(sky) for pk, sky in skies_at(ids, today()).items()}
    judged = judge_all(findings, evidence_of(ids, today()), regime_on(today()))
    return {pk: tuple(_said(each, name) for name in JUDGED) for pk, each in judged.items()}


def _said(judgement: Judgement, name: str) -> Any:
    value = getattr(judgement, name)
    return (value.value if value else "") if name == "band" else value


def test_nothing_is_missed_whoever_is_killed(installation: Installation) -> None:
    cast = assemble()
    known = populate(cast)
    _token, secret = create_token(cast.ada, "stream", "write")
    chance = random.Random(7)
    written, killed, next_kill = 0, 0, time.monotonic() + KILL_EVERY_SECONDS
    until, give_up_at = time.monotonic() + STREAM_SECONDS, time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until or (killed < KILLS and time.monotonic() < give_up_at):
        account_id, stakeholder_id = chance.choice(known)
        body = {
            "account_id": account_id,
            "kind": "meeting",
            "touched_at": f"{today().isoformat()}T10:00:00Z",
            "user_ids": [chance.choice((cast.cleo, cast.carl)).pk],
            "stakeholder_ids": [stakeholder_id],
        }
        if written % 5 == 0:
            pulse = {"account_id": account_id, "step": chance.randint(1, 6)}
            assert ask(installation.port, secret, "POST", "/api/v1/pulses/", pulse) < 300
        path = f"/api/v1/touchpoints/by-external-id/stream/{written}/"
        assert ask(installation.port, secret, "PUT", path, body) in {200, 201}
        written += 1
        if time.monotonic() > next_kill:
            killed += installation.kill(chance.choice(sorted(PROGRAMS)))
            next_kill = time.monotonic() + KILL_EVERY_SECONDS

    assert killed >= KILLS
    assert ExternalId.objects.filter(source="stream", kind="touchpoint").count() == written
    quiet_by = time.monotonic() + QUIET_WITHIN_SECONDS
    while conclusions.count_due() and time.monotonic() < quiet_by:
        time.sleep(1)
    assert conclusions.count_due() == 0
    ids = list(Account.objects.values_list("pk", flat=True))
    fresh = {
        account_id: figures(conclusions.kept(sky, conclude(sky), today()))
        for account_id, sky in skies_at(ids, today()).items()
    }
    assert {row.pk: figures(row) for row in Conclusion.objects.all()} == fresh
    assert kept_scores() == fresh_scores(ids)
    assert all(program for program in PROGRAMS if installation.children(program))
