from datetime import date

import pytest

from stakeholders.domain.hazards import Exposure, estimate_hazards, exposure
from stakeholders.domain.sky import Level

KNOWN, TODAY = date(2025, 1, 1), date(2026, 1, 1)


def test_nothing_seen_is_the_prior() -> None:
    found = estimate_hazards([], TODAY)
    assert [each.level for each in found.levels] == list(Level)
    assert {(each.departures, each.person_years) for each in found.levels} == {(0, 0.0)}
    assert [each.rate for each in found.levels] == pytest.approx([0.17773] * 5)


def test_departures_over_confirmed_years_move_the_rate_of_their_level_only() -> None:
    seen = [Exposure(Level.DIRECTOR, 3650, False), Exposure(Level.DIRECTOR, 3650, True), Exposure(None, 99, True)]
    found = estimate_hazards(seen, TODAY)
    director = found.levels[2]
    assert (director.level, director.departures, director.person_years) == (Level.DIRECTOR, 1, 20.0)
    assert director.rate == pytest.approx((1.7773 + 1) / 30)
    assert found.hazards().of(Level.DIRECTOR) == director.rate
    assert found.hazards().of(Level.VP) == pytest.approx(0.17773)
    assert found.hazards().of(None) == 0.17773
    assert found.hazards().estimated_on == TODAY


@pytest.mark.parametrize(
    ("confirmed_on", "left_on", "expected"),
    [
        (date(2025, 4, 11), None, (100, False)),
        (None, None, (0, False)),
        (date(2026, 5, 1), None, (365, False)),
        (date(2025, 4, 11), date(2025, 7, 20), (200, True)),
        (date(2025, 4, 11), date(2026, 2, 1), (100, False)),
        (date(2025, 4, 11), TODAY, (365, True)),
        (None, date(2024, 12, 31), (0, False)),
        (date(2024, 4, 11), None, (0, False)),
        (None, KNOWN, (0, True)),
    ],
)
def test_exposure_ends_at_the_departure_or_the_last_confirmation(
    confirmed_on: date | None, left_on: date | None, expected: tuple[int, bool]
) -> None:
    found = exposure(Level.VP, KNOWN, confirmed_on, left_on, TODAY)
    assert (found.days, found.has_left) == expected


def test_estimate_finds_the_rate_that_made_the_departures() -> None:
    """Twenty thousand years at 0.25 a year leave no trace of the prior."""
    seen = [Exposure(Level.MANAGER, 1460, True)] * 5000
    assert estimate_hazards(seen, TODAY).levels[3].rate == pytest.approx(0.25, abs=1e-4)
