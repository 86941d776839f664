"""Hazards from this installation's own departures over the time it confirmed people."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import FactsVersion
from stakeholders.domain.sky import Level
from stakeholders.models import HazardRate, Position
from stakeholders.selectors.skies import sky_at
from stakeholders.services import people
from stakeholders.services.hazards import estimate_hazard_rates
from tests.personas import assemble

pytestmark = pytest.mark.django_db


def test_a_departure_and_confirmed_years_move_the_rate_of_their_level() -> None:
    cast = assemble()
    start = date(2024, 1, 1)
    for name in ("Ana", "Ben"):
        people.add_stakeholder(cast.cleo, cast.acme, name=name, joined_on=start, level="vp")
    Position.objects.update(recorded_at=datetime(2024, 1, 1, 12, tzinfo=UTC))
    ana, ben = cast.acme.stakeholders.order_by("number")
    people.depart_stakeholder(cast.cleo, ana, date(2024, 12, 31))
    people.confirm_stakeholder(cast.cleo, ben, date(2025, 12, 31))

    estimate_hazard_rates()

    rate = HazardRate.objects.get(level="vp")
    assert rate.departures == 1
    assert rate.exposure_years == pytest.approx((365 + 730) / 365)
    assert rate.rate == pytest.approx((1.7773 + 1) / (10 + 3))
    assert HazardRate.objects.get(level="manager").rate == pytest.approx(0.17773)
    assert sky_at(cast.acme.pk, rate.estimated_on).hazards.of(Level.VP) == pytest.approx(rate.rate)
    assert FactsVersion.objects.count() == 3
