"""Who carries what: each figure of work is the number of rows of the list it leads to, and counts nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, User
from csm.foundation.clock import today
from csm.foundation.registry import loads
from health.models import Alert
from playbooks.models import Play, Playbook
from playbooks.services.starting import start_play
from playbooks.services.tasks import snooze_tasks
from stakeholders.models import Commitment
from tests.personas import Cast
from tests.playbooks.making import task
from tests.playbooks.writing import CALL, written

pytestmark = pytest.mark.django_db
FIGURES = ("tasks", "tasks_overdue", "alerts", "plays", "commitments_overdue")


def promise(account: Account, user: User, days: int) -> None:
    due_on = today() + timedelta(days=days)
    Commitment.objects.create(account=account, user=user, text="A report", promised_on=due_on, due_on=due_on)


def alert(account: Account, kind: str = "departure") -> None:
    Alert.objects.create(account=account, kind=kind, first_seen_on=today(), opened_on=today())


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Cleo, who owns Acme: a play with its step, three tasks (one late, one put off), two alerts, one promise late."""
    start_play(cast.cleo, cast.acme, written(CALL))
    task(cast.cleo, cast.acme, "Late", -3)
    task(cast.cleo, cast.acme, "Now", 0)
    snooze_tasks(cast.cleo, [task(cast.cleo, cast.acme, "Put off", 0)], today() + timedelta(days=5))
    task(cast.ada, cast.bolt, "Hers", -1)
    for kind in ("departure", "payment", "finish_map"):  # the map to set up is no alert of the inbox
        alert(cast.acme, kind)
    alert(cast.bolt)
    for days in (-2, 4):
        promise(cast.acme, cast.cleo, days)
    return cast


def counts(viewer: User) -> dict[str, Any]:
    return {load.key: dict(load.count(viewer)) for load in loads}


def test_each_kind_of_work_is_counted_for_whoever_has_it(busy: Cast) -> None:
    found = counts(busy.ada)
    assert tuple(found) == FIGURES
    assert [found[key].get(busy.cleo.pk, 0) for key in FIGURES] == [3, 1, 2, 1, 1]
    assert found["tasks"][busy.ada.pk] == 1
    assert found["alerts"][busy.bolt.owner_id] == 1


def test_nobody_is_counted_at_accounts_one_does_not_see(busy: Cast) -> None:
    seen = counts(busy.cleo)
    assert busy.ada.pk not in seen["tasks"]
    assert seen["alerts"] == {busy.cleo.pk: 2}


def test_every_figure_of_the_table_leads_to_as_many_rows(busy: Cast, client: Client) -> None:
    client.force_login(busy.ada)
    page = client.get("/portfolio/owners/")
    line = next(one for one in page.context["owners"] if one["pk"] == busy.cleo.pk)
    assert [count for _load, count, _url in line["loads"]] == [3, 1, 2, 1, 1]
    answers = [client.get(url).context for _load, _count, url in line["loads"]]
    assert [len(answers[0]["lines"]), len(answers[1]["lines"])] == [3, 1]
    assert [answers[2]["filters"].found.count(), len(answers[3]["plays"]), len(answers[4]["lines"])] == [2, 1, 1]
    content = page.content.decode()
    assert all(url.replace("&", "&amp;") in content for _load, _count, url in line["loads"])
    narrowed = client.get(f"/portfolio/owners/?segment={busy.acme.segment_id}").context["owners"]
    assert next(one for one in narrowed if one["pk"] == busy.cleo.pk)["loads"] == line["loads"]


def test_all_owners_are_listed_by_what_one_asks_and_few_in_the_overview(busy: Cast, client: Client) -> None:
    lone = [User.objects.create_user(f"lone{place}@ours.example", name=f"Lone {place:02}") for place in range(27)]
    Account.objects.bulk_create([Account(name=f"Of {user}", owner=user) for user in lone])
    client.force_login(busy.ada)

    def first(sort: str) -> str:
        page = client.get("/portfolio/owners/", {"sort": sort})
        assert {user.name for user in lone} <= {line["label"] for line in page.context["owners"]}
        assert next(head["key"] for head in page.context["heads"] if head["direction"]) == sort
        return str(page.context["owners"][0]["label"])

    assert (first("tasks"), first("tasks_overdue"), first("alerts")) == (busy.cleo.name,) * 3
    part = client.get("/portfolio/owners/", headers={"HX-Request": "true", "HX-Target": "portfolio-owners"})
    assert part.context["owners"][-1]["label"].endswith("others")
    assert (len(part.context["owners"]), part.content.decode().count("<h1")) == (26, 0)
    assert "All owners, in any order" in part.content.decode()


def test_an_order_that_there_is_not_is_that_of_revenue(busy: Cast, client: Client) -> None:
    client.force_login(busy.ada)
    page = client.get("/portfolio/owners/?sort=luck&phase=adopt")
    assert [head["key"] for head in page.context["heads"] if head["direction"]] == ["revenue"]
    assert all("phase=adopt" in head["url"] for head in page.context["heads"])


def test_the_api_and_the_file_say_the_same(busy: Cast, client: Client) -> None:
    client.force_login(busy.ada)
    owners = client.get("/api/v1/portfolio/").json()["owners"]
    said = next(one["load"] for one in owners if one["key"] == str(busy.cleo.pk))
    assert said == dict(zip(FIGURES, (3, 1, 2, 1, 1), strict=True))
    file = b"".join(client.get("/portfolio/export/").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    row = next(one for one in file if "Who carries what" in one and busy.cleo.name in one)
    assert row.endswith(",3,1,2,1,1")


def test_the_table_asks_as_often_however_much_there_is(busy: Cast, client: Client) -> None:
    client.force_login(busy.ada)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/portfolio/").status_code == 200
        return len(found)

    queries()
    before = queries()
    for number in range(5):
        task(busy.ada, busy.bolt, f"More {number}")
        promise(busy.bolt, busy.ada, -1)
    assert queries() == before


def test_plays_under_way_are_listed_by_whoever_answers_for_them(busy: Cast, client: Client) -> None:
    client.force_login(busy.ada)
    Play.objects.update(owner=None)
    assert len(client.get("/plays/?owner=none").context["plays"]) == 1
    assert len(client.get("/plays/").context["plays"]) == 1
    assert len(client.get(f"/plays/?owner={busy.cleo.pk}").context["plays"]) == 0
    assert client.get("/plays/?owner=her").status_code == 400
    client.force_login(busy.carl)
    assert len(client.get("/plays/").context["plays"]) == len(Play.objects.visible_to(busy.carl))
    assert Playbook.objects.filter(plays__isnull=False).count() == 1
