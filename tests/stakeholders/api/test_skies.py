"""The sky over the API: the same map and figures as everywhere, with evidence, what-if, introductions, comparison."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Role
from stakeholders.domain.conclusions import conclude
from stakeholders.models import Stakeholder
from stakeholders.selectors.skies import sky_at
from stakeholders.services.connections import connect
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from stakeholders.services.roles import assign_role
from stakeholders.services.touchpoints import record_touchpoint
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def people(cast: Cast) -> dict[str, Stakeholder]:
    """Cleo knows Marta, who reports to Ines, who decides."""
    found = {
        name: add_stakeholder(cast.cleo, cast.acme, name=name, joined_on=date(2025, 1, 1)) for name in ("Marta", "Ines")
    }
    assign_role(cast.cleo, found["Ines"], Role.objects.get(key="decision_maker"), date(2025, 1, 1))
    connect(cast.cleo, "reports_to", found["Marta"], found["Ines"], date(2025, 1, 1))
    from django.utils import timezone

    when = timezone.now().replace(year=2026, month=3, day=1, hour=9)
    record_touchpoint(
        cast.cleo, cast.acme, kind="meeting", touched_at=when, users=[cast.cleo], stakeholders=[found["Marta"]]
    )
    return found


def sky(cast: Cast, **query: Any) -> Any:
    return caller(cast.cleo).get(f"/api/v1/accounts/{cast.acme.pk}/sky/", query)


def test_a_sky_says_what_is_concluded_and_from_which_facts(cast: Cast, people: dict[str, Stakeholder]) -> None:
    answer = sky(cast, as_of="2026-03-02").json()
    kept = conclude(sky_at(cast.acme.pk, date(2026, 3, 2)))
    assert [star["name"] for star in answer["stakeholders"]] == ["Marta", "Ines"]
    assert answer["stakeholders"][1]["roles"][0]["role"] == "decision_maker"
    assert answer["threads"]["count"] == 1
    assert answer["threads"]["key_persons"] == [people["Marta"].pk, people["Ines"].pk]
    assert answer["conclusions"]["survival"] == kept.survival
    [tie] = answer["relationships"]
    assert (tie["user_id"], tie["star_id"], tie["label"], tie["is_live"]) == (
        cast.cleo.pk,
        people["Marta"].pk,
        "strong",
        True,
    )
    assert answer["connections"][0]["kind"] == "reports_to"
    assert answer["what_if"] is None
    assert any("Marta" in sentence or "Ines" in sentence for sentence in answer["headline"])


def test_what_if_equals_a_real_departure(cast: Cast, people: dict[str, Stakeholder]) -> None:
    marta = people["Marta"]
    imagined = sky(cast, as_of="2026-03-02", without=str(marta.pk)).json()["what_if"]
    assert (imagined["without"], imagined["threads_change"]) == ([marta.pk], -1)
    depart_stakeholder(cast.cleo, marta, date(2026, 3, 2))
    real = sky(cast, as_of="2026-03-02").json()["conclusions"]
    assert imagined["conclusions"] == {**real, "facts_version": imagined["conclusions"]["facts_version"]}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "0001-01-01"}, "as_of"),
        ({"as_of": "20260301"}, "as_of"),
        ({"as_of": "2199-01-01"}, "as_of"),
        ({"without": "0"}, "without"),
        ({"without": "x"}, "without"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(cast: Cast, query: dict[str, str], parameter: str) -> None:
    refused = sky(cast, **query)
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, parameter)


@pytest.mark.parametrize("what", ["sky", "introductions", "comparison"])
def test_a_foreign_account_is_as_absent_as_one_that_is_not(cast: Cast, what: str) -> None:
    query = {"from": "2026-01-01"} if what == "comparison" else {}
    carl = caller(cast.carl)
    foreign = carl.get(f"/api/v1/accounts/{cast.acme.pk}/{what}/", query)
    absent = carl.get(f"/api/v1/accounts/999999/{what}/", query)
    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content


def test_introductions_say_whom_to_meet_and_through_whom(cast: Cast, people: dict[str, Stakeholder]) -> None:
    answer = caller(cast.cleo).get(
        f"/api/v1/accounts/{cast.acme.pk}/introductions/", {"as_of": "2026-03-02", "limit": "1"}
    )
    [best] = answer.json()["introductions"]
    assert best["introduction"]["to_id"] == people["Ines"].pk
    assert best["introduction"]["path"] == {
        "user_ids": [cast.cleo.pk],
        "star_ids": [people["Marta"].pk, people["Ines"].pk],
    }
    assert "ask Marta to introduce Cleo to Ines" in best["words"]


def test_two_dates_are_compared_in_words(cast: Cast, people: dict[str, Stakeholder]) -> None:
    depart_stakeholder(cast.cleo, people["Marta"], date(2026, 4, 1))
    answer = (
        caller(cast.cleo)
        .get(f"/api/v1/accounts/{cast.acme.pk}/comparison/", {"from": "2026-03-02", "to": "2026-04-02"})
        .json()
    )
    said = {change["change"]["kind"]: change["words"] for change in answer["changes"]}
    assert said["left"] == "Marta left on 2026-04-01; no successor is named."
    assert (answer["before"]["threads_count"], answer["after"]["threads_count"]) == (1, 0)


def test_dates_to_compare_come_in_order(cast: Cast) -> None:
    refused = caller(cast.cleo).get(
        f"/api/v1/accounts/{cast.acme.pk}/comparison/", {"from": "2026-03-02", "to": "2026-03-01"}
    )
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "from")
