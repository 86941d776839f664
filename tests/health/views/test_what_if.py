"""What if on the health tab and through the API: people and measures together, nothing kept."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from health.models import DailyScore, Score
from health.services.pulse import feel_pulse
from stakeholders.models import Stakeholder
from tests.health.maps import somebody
from tests.health.views.test_account_health import client_of, text
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(cast: Cast) -> Stakeholder:
    """She alone decides at Acme, met three days ago; the pulse is 5."""
    feel_pulse(cast.cleo, cast.acme, step=5)
    return somebody(cast, cast.acme, "Dora Voss", "decision_maker", met_days_ago=3)


def url(cast: Cast, query: str) -> str:
    return f"/accounts/{cast.acme.pk}/health/?{query}"


def test_people_and_measures_together_are_told_beside_today(cast: Cast, dora: Stakeholder) -> None:
    page = text(client_of(cast.cleo).get(url(cast, f"without={dora.pk}&value-pulse=2")))
    assert "Without Dora Voss" in page
    assert "Threads 1 → 0 costs" in page
    assert "Pulse 5 → 2 costs" in page
    assert f'name="without" value="{dora.pk}" checked' in page
    assert 'name="value-pulse" value="2"' in page
    assert not Score.objects.exists()
    assert not DailyScore.objects.exists()


def test_the_page_and_the_api_say_the_same(cast: Cast, dora: Stakeholder) -> None:
    client = client_of(cast.cleo)
    answer = client.get(f"/api/v1/accounts/{cast.acme.pk}/what-if/?without={dora.pk}&values=pulse:2").json()
    page = text(client.get(url(cast, f"without={dora.pk}&value-pulse=2")))
    assert f"Score {round(answer['now']['score'])} → {round(answer['then']['score'])}" in page
    assert all(words in page for words in answer["words"])
    assert (answer["now"]["threads"], answer["then"]["threads"], answer["then"]["survival"]) == (1, 0, 0)
    moved = sum(move["points"] for move in answer["moves"])
    assert moved == pytest.approx(answer["then"]["score"] - answer["now"]["score"])


def test_one_of_ours_can_be_taken_out(cast: Cast, dora: Stakeholder) -> None:
    answer = client_of(cast.cleo).get(f"/api/v1/accounts/{cast.acme.pk}/what-if/?without_users={cast.cleo.pk}").json()
    assert (answer["without_users"], answer["then"]["threads"]) == ([cast.cleo.pk], 0)


@pytest.mark.parametrize(
    "query", ["if-pulse=101", "if-pulse=nan", "value-pulse=7", "if-magic=4", "without=999999", "ours=x"]
)
def test_what_cannot_be_is_passed_over_on_the_page(cast: Cast, dora: Stakeholder, query: str) -> None:
    page = text(client_of(cast.cleo).get(url(cast, query)))
    assert "Back to how it is" not in page


@pytest.mark.parametrize(
    "query",
    [
        "points=pulse:101",
        "points=pulse",
        "values=pulse:7",
        "points=magic:4",
        "without=999999",
        "without_users=x",
        "no=1",
    ],
)
def test_what_cannot_be_is_refused_by_the_api(cast: Cast, dora: Stakeholder, query: str) -> None:
    assert client_of(cast.cleo).get(f"/api/v1/accounts/{cast.acme.pk}/what-if/?{query}").status_code == 400


def test_empty_fields_are_left_out_of_the_address(cast: Cast) -> None:
    answer = client_of(cast.cleo).get(url(cast, "if-threads=&value-pulse=&if-pulse=40&without=1&without=2"))
    assert (answer.status_code, answer["Location"]) == (302, url(cast, "if-pulse=40&without=1&without=2"))


def test_what_follows_replaces_only_itself_and_the_address_is_tidied(cast: Cast, dora: Stakeholder) -> None:
    headers = {"HX-Request": "true", "HX-Target": "what-if-result"}
    answer = client_of(cast.cleo).get(url(cast, f"if-threads=&without={dora.pk}"), headers=headers)
    assert answer["HX-Push-Url"] == url(cast, f"without={dora.pk}")
    assert "Threads 1 → 0" in text(answer)
    assert "<form" not in text(answer)


def test_more_people_take_no_more_queries(cast: Cast, dora: Stakeholder) -> None:
    people = [dora, *(somebody(cast, cast.acme, name, "champion", met_days_ago=9) for name in ("Bea Lund", "Ugo Rey"))]

    def queries(client: Client, gone: list[Stakeholder]) -> int:
        asked = "&".join(f"without={one.pk}" for one in gone)
        with CaptureQueriesContext(connection) as seen:
            client.get(url(cast, asked))
        return len(seen)

    client = client_of(cast.cleo)
    queries(client, [])
    assert queries(client, people) == queries(client, people[:1]) == queries(client, [])


def test_other_peoples_accounts_are_not_there(cast: Cast) -> None:
    assert client_of(cast.carl).get(f"/api/v1/accounts/{cast.acme.pk}/what-if/").status_code == 404
