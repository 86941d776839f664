"""The broker goes away while facts are written: no request fails, and all is judged soon after it is back."""

import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis

from accounts.models import Account
from accounts.services.tokens import create_token
from csm.foundation.clock import today
from stakeholders.services import conclusions
from tests.personas import assemble
from tests.services.test_conclusions_survive_kills import Installation, ask_once, fresh_scores, kept_scores, populate

AWAY_SECONDS = float(os.environ.get("BROKER_AWAY_SECONDS", "15"))
JUDGED_WITHIN_SECONDS = 60  # the sweep of the next minute, and its work


class Broker:
    """A Redis of the test's own, which can be taken away and given back at the same address."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "This suite needs redis-server on the PATH."
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.directory)],
            stdout=subprocess.DEVNULL,
        )
        client = redis.Redis(port=self.port)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(redis.ConnectionError):
                if client.ping():
                    return
            time.sleep(0.1)
        raise AssertionError("Redis did not start.")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(20)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    started = Broker(tmp_path)
    yield started
    started.stop()


@pytest.mark.django_db(transaction=True)
def test_writes_go_on_without_the_broker_and_all_is_judged_once_it_is_back(broker: Broker, tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data", redis_url=broker.url)
    try:
        _write_while_away(installation, broker)
        judged_by = time.monotonic() + JUDGED_WITHIN_SECONDS
        while conclusions.count_due() and time.monotonic() < judged_by:
            time.sleep(0.5)
        assert conclusions.count_due() == 0
        assert kept_scores() == fresh_scores(list(Account.objects.values_list("pk", flat=True)))
    finally:
        installation.stop()


def _write_while_away(installation: Installation, broker: Broker) -> None:
    cast = assemble()
    known = populate(cast)
    _token, secret = create_token(cast.ada, "stream", "write")
    chance = random.Random(11)
    broker.stop()
    until = time.monotonic() + AWAY_SECONDS
    written = 0
    while time.monotonic() < until:
        account_id, stakeholder_id = chance.choice(known)
        body = {
            "account_id": account_id,
            "kind": "call",
            "touched_at": f"{today().isoformat()}T10:00:00Z",
            "user_ids": [cast.cleo.pk],
            "stakeholder_ids": [stakeholder_id],
        }
        path = f"/api/v1/touchpoints/by-external-id/away/{written}/"
        began = time.monotonic()
        assert ask_once(installation.port, secret, "PUT", path, body) in {200, 201}
        assert time.monotonic() - began < 10, "A request waited for a broker that was away."
        written += 1
    assert written > 3
    assert conclusions.count_due() > 0
    broker.start()
