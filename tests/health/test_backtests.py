"""Past renewals are seen as they looked, kept true to the facts, and shown to those who see the accounts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Account, Contract, Role, User
from csm.foundation.clock import today
from health.domain.backtest import HORIZONS
from health.models import RenewalCase, ScorecardVersion
from health.selectors.backtests import backtest, cases_of
from health.selectors.renewal_cases import cases_due
from health.services.backtests import gather_cases
from health.services.pulse import feel_pulse
from stakeholders.services import people, roles, touchpoints
from tests.health.books import sell
from tests.personas import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def ended(account: Account, outcome: str, days_ago: int = 10) -> Contract:
    ends_on = today() - timedelta(days=days_ago)
    return sell(account, ends_on - timedelta(days=365), ends_on, 1000, outcome)


def page(user: User, query: str = "") -> str:
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    return client.get(f"/portfolio/backtest/{query}").content.decode()


def test_each_decided_renewal_is_seen_at_every_horizon(cast: Cast) -> None:
    contract = ended(cast.acme, "renewed")
    ended(cast.bolt, "open")
    ended(cast.bolt, "churned", days_ago=-5)
    assert gather_cases() == len(HORIZONS)
    assert [(case.contract_id, case.days_before) for case in RenewalCase.objects.order_by("days_before")] == [
        (contract.pk, days) for days in HORIZONS
    ]
    assert gather_cases() == 0


def test_a_case_holds_what_was_true_on_its_day(cast: Cast) -> None:
    ended(cast.acme, "churned")
    feel_pulse(cast.cleo, cast.acme, step=2, on=today() - timedelta(days=60))
    feel_pulse(cast.cleo, cast.acme, step=6, on=today() - timedelta(days=20))
    someone = people.add_stakeholder(cast.cleo, cast.acme, name="Ana", joined_on=today() - timedelta(days=80))
    roles.assign_role(cast.cleo, someone, Role.objects.get(key="decision_maker"), today() - timedelta(days=80))
    met = datetime.combine(today() - timedelta(days=50), datetime.min.time(), UTC) + timedelta(hours=12)
    touchpoints.record_touchpoint(
        cast.cleo, cast.acme, kind="meeting", touched_at=met, users=[cast.cleo], stakeholders=[someone]
    )
    gather_cases()
    raws = {case.days_before: case.raws for case in RenewalCase.objects.all()}
    assert (raws[30]["pulse"], raws[90]["pulse"], raws[180]["pulse"]) == (2, None, None)
    assert (raws[30]["threads"], raws[90]["threads"]) == (1, None)
    assert {case.late_share for case in RenewalCase.objects.filter(days_before=30)} == {1.0}


def test_a_fact_recorded_later_makes_its_cases_due_again(cast: Cast) -> None:
    ended(cast.acme, "renewed")
    ended(cast.bolt, "renewed")
    gather_cases()
    feel_pulse(cast.cleo, cast.acme, step=4, on=today() - timedelta(days=45))
    assert {one.account_id for one in cases_due(100)} == {cast.acme.pk}
    gather_cases()
    assert RenewalCase.objects.get(days_before=30, contract__account=cast.acme).raws["pulse"] == 4
    assert cases_due(100) == []


def test_one_sees_the_renewals_of_the_accounts_one_sees(cast: Cast) -> None:
    ended(cast.acme, "renewed")
    ended(cast.bolt, "churned")
    gather_cases()
    assert [case.account_id for case in cases_of(Account.objects.visible_to(cast.cleo), 90)] == [cast.acme.pk]
    assert len(cases_of(Account.objects.visible_to(cast.edda), 90)) == 2
    assert "1 renewal: 1 renewed, 0 churned" in page(cast.cleo)
    assert "2 renewals: 1 renewed, 1 churned" in page(cast.edda)


def test_a_version_is_held_against_the_same_renewals(cast: Cast) -> None:
    ended(cast.acme, "renewed")
    feel_pulse(cast.cleo, cast.acme, step=6, on=today() - timedelta(days=50))
    gather_cases()
    cases = cases_of(Account.objects.all(), 30)
    version = ScorecardVersion.objects.filter(published_on__isnull=False).get()
    scored = backtest(cases, version).reports[0]
    assert (scored.key, scored.said) == ("scorecard", 1)
    assert backtest(cases).reports[0] == scored


def test_the_page_says_what_is_missing_and_refuses_what_it_does_not_know(cast: Cast) -> None:
    assert "No renewal is decided yet" in page(cast.edda)
    ended(cast.acme, "churned")
    gather_cases()
    shown = page(cast.edda, "?days=30&weights=1")
    assert "With fewer than 10 churned nothing can be said of skill." in shown
    assert "There is nothing to learn from" in shown
    assert "Beware of hindsight." in shown
    client = Client()
    assert client.login(username=cast.edda.email, password=PASSWORD)
    for query in ("?days=31", "?version=99999999", "?version=abc"):
        assert client.get(f"/portfolio/backtest/{query}").status_code == 400


def test_the_api_tells_the_same(cast: Cast) -> None:
    ended(cast.acme, "churned")
    gather_cases()
    client = Client()
    assert client.login(username=cast.cleo.email, password=PASSWORD)
    answer = client.get("/api/v1/backtest/?days_before=30").json()
    assert (answer["renewals"], answer["churned"], answer["proposal"]) == (1, 1, None)
    assert [each["key"] for each in answer["reports"]] == ["scorecard", "pulse", "survival", "base_rate"]
    assert not any(each["has_verdict"] for each in answer["reports"])
    assert client.get("/api/v1/backtest/?days_before=31").status_code == 400
    assert client.get("/api/v1/backtest/?version_id=99999999").status_code == 400
    assert client.get("/api/v1/backtest/?only_known=yes").status_code == 400
