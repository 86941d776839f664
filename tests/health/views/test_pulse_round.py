"""The pulse round: whose accounts are asked about, in which order, and one press for each."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account
from csm.foundation.clock import today
from health.models import PulseReading
from health.selectors.pulse_round import pulse_round
from health.services.pulse import feel_pulse
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def test_those_without_a_pulse_for_a_month_come_first(cast: Cast) -> None:
    Account.objects.update(owner=cast.carl)
    feel_pulse(None, cast.acme, step=3, on=today() - timedelta(days=30))
    feel_pulse(None, cast.bolt, step=3, on=today() - timedelta(days=29))
    rows = [(row.name, row.is_said) for row in pulse_round(cast.carl, today())]
    assert rows == [("Acme", 0), ("Comet", 0), ("Bolt", 1)]


def test_ones_own_accounts_else_all_one_may_edit_and_none_for_executives(cast: Cast) -> None:
    def names(user: object) -> list[str]:
        return [row.name for row in pulse_round(user, today())]  # type: ignore[arg-type]

    assert names(cast.cleo) == ["Acme"]
    assert names(cast.ada) == ["Acme", "Bolt", "Comet"]
    assert names(cast.edda) == []


def test_one_press_keeps_the_pulse_and_leads_back_to_the_round(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.cleo)
    page = client.get("/pulse/").content.decode()
    assert page.count('class="is-current"') == 1
    answer = client.post(f"/pulse/{cast.acme.pk}/5/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/pulse/")
    assert PulseReading.objects.get().step == 5
    assert "1 of 1 said within 30 days" in client.get("/pulse/").content.decode()
    assert client.post(f"/pulse/{cast.bolt.pk}/5/").status_code == 404
