"""Both ledgers of each team: each figure by hand, the rows behind it add up to it, one never moves the other."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account, Contract, Product
from csm.foundation.clock import today
from health.selectors.ledger import Period
from health.selectors.two_ledgers import Outcomes, two_ledgers
from health.services.goal_value import confirm_value
from health.services.goals import reach_goal
from tests.callers import caller
from tests.health.maps import judge, somebody
from tests.health.wanted import wanted
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture
def two_teams(cast: Cast) -> Cast:
    """Acme belongs to Cleo of North; Bolt to Carl, who is in no team."""
    Account.objects.filter(pk=cast.bolt.pk).update(owner=cast.carl)
    suite, _made = Product.objects.get_or_create(name="Suite")
    for account, begins, ends, value, outcome in (
        (cast.acme, 800, 100, 1000, "renewed"),
        (cast.acme, 100, -265, 1500, "open"),
        (cast.bolt, 700, 50, 2000, "churned"),
    ):
        Contract.objects.create(
            account=account,
            product=suite,
            starts_on=ago(begins),
            ends_on=ago(ends),
            annual_value=Decimal(value),
            currency="EUR",
            outcome=outcome,
        )
    ana, bo = somebody(cast, cast.acme, "Ana"), somebody(cast, cast.bolt, "Bo")
    first, second = wanted(cast, cast.acme), wanted(cast, cast.acme, words="Another")
    for goal, percent, days in ((first, 20, 40), (first, 40, 10), (second, 80, 20)):
        confirm_value(cast.cleo, goal, percent=percent, stakeholder=ana, on=ago(days))
    confirm_value(cast.cleo, second, percent=5)  # our own estimate counts for nothing
    reach_goal(cast.cleo, second, ago(5))
    theirs = wanted(cast, cast.bolt, baseline_on=ago(600), set_on=ago(600), due_on=ago(300))
    confirm_value(cast.ada, theirs, percent=10, stakeholder=bo, on=ago(500))  # too long ago to count, not to be first
    judge(cast.acme, cast.bolt, cast.comet)
    return cast


def period(days: int = 365) -> Period:
    return Period(Account.objects.standing(), ago(days), today())


def test_each_team_has_both_ledgers_and_they_are_those_of_its_accounts(two_teams: Cast) -> None:
    found = two_ledgers(period())
    north, none = found.teams[two_teams.cleo.team_id], found.teams[None]
    success = north.success
    assert (success.accounts, success.goals_reached, success.accounts_reached) == (1, 1, 1)
    assert (success.value_received, success.accounts_told, success.first_values) == (60.0, 1, 1)  # (40 + 80) / 2
    revenue = north.business.revenue
    assert (revenue.grr, revenue.nrr, revenue.expansion) == (1.0, 1.5, Decimal(500))
    assert north.business.renewals.rate == 1.0
    assert (none.success.accounts, none.success.goals_reached, none.success.value_received) == (2, 0, None)
    assert (none.business.revenue.grr, none.business.renewals.rate) == (0.0, 0.0)
    assert (none.first.received, none.first.not_begun) == (1, 1)
    whole = found.whole
    assert (whole.success.accounts, whole.success.goals_reached, whole.success.value_received) == (3, 1, 60.0)
    assert (whole.business.revenue.start, whole.business.renewals.rate) == (Decimal(3000), 0.5)


def test_a_period_holds_what_happened_in_it(two_teams: Cast) -> None:
    earlier = Period(Account.objects.standing(), ago(700), ago(30))
    found = two_ledgers(earlier).whole.success
    assert (found.goals_reached, found.value_received, found.first_values) == (0, 20.0, 2)
    assert two_ledgers(period(3)).whole.success.goals_reached == 0
    assert two_ledgers(period(5)).whole.success.goals_reached == 0  # the first day does not belong to it
    assert two_ledgers(period(6)).whole.success.goals_reached == 1


def test_the_rows_behind_a_figure_add_up_to_it(two_teams: Cast) -> None:
    outcomes = Outcomes(period())
    assert [(row["name"], row["reached"], row["all_reached"]) for row in outcomes.rows("reached", 10)] == [
        ("Acme", 1, 1)
    ]
    [told] = outcomes.rows("received", 10)
    assert (told["name"], told["received"], told["all_received"]) == ("Acme", 60.0, 60.0)
    [first] = outcomes.rows("first", 10)
    assert (first["name"], first["first_on"], first["first_value_days"]) == ("Acme", ago(40), 760)


def test_queries_do_not_grow_with_teams_and_nobody_has_nothing(two_teams: Cast) -> None:
    with CaptureQueriesContext(connection) as all_of_them:
        two_ledgers(period())
    with CaptureQueriesContext(connection) as none_of_them:
        found = two_ledgers(Period(Account.objects.none(), ago(365), today()))
    assert (found.whole.success.accounts, found.whole.business.revenue.grr, found.teams) == (0, None, {})
    assert len(none_of_them) <= len(all_of_them) == 6


def test_the_page_leads_from_each_figure_to_its_accounts(two_teams: Cast, client: Client) -> None:
    client.force_login(two_teams.edda)
    page = client.get(reverse("health:ledgers"))
    north, none = page.context["teams"]
    assert (north["label"], none["label"]) == ("North", "without a team")
    for line, name, other in ((north, "Acme", "Bolt"), (none, "Bolt", "Acme")):
        for what in ("accounts", "start", "gross", "net", "decided"):
            shown = client.get(line["urls"][what]).content.decode()
            assert (name in shown, other in shown) == (True, False), what
    assert "Acme" in client.get(north["urls"]["reached"]).content.decode()
    assert "No account is behind this figure" in client.get(none["urls"]["reached"]).content.decode()
    for url in (north["urls"]["level"], north["urls"]["median"], north["urls"]["waiting"]):
        assert client.get(url).status_code == 200
    assert client.get(reverse("health:ledger_rows"), {"what": "love"}).status_code == 400


def test_one_sees_the_ledgers_of_ones_own_accounts(two_teams: Cast, client: Client) -> None:
    client.force_login(two_teams.carl)
    page = client.get(reverse("health:ledgers"))
    assert [line["label"] for line in page.context["teams"]] == ["without a team"]
    assert "Acme" not in client.get(reverse("health:ledger_rows"), {"what": "received"}).content.decode()


def test_programs_get_the_same_figures(two_teams: Cast) -> None:
    mara = caller(two_teams.mara)
    found: Any = mara.get("/api/v1/portfolio/ledgers/").json()
    [team] = found["teams"]
    assert (team["name"], team["success"]["value_received"], team["success"]["goals_reached"]) == ("North", 60.0, 1)
    assert (team["business"]["revenue"]["nrr"], team["business"]["renewals"]["rate"]) == (1.5, 1.0)
    assert set(team) == {"team_id", "name", "success", "business"}  # and no figure of both
    rows = mara.get("/api/v1/portfolio/ledgers/accounts/?what=received").json()
    assert (rows["count"], rows["value_received"], rows["rows"][0]["account_id"]) == (1, 60.0, two_teams.acme.pk)
    assert mara.get("/api/v1/portfolio/ledgers/accounts/?what=love").status_code == 400
    value = mara.get("/api/v1/portfolio/value/").json()
    assert (value["total"]["accounts"], value["total"]["first_value"]["received"]) == (1, 1)
    assert [(drop["day"], drop["share_waiting"]) for drop in value["curve"]] == [(760, 0.0)]
    assert value["total"]["step"]["lacks"] == [{"lack": "use", "count": 1}]
    account = mara.get(f"/api/v1/accounts/{two_teams.acme.pk}/value-level/").json()["first_value"]
    assert (account["state"], account["days"], account["first_value_on"]) == ("received", 760, ago(40).isoformat())
    [row] = mara.get("/api/v1/accounts/?first_value=received").json()["results"]
    assert (row["id"], row["days_to_first_value"]) == (two_teams.acme.pk, 760)
    assert mara.get("/api/v1/accounts/?value_lack=use").json()["results"][0]["id"] == two_teams.acme.pk
    assert mara.get("/api/v1/accounts/?team=none").json()["results"] == []
