"""Whom the figures count though nobody heard of them for long."""

from dataclasses import replace

from stakeholders.domain.findings import find
from stakeholders.domain.quiet import quiet_on_routes
from stakeholders.domain.sky import Sky
from tests.stakeholders.domain.skies import ANA, BOB, CY, ago, role, sky, star, touch


def slow(made: Sky, **cadence: int) -> Sky:
    """Relationships decay slowly, and contact is promised every so many days."""
    return replace(made, terms=replace(made.terms, half_life_days=90.0, cadence_days=cadence))


def test_an_overdue_contact_that_still_counts_is_told() -> None:
    made = sky(star(ANA, role("decision_maker")), touches=(touch(1, 80, (ANA,)),))
    found = quiet_on_routes(find(slow(made, decision_maker=30)))
    assert found is not None
    assert (found.star_ids, found.begin_count, found.last_on, found.is_most) == ((ANA,), 1, ago(80), True)


def test_kept_promises_and_people_on_no_route_are_not_told() -> None:
    kept = sky(star(ANA, role("decision_maker")), touches=(touch(1, 20, (ANA,)),))
    assert quiet_on_routes(find(slow(kept, decision_maker=30))) is None
    lost = sky(star(ANA, role("decision_maker")), touches=(touch(1, 600, (ANA,)),))
    assert quiet_on_routes(find(slow(lost, decision_maker=30))) is None


def test_one_of_three_is_not_most() -> None:
    people = tuple(star(each, role("decision_maker")) for each in (ANA, BOB, CY))
    made = sky(*people, touches=(touch(1, 80, (ANA,)), touch(2, 5, (BOB, CY))))
    found = quiet_on_routes(find(slow(made, decision_maker=30)))
    assert found is not None
    assert (found.star_ids, found.begin_count, found.is_most) == ((ANA,), 3, False)
