"""Forecasts are kept over time, a manager's prevails, outcomes carry a reason, and all of it can be undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Act, Contract
from accounts.services.undo import undo_act
from csm.foundation.facts import StaleEdit
from health.domain.forecasts import Category, HeldAgainst, Said, hold_against
from health.models import Closing, Forecast
from health.services.forecasts import close_renewal, forecast_renewal, withdraw_override
from tests.health.books import sell
from tests.personas import Cast

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    return sell(cast.acme, date(2026, 1, 1), date(2027, 1, 1), 1000)


def said(contract: Contract) -> list[tuple[str, date | None, date | None]]:
    rows = Forecast.objects.standing().filter(contract=contract, is_override=False).order_by("valid_from")
    return list(rows.values_list("category", "valid_from", "valid_to"))


def test_a_new_forecast_closes_the_one_before(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MARCH, category="commit", reason="Signed the renewal order")
    forecast_renewal(cast.cleo, contract, MAY, category="at_risk", amount=Decimal(500))
    assert said(contract) == [("commit", MARCH, MAY), ("at_risk", MAY, None)]


def test_undo_brings_the_former_forecast_back(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MARCH, category="commit")
    forecast_renewal(cast.cleo, contract, MAY, category="lost")
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert said(contract) == [("commit", MARCH, None)]


def test_saying_the_same_again_changes_nothing(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MARCH, category="commit")
    forecast_renewal(cast.cleo, contract, MAY, category="commit")
    assert said(contract) == [("commit", MARCH, None)]
    assert Act.objects.count() == 1


def test_a_change_of_mind_on_the_same_day_is_a_correction(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MARCH, category="commit")
    forecast_renewal(cast.cleo, contract, MARCH, category="likely")
    assert said(contract) == [("likely", MARCH, None)]
    assert Forecast.objects.filter(retracted_at__isnull=False).get().category == "commit"


def test_a_forecast_of_the_past_ends_where_the_next_begins(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MAY, category="lost")
    forecast_renewal(cast.cleo, contract, MARCH, category="likely")
    assert said(contract) == [("likely", MARCH, MAY), ("lost", MAY, None)]


def test_an_override_leaves_what_the_csm_said(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MARCH, category="commit")
    forecast_renewal(cast.mara, contract, MAY, category="at_risk", is_override=True)
    assert said(contract) == [("commit", MARCH, None)]
    withdraw_override(cast.mara, contract, date(2026, 6, 1))
    held = Forecast.objects.standing().get(is_override=True)
    assert (held.valid_from, held.valid_to) == (MAY, date(2026, 6, 1))


def test_without_an_override_there_is_nothing_to_withdraw(cast: Cast, contract: Contract) -> None:
    with pytest.raises(ValidationError, match="No manager"):
        withdraw_override(cast.mara, contract, MAY)
    assert not Act.objects.exists()


def test_what_is_decided_is_not_forecast(cast: Cast, contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(outcome="churned")
    with pytest.raises(ValidationError, match="decided already"):
        forecast_renewal(cast.cleo, contract, MAY, category="commit")
    assert not Forecast.objects.exists()


def test_a_negative_amount_is_refused(cast: Cast, contract: Contract) -> None:
    with pytest.raises(ValidationError, match="cannot be negative"):
        forecast_renewal(cast.cleo, contract, MAY, category="commit", amount=Decimal(-1))
    assert not Forecast.objects.exists()


def test_an_outcome_carries_its_reason_and_both_are_undone_together(cast: Cast, contract: Contract) -> None:
    close_renewal(cast.cleo, contract, 1, "churned", reason="price", note="Twice what they would pay elsewhere")
    assert Closing.objects.standing().get().reason == "price"
    undo_act(Act.objects.latest("pk"), cast.cleo)
    contract.refresh_from_db()
    assert contract.outcome == "open"
    assert not Closing.objects.standing().exists()


def test_a_reason_is_set_right_in_place(cast: Cast, contract: Contract) -> None:
    close_renewal(cast.cleo, contract, 1, "churned", reason="price")
    close_renewal(cast.cleo, contract, 2, "churned", reason="competitor")
    assert list(Closing.objects.values_list("reason", flat=True)) == ["competitor"]


def test_a_stale_outcome_is_refused(cast: Cast, contract: Contract) -> None:
    with pytest.raises(StaleEdit):
        close_renewal(cast.cleo, contract, 7, "churned", reason="price")
    assert not Closing.objects.exists()


def test_forecasts_are_seen_with_their_accounts(cast: Cast, contract: Contract) -> None:
    forecast_renewal(cast.cleo, contract, MARCH, category="commit")
    seen = {name: Forecast.objects.visible_to(user).count() for name, user in cast.users.items()}
    assert seen == {"ada": 1, "otto": 1, "mara": 1, "cleo": 1, "carl": 0, "edda": 1}


def test_what_was_said_against_what_happened() -> None:
    rows = [Said(Category.COMMIT, True, Decimal(10)), Said(Category.LOST, False, Decimal(5)),
            Said(None, True, Decimal(1)), Said(Category.COMMIT, False, Decimal(30))]  # fmt: skip
    assert hold_against(rows) == [
        HeldAgainst(Category.COMMIT, 2, 1, Decimal(40), Decimal(10)),
        HeldAgainst(Category.LOST, 1, 0, Decimal(5), Decimal(0)),
        HeldAgainst(None, 1, 1, Decimal(1), Decimal(1)),
    ]
