"""Mails and webhooks: what is told to whom, once, not before its time, and how one stops it."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, ImportRun, RunState
from csm.foundation.clock import today
from health.models import Alert, AlertEvent, NoticeChoice, Sending, TeamWebhook
from health.services.notices import SIGNER, send_digests, send_once, send_webhooks
from health.tasks import send_digests as digest_task
from tests.personas import Cast

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)  # a Tuesday


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://sky.example"
    settings.TIME_ZONE = "UTC"


def alert(account: Account, kind: str = "route_lost", subject: str = "", **fields: Any) -> Alert:
    """An alert that opened an hour ago."""
    made = Alert.objects.create(
        account=account, kind=kind, subject=subject, first_seen_on=today(), opened_on=today(), **fields
    )
    AlertEvent.objects.create(alert=made, kind="opened", happened_at=timezone.now() - timedelta(hours=1))
    return made


@time_machine.travel(MORNING)
def test_a_summary_goes_once_to_those_who_serve_the_account(cast: Cast) -> None:
    lost = alert(cast.acme, weight=9)
    alert(cast.acme, "stale_contact", figures={"people": [], "due_on": "2026-01-01"})
    alert(cast.bolt, is_quiet=True)
    assert (send_digests(), send_digests()) == (2, 0)
    digest_task()
    assert sorted(sent.to[0] for sent in mail.outbox) == ["cleo@ours.example", "mara@ours.example"]
    [mine] = [sent for sent in mail.outbox if sent.to == ["cleo@ours.example"]]
    assert mine.subject == "1 new alert"
    assert "- Acme – Route lost: Nobody who decides is left on the map." in mine.body
    assert f"https://sky.example/accounts/{cast.acme.pk}/alerts/#alert-{lost.pk}" in mine.body
    assert mine.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_summary_has_ten_lines_two_of_an_account_and_says_how_many_more(cast: Cast) -> None:
    with time_machine.travel(MORNING):
        others = [Account.objects.create(name=f"Bolt {place}", owner=cast.carl) for place in range(5)]
        for place, account in enumerate([cast.bolt, cast.bolt, cast.bolt, *others, *others]):
            alert(account, "departure", f"stakeholder:{place}", figures={"people": [], "roles": ["champion"]})
        send_digests()
    [sent] = mail.outbox
    assert sent.subject == "13 new alerts"
    assert sent.body.count("- Bolt") == 10
    assert sent.body.count("- Bolt –") == 2
    assert "and 3 more: https://sky.example/alerts/" in sent.body


@pytest.mark.parametrize(
    ("when", "choice", "is_sent"),
    [
        (MORNING, {}, True),
        (MORNING - timedelta(hours=1), {}, False),
        (MORNING, {"hour": 9}, False),
        (MORNING, {"quiet_from": 20, "quiet_to": 9}, False),
        (MORNING, {"digest": "weekly"}, False),
        (MORNING - timedelta(days=1), {"digest": "weekly"}, True),
        (MORNING - timedelta(days=2), {}, False),
        (MORNING, {"digest": "never"}, False),
        (MORNING, {"kinds": ["payment"]}, False),
    ],
)
def test_a_summary_keeps_to_what_its_reader_chose(
    cast: Cast, when: datetime, choice: dict[str, Any], is_sent: bool
) -> None:
    NoticeChoice.objects.create(user=cast.carl, **choice)
    with time_machine.travel(when):
        alert(cast.bolt)
        assert send_digests() == is_sent


@time_machine.travel(MORNING)
def test_a_summary_comes_in_the_time_zone_of_its_reader(cast: Cast) -> None:
    type(cast.carl).objects.filter(pk=cast.carl.pk).update(time_zone="America/New_York")
    alert(cast.bolt)
    assert send_digests() == 0


@pytest.mark.parametrize(("days", "is_sent"), [(13, False), (14, True)])
def test_summaries_begin_fourteen_days_after_the_first_import(cast: Cast, days: int, is_sent: bool) -> None:
    with time_machine.travel(MORNING):
        ended = timezone.now() - timedelta(days=days, seconds=1)
        for finished_at in (ended, timezone.now()):
            ImportRun.objects.create(
                kind="accounts", file_name="a.csv", as_of=today(), state=RunState.APPLIED, finished_at=finished_at
            )
        alert(cast.bolt)
        assert send_digests() == is_sent


def test_what_was_interrupted_is_not_sent_again_and_what_was_refused_thrice(cast: Cast) -> None:
    tries = []

    def refuse() -> None:
        tries.append(1)
        raise ConnectionRefusedError("no")

    Sending.objects.create(key="interrupted")
    assert not send_once("interrupted", refuse)
    assert tries == []
    assert [send_once("refused", refuse) for _ in range(5)] == [False] * 5
    assert len(tries) == 3
    assert Sending.objects.get(key="refused").state == Sending.FAILED


@time_machine.travel(MORNING)
def test_one_click_stops_the_summaries_without_signing_in(cast: Cast, client: Client) -> None:
    url = reverse("health:unsubscribe", args=[SIGNER.sign(str(cast.carl.pk))])
    assert client.get(url).status_code == 200
    assert not NoticeChoice.objects.exists()
    for _again in range(2):
        assert Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticeChoice.objects.get().digest == "never"
    alert(cast.bolt)
    assert send_digests() == 0
    assert client.get(reverse("health:unsubscribe", args=[f"{cast.cleo.pk}:forged"])).status_code == 404


def test_one_chooses_what_one_is_told(cast: Cast, client: Client) -> None:
    client.force_login(cast.carl)
    url = reverse("health:notices")
    typed = {"digest": "weekly", "hour": 10, "quiet_from": 19, "quiet_to": 8}
    client.post(url, {**typed, "kinds": ["payment"]})
    choice = NoticeChoice.objects.get()
    assert (choice.digest, choice.hour, choice.kinds) == ("weekly", 10, ["payment"])
    usual = ["route_lost", "renewal_at_risk", "departure", "departure_announced", "band_changed", "unusual_silence"]
    client.post(url, {**typed, "kinds": [*usual, "handoff_late"]})
    assert NoticeChoice.objects.get().kinds is None
    assert client.post(url, {**typed, "hour": 99}).status_code == 200
    assert NoticeChoice.objects.get().hour == 10


@pytest.fixture
def listener() -> Iterator[tuple[str, list[Any]]]:
    """A webhook that keeps what is posted to it."""
    posted: list[Any] = []

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_given: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Keep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", posted
    server.shutdown()


def test_a_team_is_told_once_of_what_opens_at_its_accounts(
    cast: Cast, client: Client, listener: tuple[str, list[Any]]
) -> None:
    url, posted = listener
    with time_machine.travel(MORNING - timedelta(hours=2), tick=False):
        client.force_login(cast.ada)
        typed = {"url": url, "is_on": "on", "quiet_from": 20, "quiet_to": 7}
        client.post(reverse("health:webhook", args=[cast.cleo.team_id]), typed)
        assert TeamWebhook.objects.get().is_on
    with time_machine.travel(MORNING, tick=False):
        Account.objects.filter(pk=cast.acme.pk).update(name="Acme <&>")
        lost = alert(cast.acme)
        alert(cast.acme, "stale_contact")
        alert(cast.acme, "departure", is_quiet=True)
        alert(cast.bolt)
        assert (send_webhooks(), send_webhooks()) == (1, 0)
    address = f"https://sky.example/accounts/{cast.acme.pk}/alerts/#alert-{lost.pk}"
    words = "*Acme &lt;&amp;&gt;* · Route lost: Nobody who decides is left on the map."
    assert posted == [{"text": f"{words} <{address}|Open>"}]


def test_a_webhook_rests_in_its_quiet_hours_and_tells_afterwards(cast: Cast, listener: tuple[str, list[Any]]) -> None:
    url, posted = listener
    assert cast.cleo.team is not None
    with time_machine.travel(MORNING.replace(hour=5), tick=False):
        TeamWebhook.objects.create(
            team=cast.cleo.team, url=url, on_since=timezone.now() - timedelta(days=1), quiet_from=20, quiet_to=7
        )
        alert(cast.acme)
        assert send_webhooks() == 0
    with time_machine.travel(MORNING.replace(hour=7), tick=False):
        assert send_webhooks() == 1
    assert len(posted) == 1


def test_only_administrators_set_webhooks(cast: Cast, client: Client) -> None:
    for user, status in ((cast.otto, 403), (cast.mara, 403), (cast.ada, 200)):
        client.force_login(user)
        assert client.get(reverse("health:webhooks")).status_code == status
