"""Kill worker and beat while alerts open and mails and posts leave: nobody is told twice, and nobody is forgotten.

What is documented: a thing to be sent is written down before it leaves, and one that was interrupted is not sent again,
since nobody can know whether it had left. So each arrives once, or at most once where its sender was killed.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings

from accounts.domain.access import UserRole
from accounts.models import Account, User
from accounts.services.tokens import create_token
from csm.foundation.clock import today
from csm.queues import transport_options
from health.domain.notices import notifies, period_due
from health.models import Alert, AlertEvent, NoticeChoice, Sending, TeamWebhook
from health.selectors.notices import local_time
from stakeholders.services import conclusions
from tests.health.maps import somebody
from tests.personas import Cast, assemble, user
from tests.services.postbox import Postbox
from tests.services.test_conclusions_survive_kills import Installation, ask

READERS = 12
KILLS = 10
KILL_EVERY_SECONDS = 1.5
QUIET_WITHIN_SECONDS = 150
SENDERS = 2  # processes of the worker, each of which can be interrupted by one kill
ALWAYS = {"quiet_from": 0, "quiet_to": 0}


class Told:
    """An installation that sends, the post office it sends to, and a way to ask its worker for a task."""

    def __init__(self, data: Path, redis_url: str) -> None:
        self.postbox = Postbox()
        more = {"EMAIL_URL": self.postbox.smtp_url, "PUBLIC_URL": "https://sky.example"}
        self.installation = Installation(data, redis_url=redis_url, **more)
        broker = redis_url or "filesystem://"
        self._celery = Celery(broker=broker)
        self._celery.conf.broker_transport_options = transport_options(redis_url, data)

    def ask(self, *names: str) -> None:
        for name in names:
            self._celery.send_task(name, ignore_result=True)

    def stop(self) -> None:
        self.installation.stop()
        self.postbox.close()


@pytest.fixture(params=["filesystem", "redis"])
def told(request: pytest.FixtureRequest, tmp_path: Path, transactional_db: None) -> Iterator[Told]:
    assert settings.GIVEN_REDIS_URL, "REDIS_URL must name the broker of this suite."
    started = Told(tmp_path, settings.GIVEN_REDIS_URL if request.param == "redis" else "")
    yield started
    started.stop()


def populate(cast: Cast, webhook_url: str) -> list[tuple[User, int]]:
    """Readers with an account each, where one who decides was met yesterday: (reader, who decides)."""
    team = cast.cleo.team
    assert team is not None
    TeamWebhook.objects.create(team=team, url=webhook_url, **ALWAYS)
    found = []
    for place in range(READERS):
        reader = user(f"Reader{place}", UserRole.CSM, team=team)
        account = Account.objects.create(name=f"Customer {place}", segment=cast.acme.segment, owner=reader)
        found.append((reader, somebody(cast, account, f"Dora {place}", "decision_maker", met_days_ago=1).pk))
    for reader in (cast.mara, *(reader for reader, _star in found)):
        NoticeChoice.objects.create(user=reader, hour=0, **ALWAYS)
    return found


def wait_until(what: Any, told: Told, *tasks: str) -> None:
    """Ask for these tasks again and again until it is so."""
    until = time.monotonic() + QUIET_WITHIN_SECONDS
    while not what():
        assert time.monotonic() < until, "It never became quiet."
        told.ask(*tasks)
        time.sleep(2)


def opened() -> list[AlertEvent]:
    """The alerts that opened and are told of outside of the pages."""
    rows = AlertEvent.objects.filter(kind="opened").select_related("alert__account")
    return [row for row in rows if notifies(row.alert.kind, row.alert.figures)]


def due(readers: list[User]) -> set[str]:
    """The keys of the summaries that are due: none at weekends."""
    keys = {reader.pk: period_due(local_time(reader), "daily", 0, 0, 0) for reader in readers}
    return {f"digest:{pk}:{period}" for pk, period in keys.items() if period}


def keys_of(state: str) -> set[str]:
    return set(Sending.objects.filter(state=state).values_list("key", flat=True))


def test_nobody_is_told_twice_whoever_is_killed(told: Told) -> None:
    cast = assemble()
    people = populate(cast, told.postbox.http_url)
    _token, secret = create_token(cast.ada, "stream", "write")
    wait_until(lambda: not conclusions.count_due(), told, "stakeholders.tasks.sweep_due_accounts")
    chance, killed, workers_killed = random.Random(5), 0, 0
    waiting = [star_id for _reader, star_id in people]
    while killed < KILLS or waiting:
        if waiting:
            body = {"stakeholder_id": waiting.pop(), "left_on": today().isoformat()}
            assert ask(told.installation.port, secret, "POST", "/api/v1/departures/", body) < 300
        told.ask("health.tasks.send_digests", "health.tasks.send_webhooks", "health.tasks.send_webhooks")
        time.sleep(KILL_EVERY_SECONDS)
        victim = chance.choice(("worker", "worker", "beat"))
        was_there = told.installation.kill(victim)
        killed += was_there
        workers_killed += was_there and victim == "worker"
    wait_until(lambda: not conclusions.count_due(), told, "stakeholders.tasks.sweep_due_accounts")
    readers = [cast.mara, *(reader for reader, _star in people)]
    team = TeamWebhook.objects.get()
    expected = due(readers) | {f"webhook:{team.pk}:{event.pk}" for event in opened()}
    wait_until(
        lambda: expected <= keys_of(Sending.SENT) | keys_of(Sending.BEGUN),
        told,
        "health.tasks.send_digests",
        "health.tasks.send_webhooks",
    )
    time.sleep(3)  # what is being sent right now arrives

    assert max(Counter(Alert.objects.values_list("account_id", "kind", "subject")).values()) == 1
    assert max(Counter(AlertEvent.objects.filter(kind="opened").values_list("alert_id", flat=True)).values()) == 1
    assert {event.alert.kind for event in opened()} >= {"departure", "route_lost"}
    assert len(keys_of(Sending.BEGUN)) <= SENDERS * workers_killed
    assert not keys_of(Sending.FAILED)
    assert_mails(told.postbox, readers)
    assert_posts(told.postbox, team.pk)


def assert_mails(postbox: Postbox, readers: list[User]) -> None:
    """Everybody whose summary was sent has one; one that was interrupted arrived or not, never twice."""
    sent, begun = keys_of(Sending.SENT), keys_of(Sending.BEGUN)
    assert set(postbox.mails) <= {reader.email for reader in readers}
    for reader in readers:
        mine = f"digest:{reader.pk}:"
        surely = sum(key.startswith(mine) for key in sent)
        perhaps = sum(key.startswith(mine) for key in begun)
        assert surely <= postbox.mails[reader.email] <= surely + perhaps


def assert_posts(postbox: Postbox, team_id: int) -> None:
    """The same of what was posted: by account and kind, since each of them opened once."""
    sent, begun = keys_of(Sending.SENT), keys_of(Sending.BEGUN)
    arrived = Counter(text.split(":")[0] for text in postbox.posts.elements())
    for event in opened():
        key = f"webhook:{team_id}:{event.pk}"
        words = f"*{event.alert.account.name}* · {event.alert.get_kind_display()}"
        assert (key in sent) <= arrived[words] <= (key in sent) + (key in begun)
    assert sum(arrived.values()) == len(postbox.posts)
