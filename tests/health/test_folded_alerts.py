"""Alerts of one kind at one account stand in one row, on My day and in the inbox, and are dealt with together."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account
from csm.foundation.clock import today
from health.models import Alert
from health.views import alerts as inbox
from stakeholders.models import Stakeholder
from stakeholders.services.people import add_stakeholder
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def silent(cast: Cast, account: Account, *names: str, weight: float = 9) -> list[Alert]:
    """Each of these people of an account has been silent since the first of January."""
    found = []
    for name in names:
        one = add_stakeholder(cast.ada, account, name=name)
        found.append(raised(account, "unusual_silence", one, weight=weight, last_on="2026-01-01", usual_days=9))
    return found


def raised(account: Account, kind: str, one: Stakeholder | None = None, weight: float = 1, **figures: Any) -> Alert:
    about = {"people": [one.pk]} if one else {}
    return Alert.objects.create(
        account=account,
        kind=kind,
        subject=f"stakeholder:{one.pk}" if one else "",
        figures={**about, **figures},
        weight=weight,
        first_seen_on=today(),
        opened_on=today(),
    )


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_my_day_says_once_what_holds_of_several_people(cast: Cast, client: Client) -> None:
    silent(cast, cast.acme, "Ana", "Ben", "Cyd")
    raised(cast.acme, "map_stale", freshness=0.4)
    page = client.get("/my-day/")
    assert [len(fold.items) for fold, _worth in page.context["first"]] == [3, 1]
    assert page.context["rest"] == []
    assert "3 people are unusually silent: Ana, Ben and 1 more." in text(page)
    assert "Cyd has been silent for" in text(page)


def test_one_alone_is_not_folded(cast: Cast, client: Client) -> None:
    silent(cast, cast.acme, "Ana")
    assert "alert-fold" not in text(client.get("/my-day/")) + text(client.get("/alerts/"))


def test_alerts_of_other_accounts_and_kinds_stand_apart(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    silent(cast, cast.acme, "Ana", "Ben")
    silent(cast, cast.bolt, "Cyd", "Dan", "Eve")
    raised(cast.acme, "map_stale", freshness=0.4)
    folds = client.get("/alerts/").context["folds"]
    assert sorted((fold.first.alert.account.name, len(fold.readings)) for fold in folds) == [
        ("Acme", 1),
        ("Acme", 2),
        ("Bolt", 3),
    ]


def test_a_deed_on_the_folded_row_acts_on_all_of_it(cast: Cast, client: Client) -> None:
    three = silent(cast, cast.acme, "Ana", "Ben", "Cyd")
    other = raised(cast.acme, "map_stale", freshness=0.4)
    [fold] = client.get("/alerts/?kind=unusual_silence").context["folds"]
    page = text(client.get("/alerts/?kind=unusual_silence"))
    assert f'value="{fold.picked}"' in page
    assert 'data-pick-count="3"' in page
    assert "Acknowledge 3" in page
    client.post(reverse("health:alert_deed"), {"row": [fold.picked], "deed": "acknowledge"})
    assert all(Alert.objects.get(pk=one.pk).acknowledged_by == cast.cleo for one in three)
    assert Alert.objects.get(pk=other.pk).acknowledged_at is None


def test_what_was_acknowledged_of_a_fold_is_told_and_left_alone(cast: Cast, client: Client) -> None:
    ana, *_others = silent(cast, cast.acme, "Ana", "Ben", "Cyd")
    client.post(reverse("health:alert_deed"), {"row": [ana.pk], "deed": "acknowledge"})
    page = text(client.get("/alerts/"))
    assert "2 new, 1 acknowledged" in page
    assert "Acknowledge 2" in page
    [fold] = client.get("/alerts/?state=new").context["folds"]
    assert len(fold.readings) == 2


@pytest.mark.parametrize("row", ["", "1,x", "99999999999999999999"])
def test_what_is_no_row_is_refused_in_words(cast: Cast, client: Client, row: str) -> None:
    [one] = silent(cast, cast.acme, "Ana")
    client.post(reverse("health:alert_deed"), {"row": [row], "deed": "acknowledge"})
    one.refresh_from_db()
    assert one.acknowledged_at is None


def test_a_page_holds_so_many_rows_however_much_each_stands_for(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows a page: the weightiest alert of a kind and account carries all of them, also those that weigh less."""
    monkeypatch.setattr(inbox, "ROWS", 2)
    client.force_login(cast.ada)
    silent(cast, cast.acme, "Ana", "Ben", weight=9)
    silent(cast, cast.acme, "Cyd", weight=1)
    silent(cast, cast.bolt, "Dan", "Eve", weight=5)
    raised(cast.acme, "map_stale", weight=4, freshness=0.4)
    raised(cast.bolt, "map_stale", weight=0.5, freshness=0.4)
    seen, address = [], "/alerts/"
    while address:
        page = client.get(address)
        seen.append([(fold.first.alert.account.name, len(fold.readings)) for fold in page.context["folds"]])
        address = page.context["next_url"] and f"/alerts/{page.context['next_url']}"
    assert seen == [[("Acme", 3), ("Bolt", 2)], [("Acme", 1), ("Bolt", 1)]]


def test_what_is_over_is_listed_one_by_one(cast: Cast, client: Client) -> None:
    silent(cast, cast.acme, "Ana", "Ben")
    Alert.objects.update(closed_on=today())
    assert [len(fold.readings) for fold in client.get("/alerts/?state=closed").context["folds"]] == [1, 1]


def test_the_menu_and_the_api_count_every_alert(cast: Cast, client: Client) -> None:
    silent(cast, cast.acme, "Ana", "Ben", "Cyd")
    assert ">3<" in client.get("/alerts/count/").content.decode()
    assert len(client.get("/api/v1/alerts/").json()["results"]) == 3


def test_the_queries_of_the_inbox_do_not_depend_on_what_is_folded(cast: Cast, client: Client) -> None:
    silent(cast, cast.acme, "Ana")
    client.get("/alerts/")
    counts = []
    for names in ((), ("Ben", "Cyd", "Dan")):
        silent(cast, cast.acme, *names)
        with CaptureQueriesContext(connection) as queries:
            client.get("/alerts/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
