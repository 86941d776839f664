"""Measures: unknown is None, never 0; what is known is the figure the sky and the readings give."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from health.domain.evidence import Evidence, Measured, Pulse
from health.domain.measures import MEASURES, Given, measure_of
from stakeholders.domain.findings import find
from stakeholders.domain.sky import (
    Assessed,
    Basis,
    Ours,
    RoleHeld,
    Sky,
    Star,
    Terms,
    Touch,
    TouchKind,
)

DAY = date(2026, 3, 1)


def raw(key: str, sky: Sky | None = None, **evidence: object) -> float | None:
    measure = measure_of(key)
    assert measure is not None
    found = find(sky or Sky(1, DAY, (), ()))
    return measure.raw(Given(found, Evidence(1, **evidence), DAY))  # type: ignore[arg-type]


def star(number: int, *roles: str, sentiment: int | None = None, influence: int | None = None) -> Star:
    held = tuple(
        RoleHeld(number * 10 + i, key, key == "decision_maker", Basis.STATED, DAY) for i, key in enumerate(roles)
    )
    assessed = Assessed(number, influence, None, None, sentiment, frozenset(), DAY)
    return Star(number, number, number, f"Star {number}", roles=held, assessed=assessed)


def call(number: int, days_ago: int, *stars: int) -> Touch:
    return Touch(number, DAY - timedelta(days=days_ago), TouchKind.CALL, True, (7,), stars)


TERMS = Terms(required_roles=("decision_maker", "champion"), cadence_days={"decision_maker": 60, "champion": 30})
SKY = Sky(
    1,
    DAY,
    (
        star(1, "decision_maker", sentiment=2, influence=9),
        star(2, "champion", sentiment=-1, influence=3),
        star(3),
    ),
    (Ours(7, "Jo", True),),
    touches=(call(1, 40, 2), call(2, 10, 1)),
    terms=TERMS,
)


@pytest.mark.parametrize("key", MEASURES)
def test_of_an_empty_account_nothing_is_known(key: str) -> None:
    expected = None
    assert raw(key) is expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [("threads", 1), ("coverage", 100), ("cadence", 50), ("sentiment", (9 * 2 - 3) / 12), ("silence", None)],
)
def test_figures_of_a_small_sky(key: str, expected: float | None) -> None:
    assert raw(key, SKY) == expected


def test_no_route_is_0_threads_and_nobody_who_decides_is_unknown() -> None:
    assert raw("threads", replace(SKY, touches=())) == 0
    assert raw("threads", replace(SKY, stars=(star(3),))) is None


READINGS = {
    "active_users": Measured(60, DAY, earlier=80),
    "licences": Measured(120, DAY),
    "nps": Measured(-10, DAY),
}


@pytest.mark.parametrize(
    ("key", "expected"), [("adoption", 50), ("trend", -25), ("nps", -10), ("metric.nps", -10), ("metric.other", None)]
)
def test_figures_of_readings(key: str, expected: float | None) -> None:
    assert raw(key, readings=READINGS) == expected


def test_no_licences_leave_adoption_unknown() -> None:
    assert raw("adoption", readings={**READINGS, "licences": Measured(0, DAY)}) is None


@pytest.mark.parametrize(("days", "expected"), [(0, 4), (90, 4), (91, None)])
def test_a_pulse_counts_for_90_days(days: int, expected: float | None) -> None:
    assert raw("pulse", pulse=Pulse(4, DAY - timedelta(days=days))) == expected
