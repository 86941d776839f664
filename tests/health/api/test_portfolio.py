"""The portfolio, the revenue ledger and forecasts as programs get them."""

from datetime import date, timedelta

import pytest

from accounts.models import Contract
from csm.foundation.clock import today
from health.models import Closing, Forecast
from tests.callers import caller
from tests.health.books import sell, write_book
from tests.personas import Cast

PORTFOLIO, REVENUE, FORECASTS = "/api/v1/portfolio/", "/api/v1/portfolio/revenue/", "/api/v1/forecasts/"


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return sell(cast.acme, today() - timedelta(days=300), today() + timedelta(days=65), 1000)


def test_a_portfolio_is_of_what_one_sees(cast: Cast, contract: Contract) -> None:
    sell(cast.bolt, today() - timedelta(days=300), today() + timedelta(days=65), 500)
    seen = {name: caller(user).get(PORTFOLIO).json()["total"]["revenue"] for name, user in cast.users.items()}
    assert seen == {
        "ada": "1500.00",
        "otto": "1500.00",
        "mara": "1000.00",
        "cleo": "1000.00",
        "carl": "500.00",
        "edda": "1500.00",
    }


def test_groups_add_up_and_those_without_one_are_named(cast: Cast) -> None:
    write_book(3, 40, [cast.cleo])
    found = caller(cast.ada).get(PORTFOLIO, {"by": "region"}).json()
    for side in ("bands", "routes", "owners", "compared", "tenths"):
        assert sum(group["accounts"] for group in found[side]) == found["total"]["accounts"] == 43
    assert {group["key"] for group in found["compared"]} == {"none", "EMEA", "Americas"}


def test_the_filters_are_those_of_the_page(cast: Cast) -> None:
    book = write_book(3, 40)
    red = [held for held in book if held.band == "red"]
    found = caller(cast.ada).get(PORTFOLIO, {"health": "red"}).json()
    assert found["total"]["accounts"] == len(red)


@pytest.mark.parametrize("query", [{"by": "owner"}, {"nonsense": "1"}, {"segment": "x"}, {"health": "blue"}])
def test_what_cannot_be_read_is_a_400(cast: Cast, query: dict[str, str]) -> None:
    answer = caller(cast.ada).get(PORTFOLIO, query)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, next(iter(query)))


def test_the_ledger_of_a_period(cast: Cast) -> None:
    sell(cast.acme, date(2025, 1, 1), date(2026, 1, 1), 1000, "renewed")
    sell(cast.acme, date(2026, 1, 1), date(2027, 1, 1), 1200)
    sell(cast.bolt, date(2025, 1, 1), date(2026, 1, 1), 1000, "churned")
    query = {"start_on": "2025-06-01", "end_on": "2026-06-01"}
    found = caller(cast.ada).get(REVENUE, query).json()
    ledger = found["ledger"]
    assert (ledger["grr"], ledger["nrr"]) == (0.5, 0.6)
    assert (ledger["start"], ledger["expansion"], ledger["churn"]) == ("2000.00", "200.00", "1000.00")
    assert (found["renewals"]["rate"], found["renewals"]["value_rate"]) == (0.5, 0.5)


@pytest.mark.parametrize("query", [{"start_on": "2027-01-01", "end_on": "2026-01-01"}, {"start_on": "soon"}])
def test_a_period_that_is_none_is_a_400(cast: Cast, query: dict[str, str]) -> None:
    answer = caller(cast.ada).get(REVENUE, query)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "start_on")


def test_a_csm_forecasts_and_only_a_manager_over_rules(cast: Cast, contract: Contract) -> None:
    body = {"contract_id": contract.pk, "category": "at_risk", "reason": "New CFO"}
    made = caller(cast.cleo).post(FORECASTS, body, format="json")
    assert (made.status_code, made.json()["category"], made.json()["valid_from"]) == (
        201,
        "at_risk",
        today().isoformat(),
    )
    refused = caller(cast.cleo).post(FORECASTS, {**body, "is_override": True}, format="json")
    assert (refused.status_code, Forecast.objects.count()) == (403, 1)
    override = caller(cast.mara).post(FORECASTS, {**body, "category": "lost", "is_override": True}, format="json")
    assert override.status_code == 201
    withdrawn = caller(cast.mara).post(f"{FORECASTS}{override.json()['id']}/withdraw/")
    assert withdrawn.status_code == 200
    assert [row.category for row in Forecast.objects.valid_at(today())] == ["at_risk"]


def test_an_outcome_with_its_reason(cast: Cast, contract: Contract) -> None:
    body = {"contract_id": contract.pk, "outcome": "churned", "reason": "price", "note": "Twice the market"}
    made = caller(cast.cleo).post("/api/v1/closings/", body, format="json")
    assert (made.status_code, made.json()["outcome"]) == (201, "churned")
    refused = caller(cast.cleo).post("/api/v1/closings/", {**body, "outcome": "open"}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/outcome")
    assert Closing.objects.get().note == "Twice the market"
